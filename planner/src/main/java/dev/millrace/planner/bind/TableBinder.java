package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.ForeignKeyDefinition;
import dev.millrace.planner.Numbering;
import dev.millrace.planner.PartitionDefinition;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TableFromPrepared;
import dev.millrace.planner.TableLifetime;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.sql.parser.statement.ColumnDefinition;
import dev.millrace.sql.parser.statement.SqlCreateStream;
import dev.millrace.sql.parser.statement.SqlCreateTable;
import dev.millrace.sql.parser.statement.SqlExecute;
import dev.millrace.sql.parser.statement.TableConstraint;

/** CREATE TABLE and CREATE STREAM: columns, defaults, keys, checks, watermarks. */
final class TableBinder {

    private static final int COLUMNS_MAX = 1600;

    private final Binding binding;
    private final QueryBinder queries;
    private final StatementBinder statements;

    TableBinder(Binding binding, QueryBinder queries, StatementBinder statements) {
        this.binding = binding;
        this.queries = queries;
        this.statements = statements;
    }

    Statement table(SqlCreateTable create) {
        refuse(create.replace(), "CREATE OR REPLACE TABLE", create);
        if (create.query() != null) {
            refuse(create.partition() != null, "a partitioned table of a query", create);
            if (create.query() instanceof SqlExecute execute) {
                List<String> names = create.columnNames().stream().map(SqlIdentifier::getSimple).toList();
                return new TableFromPrepared(tableAs(create, List.of(), null), names, statements.execute(execute));
            }
            return tableAs(create);
        }
        if (create.partition() != null && create.partition().parent() != null) {
            return partition(create);
        }
        String table = create.name().names.getLast();
        LikeBinder like =
                new LikeBinder(binding, queries, columns(table, create.columns(), Set.of()), create.likes());
        LegacyBinder legacy = new LegacyBinder(binding, queries, create.parents());
        List<Statement.ColumnDefinition> merged = legacy.columns(like.columns());
        List<String> names = merged.stream().map(Statement.ColumnDefinition::name).toList();
        Map<Integer, Integer> moved = LegacyBinder.moved(like.columns(), merged);
        Keys keys = keys(create.name(), names, create.constraints(), like.keys(moved));
        List<Statement.ColumnDefinition> columns = notNull(merged, keys.primary());
        Scope scope = scope(columns, table);
        GeneratedColumns generated = new GeneratedColumns(binding, queries);
        for (ColumnDefinition column : create.columns()) {
            if (column.generated() != null) {
                generated.check(column, columns.get(names.indexOf(column.name().getSimple())), scope, columns);
            }
        }
        return new Statement.CreateTable(
                StatementBinder.name(create.name()),
                lifetime(create),
                columns,
                keys.all(),
                foreignKeys(create, names),
                legacy.checks(table, checks(create, scope, like.checks())),
                new WatermarkBinder(binding, queries).bind(create.watermark(), columns, scope),
                like.likes(moved),
                legacy.legacy(),
                create.partition() == null
                        ? null
                        : new PartitionDefinition(
                                0, null, new PartitionBinder(binding, queries).key(create.partition(), names, scope)),
                statements.options(create.options()),
                create.ifNotExists(),
                Optional.empty(),
                false);
    }

    /** A partition has its parent's columns; what it says of them itself are their constraints and defaults. */
    private Statement partition(SqlCreateTable create) {
        PartitionBinder partitions = new PartitionBinder(binding, queries);
        PlannerCatalog.Stored parent = partitions.parent(create.partition().parent());
        List<String> names = parent.schema().fields().stream().map(Schema.Field::name).toList();
        Scope scope = new FromBinder(binding, queries).stored(parent, Scope.NONE).scope();
        return new Statement.CreateTable(
                StatementBinder.name(create.name()),
                lifetime(create),
                partitions.overrides(create.columns(), parent),
                keys(create.name(), names, create.constraints(), List.of()).all(),
                foreignKeys(create, names),
                checks(create, scope, List.of()),
                List.of(),
                List.of(),
                null,
                partitions.definition(create.partition(), parent, scope),
                statements.options(create.options()),
                create.ifNotExists(),
                Optional.empty(),
                false);
    }

    private TableLifetime lifetime(SqlCreateTable create) {
        boolean isTemporary = create.temporary()
                || create.name().names.size() == 2 && create.name().names.getFirst().equals("pg_temp");
        if (!isTemporary) {
            if (create.onCommit() != null) {
                throw new SqlException(
                        SqlState.INVALID_TABLE_DEFINITION, "ON COMMIT can only be used on temporary tables");
            }
            return create.isUnlogged() ? TableLifetime.UNLOGGED : TableLifetime.PERMANENT;
        }
        return switch (create.onCommit()) {
            case null -> TableLifetime.SESSION;
            case PRESERVE_ROWS -> TableLifetime.SESSION;
            case DELETE_ROWS -> TableLifetime.TRANSACTION_ROWS;
            case DROP -> TableLifetime.TRANSACTION;
        };
    }

    private static List<Statement.ColumnDefinition> notNull(
            List<Statement.ColumnDefinition> columns, Set<Integer> primary) {
        List<Statement.ColumnDefinition> changed = new ArrayList<>();
        for (Statement.ColumnDefinition column : columns) {
            boolean nullable = column.nullable() && !primary.contains(changed.size());
            changed.add(new Statement.ColumnDefinition(
                    column.name(), column.type(), nullable, column.defaultSql(), column.generatedSql(),
                    column.numbering(), column.domain()));
        }
        return changed;
    }

    Statement stream(SqlCreateStream create) {
        refuse(create.replace(), "CREATE OR REPLACE STREAM", create);
        for (TableConstraint constraint : create.constraints()) {
            throw SqlException.unsupported("a constraint on a stream")
                    .withHint("A stream only grows; a table has keys and checks.")
                    .at(binding.source.position(constraint.pos()));
        }
        for (ColumnDefinition column : create.columns()) {
            refuse(column.generated() != null, "a generated column of a stream", column.name());
        }
        List<Statement.ColumnDefinition> columns =
                columns(create.name().names.getLast(), create.columns(), Set.of());
        boolean hasDomain = columns.stream().anyMatch(column -> column.domain() != null);
        refuse(hasDomain, "a column of a domain in a stream", create);
        Scope scope = scope(columns, create.name().names.getLast());
        return new Statement.CreateStream(
                StatementBinder.name(create.name()),
                columns,
                new WatermarkBinder(binding, queries).bind(create.watermark(), columns, scope),
                statements.options(create.options()),
                create.ifNotExists());
    }

    private void refuse(boolean isAsked, String what, SqlNode at) {
        if (isAsked) {
            throw SqlException.unsupported(what).at(binding.at(at));
        }
    }

    private Statement tableAs(SqlCreateTable create) {
        QueryPlan source = statements.query(create.query()).plan();
        List<Statement.ColumnDefinition> columns = new ArrayList<>();
        List<SqlIdentifier> names = create.columnNames();
        if (names.size() > source.result().size()) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "too many column names were specified")
                    .at(binding.at(names.get(source.result().size())));
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < source.result().size(); i++) {
            Schema.Field field = source.result().field(i);
            String name = i < names.size() ? names.get(i).getSimple() : field.name();
            if (!seen.add(name)) {
                throw duplicate(name);
            }
            columns.add(new Statement.ColumnDefinition(name, field.type(), true, null, null, null));
        }
        return tableAs(create, columns, source);
    }

    private Statement.CreateTable tableAs(
            SqlCreateTable create, List<Statement.ColumnDefinition> columns, QueryPlan source) {
        return new Statement.CreateTable(
                StatementBinder.name(create.name()),
                lifetime(create),
                columns,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                statements.options(create.options()),
                create.ifNotExists(),
                Optional.ofNullable(source),
                create.withData());
    }

    static SqlException duplicate(String name) {
        return new SqlException(SqlState.DUPLICATE_COLUMN, "column \"" + name + "\" specified more than once");
    }

    // ---- columns ----------------------------------------------------------------------------------------------------

    List<Statement.ColumnDefinition> columns(
            String table, List<ColumnDefinition> definitions, Set<Integer> primary) {
        if (definitions.size() > COLUMNS_MAX) {
            throw new SqlException(
                    SqlState.TOO_MANY_COLUMNS, "tables can have at most " + COLUMNS_MAX + " columns");
        }
        List<Statement.ColumnDefinition> columns = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Numberings numbers = new Numberings(binding, table);
        for (ColumnDefinition definition : definitions) {
            ColumnNames.requireOwn(definition.name().getSimple());
            String name = definition.name().getSimple();
            if (!seen.add(name)) {
                throw duplicate(name);
            }
            Numbering numbering = numbers.of(definition);
            TypeNames.Declared declared = numbers.type(definition);
            SqlType type = declared.type();
            String defaultSql = null;
            if (definition.defaultValue() != null && numbering == null) {
                defaultSql = KeptText.of(definition.defaultValue(), binding);
                Expr value = queries.expressions.bind(
                        definition.defaultValue(), new Frame(Scope.NONE, "DEFAULT expressions"));
                binding.coercion.assignment(value, type, name, definition.defaultValue());
            }
            String generatedSql =
                    definition.generated() == null ? null : KeptText.of(definition.generated(), binding);
            boolean nullable = !definition.notNull() && !primary.contains(columns.size())
                    && (numbering == null || numbering.kind() == Numbering.Kind.NEXTVAL);
            columns.add(new Statement.ColumnDefinition(
                    name, type, nullable, defaultSql, generatedSql, numbering, declared.domain()));
        }
        return columns;
    }

    /** The new table's own columns, for checks and watermarks. */
    private Scope scope(List<Statement.ColumnDefinition> columns, String table) {
        List<Scope.Named> named = new ArrayList<>();
        for (Statement.ColumnDefinition column : columns) {
            Column numbered = binding.numbers.column(column.name(), column.type(), column.nullable());
            named.add(new Scope.Named(column.name(), numbered));
        }
        return Scope.of(new Scope.Table(null, table, named, null), Scope.NONE);
    }

    // ---- constraints ------------------------------------------------------------------------------------------------

    private record Keys(List<Statement.KeyDefinition> all, Set<Integer> primary) {}

    /** @param inherited primary keys of what the table is like */
    private Keys keys(
            SqlIdentifier table, List<String> names, List<TableConstraint> constraints,
            List<Statement.KeyDefinition> inherited) {
        String tableName = table.names.getLast();
        List<Statement.KeyDefinition> keys = new ArrayList<>(inherited);
        Set<Integer> primary = new HashSet<>();
        inherited.forEach(key -> primary.addAll(key.columns()));
        for (TableConstraint constraint : constraints) {
            int at = binding.source.position(constraint.pos());
            switch (constraint.kind()) {
                case FOREIGN_KEY, CHECK -> {}
                case EXCLUSION -> keys.add(new Statement.KeyDefinition(
                        constraint.name() == null ? null : constraint.name().getSimple(),
                        positions(constraint, names), false, KeyDetail.ofExclusion(constraint, binding)));
                case PRIMARY_KEY, UNIQUE -> {
                    boolean isPrimary = constraint.kind() == TableConstraint.Kind.PRIMARY_KEY;
                    if (isPrimary && !primary.isEmpty()) {
                        throw new SqlException(
                                        SqlState.INVALID_TABLE_DEFINITION,
                                        "multiple primary keys for table \"" + tableName + "\" are not allowed")
                                .at(at);
                    }
                    List<Integer> positions = positions(constraint, names);
                    if (isPrimary) {
                        primary.addAll(positions);
                    }
                    String name = constraint.name() == null ? null : constraint.name().getSimple();
                    keys.add(new Statement.KeyDefinition(
                            name, positions, isPrimary,
                            KeyDetail.of(constraint, positions(constraint.include(), constraint, names))));
                }
            }
        }
        return new Keys(keys, primary);
    }

    private List<Integer> positions(TableConstraint constraint, List<String> names) {
        return positions(constraint.columns(), constraint, names);
    }

    private List<Integer> positions(
            List<SqlIdentifier> columns, TableConstraint constraint, List<String> names) {
        List<Integer> positions = new ArrayList<>();
        for (SqlIdentifier column : columns) {
            int position = names.indexOf(column.getSimple());
            if (position < 0) {
                throw new SqlException(
                                SqlState.UNDEFINED_COLUMN,
                                "column \"" + column.getSimple() + "\" named in key does not exist")
                        .at(binding.at(column));
            }
            if (positions.contains(position)) {
                throw new SqlException(
                                SqlState.DUPLICATE_COLUMN,
                                "column \"" + column.getSimple() + "\" appears twice in "
                                        + (constraint.kind() == TableConstraint.Kind.UNIQUE ? "unique" : "primary key")
                                        + " constraint")
                        .at(binding.source.position(constraint.pos()));
            }
            positions.add(position);
        }
        return positions;
    }

    private static List<ForeignKeyDefinition> foreignKeys(SqlCreateTable create, List<String> names) {
        return create.constraints().stream()
                .filter(constraint -> constraint.kind() == TableConstraint.Kind.FOREIGN_KEY)
                .map(constraint -> ForeignKeyBinder.bind(constraint, names))
                .toList();
    }

    private List<Statement.CheckDefinition> checks(
            SqlCreateTable create, Scope scope, List<Statement.CheckDefinition> inherited) {
        List<Statement.CheckDefinition> checks = new ArrayList<>(inherited);
        String table = create.name().names.getLast();
        Set<String> taken = new HashSet<>();
        inherited.forEach(check -> taken.add(check.name()));
        create.constraints().stream()
                .filter(constraint -> constraint.name() != null)
                .forEach(constraint -> taken.add(constraint.name().getSimple()));
        for (TableConstraint constraint : create.constraints()) {
            if (constraint.kind() == TableConstraint.Kind.CHECK) {
                Frame frame = new Frame(scope, "check constraints");
                Expr condition = queries.expressions.condition(constraint.check(), frame, "CHECK");
                refuse(frame.hasSubqueries(), "a subquery in a check constraint", constraint.check());
                String name = constraint.name() != null
                        ? constraint.name().getSimple()
                        : checkName(table, condition, scope, taken);
                checks.add(new Statement.CheckDefinition(
                        name, KeptText.of(constraint.check(), binding), constraint.isNoInherit()));
            }
        }
        return checks;
    }

    /** As PostgreSQL names it: after the column, when there is but one. */
    static String checkName(String table, Expr condition, Scope scope, Set<String> taken) {
        BitSet read = Expressions.columns(condition);
        List<String> columns = scope.columns().stream()
                .filter(named -> read.get(named.column().id()))
                .map(Scope.Named::name)
                .toList();
        String base = table + (columns.size() == 1 ? "_" + columns.getFirst() : "") + "_check";
        String name = base;
        for (int i = 1; !taken.add(name); i++) {
            name = base + i;
        }
        return name;
    }
}
