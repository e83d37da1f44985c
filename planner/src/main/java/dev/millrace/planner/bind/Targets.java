package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Domain;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.RowQuery;
import dev.millrace.planner.Statement;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.sql.parser.statement.OnlyName;
import dev.millrace.sql.parser.statement.SqlInsert;

/** The table that a statement or COPY writes to: its columns, defaults, checks, and RETURNING over them. */
final class Targets {

    static final String MERGE = "MERGE";

    private final Binding binding;
    private final QueryBinder queries;

    Targets(Binding binding, QueryBinder queries) {
        this.binding = binding;
        this.queries = queries;
    }

    /** What is written to, by the kind of statement. */
    Target resolve(SqlIdentifier name, String command) {
        PlannerCatalog.Relation relation = new FromBinder(binding, queries).resolve(name);
        if (command.equals(MERGE) && relation instanceof PlannerCatalog.Stored stored) {
            requireMergeable(stored, name);
        }
        boolean isPartition = relation instanceof PlannerCatalog.View view && view.isPartition();
        if (command.equals("truncate") && isView(relation) && !isPartition) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + relation.name() + "\" is not a table");
        }
        if (!(relation instanceof PlannerCatalog.Stored stored)) {
            if (command.equals("copy to") && !isPartition) {
                throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "cannot copy to view \"" + relation.name() + "\"");
            }
            return new Target(relation, OnlyName.is(name), command, binding);
        }
        boolean isAllowed = command.startsWith("insert") || command.startsWith("copy")
                ? stored.isWritable()
                : stored.isUpdatable();
        if (!isAllowed) {
            throw refused(stored, command, name);
        }
        binding.dependOn(stored.id());
        return new Target(stored, OnlyName.is(name), command, binding);
    }

    private static boolean isView(PlannerCatalog.Relation relation) {
        return !(relation instanceof PlannerCatalog.Stored stored) || isMaterialized(stored);
    }

    /** System relations have no positive numbers. */
    private static boolean isMaterialized(PlannerCatalog.Stored stored) {
        return stored.id() > 0 && !stored.isWritable() && !stored.isAppendOnly();
    }

    private SqlException refused(PlannerCatalog.Stored stored, String command, SqlIdentifier name) {
        if (isMaterialized(stored)) {
            return new SqlException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "cannot " + (command.equals("copy to") ? "copy to" : "change") + " materialized view \""
                            + stored.name() + "\"");
        }
        return new SqlException(SqlState.WRONG_OBJECT_TYPE, "cannot " + command + " \"" + stored.name() + "\"")
                .withDetail(
                        stored.isWritable()
                                ? "It is append-only: rows can be inserted, not changed."
                                : "Its rows are computed or come from elsewhere.")
                .at(binding.at(name));
    }

    private void requireMergeable(PlannerCatalog.Stored stored, SqlIdentifier name) {
        if (!stored.isUpdatable()) {
            String kind = isMaterialized(stored)
                    ? "materialized views"
                    : stored.isWritable() ? "streams" : "relations whose rows are computed";
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "cannot execute MERGE on relation \"" + stored.name() + "\"")
                    .withDetail("This operation is not supported for " + kind + ".")
                    .at(binding.at(name));
        }
    }

    /** Positions of the named columns; all of them in order when none are named. */
    List<Integer> columns(PlannerCatalog.Stored table, List<SqlIdentifier> names) {
        List<Integer> positions = new ArrayList<>();
        if (names == null || names.isEmpty()) {
            for (int i = 0; i < table.schema().size(); i++) {
                if (!table.isHidden(i)) {
                    positions.add(i);
                }
            }
            return positions;
        }
        Set<Integer> seen = new LinkedHashSet<>();
        for (SqlIdentifier name : names) {
            int position = column(table, name);
            if (!seen.add(position)) {
                throw new SqlException(
                                SqlState.DUPLICATE_COLUMN,
                                "column \"" + name.names.getLast() + "\" specified more than once")
                        .at(binding.at(name));
            }
            positions.add(position);
        }
        return positions;
    }

    int column(PlannerCatalog.Stored table, SqlIdentifier name) {
        int position = table.schema().indexOf(name.names.getLast());
        if (position < 0 || table.isHidden(position)) {
            SqlException fault = new SqlException(
                            SqlState.UNDEFINED_COLUMN,
                            "column \"" + name.names.getLast() + "\" of relation \"" + table.name()
                                    + "\" does not exist")
                    .at(binding.at(name));
            List<String> known =
                    table.schema().fields().stream().map(Schema.Field::name).toList();
            throw NearestName.of(name.names.getLast(), known)
                    .map(near -> fault.withHint("Perhaps you meant the column \"" + near + "\"."))
                    .orElse(fault);
        }
        return position;
    }

    /** A column's default as an expression of its type; NULL for one that is computed when the row is whole. */
    Expr defaultOf(PlannerCatalog.Stored table, int column) {
        Schema.Field field = table.schema().field(column);
        PlannerCatalog.ColumnOrigin origin = table.origins().get(column);
        if (origin.isNumbered()) {
            SqlNode nowhere = new SqlIdentifier(field.name(), SqlParserPos.ZERO);
            Expr sequence = new Expr.Literal(origin.sequence(), SqlType.OID);
            Expr next = queries.expressions.calls.named("nextval", List.of(sequence), List.of(nowhere), nowhere);
            return binding.coercion.assignment(next, field.type(), field.name(), nowhere);
        }
        Domain domain = binding.catalog.domains(table.id()).get(column);
        String sql = origin.sql() == null && domain != null ? domain.defaultSql() : origin.sql();
        return sql == null || origin.isGenerated()
                ? Expr.Literal.ofNull(field.type())
                : expression(sql, field, Scope.NONE, "DEFAULT expressions");
    }

    /** What the columns' domains ask of a row. */
    private List<Statement.DomainCheck> domainChecks(PlannerCatalog.Stored table) {
        List<Statement.DomainCheck> checks = new ArrayList<>();
        binding.catalog.domains(table.id()).forEach((column, domain) -> checks.addAll(
                new DomainConditions(binding, domain).over(new Expr.Input(column, table.schema().type(column)))));
        for (int i = 0; i < table.schema().size(); i++) {
            checks.addAll(new AttributeDomains(binding).over(new Expr.Input(i, table.schema().type(i))));
        }
        return checks;
    }

    private Expr expression(String sql, Schema.Field field, Scope scope, String clause) {
        // The text was checked when the table was made; its places are not those of this statement.
        Binding inner = binding.forExpression(sql);
        QueryBinder binder = new QueryBinder(inner);
        SqlNode syntax = binding.syntax.expression(sql);
        Expr value = binder.expressions.bind(syntax, new Frame(scope, clause));
        return inner.coercion.assignment(value, field.type(), field.name(), syntax);
    }

    /** @param given the columns that rows bring */
    Statement.RowRules rules(Target target, List<Integer> given) {
        Statement.RowRules rules = rules(target.table(), given);
        return new Statement.RowRules(rules.checks(), rules.numbered(), rules.computed(), target.checks(),
                rules.domains(), new PartitionBinder(binding, queries).rules(target.table(), target.partition()));
    }

    /** For rows that go: nothing is asked of them but where they were. */
    Statement.RowRules placing(Target target) {
        return new Statement.RowRules(
                List.of(), List.of(), List.of(), List.of(), List.of(),
                new PartitionBinder(binding, queries).rules(target.table(), target.partition()));
    }

    /** For rows that an UPDATE makes of others: they bring all columns. */
    Statement.RowRules rules(Target target) {
        return rules(target, IntStream.range(0, target.table().schema().size()).boxed().toList());
    }

    private Statement.RowRules rules(PlannerCatalog.Stored table, List<Integer> given) {
        List<Statement.Numbered> numbered = new ArrayList<>();
        List<Statement.Computed> computed = new ArrayList<>();
        for (int i = 0; i < table.schema().size(); i++) {
            PlannerCatalog.ColumnOrigin origin = table.origins().get(i);
            if (origin.isNumbered() && !given.contains(i)) {
                numbered.add(new Statement.Numbered(i, origin.sequence()));
            } else if (origin.isGenerated()) {
                FromBinder.From from = new FromBinder(binding, queries).stored(table, Scope.NONE);
                Expr value = expression(
                        origin.sql(), table.schema().field(i), from.scope(), "column generation expressions");
                computed.add(new Statement.Computed(i, positional(value, from.rel().columns())));
            }
        }
        return new Statement.RowRules(checks(table), numbered, computed, List.of(), domainChecks(table), null);
    }

    /** 428C9 for a column whose values nobody may give. */
    SqlException notGiven(PlannerCatalog.Stored table, int column, String message) {
        PlannerCatalog.ColumnOrigin origin = table.origins().get(column);
        String name = table.schema().field(column).name();
        return new SqlException(SqlState.GENERATED_ALWAYS, message)
                .withDetail("Column \"" + name + "\" is " + (origin.isGenerated()
                        ? "a generated column."
                        : "an identity column defined as GENERATED ALWAYS."));
    }

    boolean isGivenAlways(PlannerCatalog.Stored table, int column) {
        PlannerCatalog.ColumnOrigin.Kind kind = table.origins().get(column).kind();
        return kind == PlannerCatalog.ColumnOrigin.Kind.GENERATED
                || kind == PlannerCatalog.ColumnOrigin.Kind.IDENTITY_ALWAYS;
    }

    /** The conditions a new row must not fail, over the table's columns by position. */
    private List<Statement.Check> checks(PlannerCatalog.Stored table) {
        return checks(table, table.checks(), binding);
    }

    static List<Statement.Check> checks(
            PlannerCatalog.Stored table, List<PlannerCatalog.Check> written, Binding binding) {
        List<Statement.Check> checks = new ArrayList<>();
        for (PlannerCatalog.Check check : written) {
            String sql = check.sql();
            Binding inner = binding.forExpression(sql);
            FromBinder.From from = new FromBinder(inner, new QueryBinder(inner)).stored(table, Scope.NONE);
            Expr condition = new QueryBinder(inner)
                    .expressions.condition(
                            binding.syntax.expression(sql),
                            new Frame(from.scope(), "check constraints"),
                            "CHECK");
            checks.add(new Statement.Check(check.name(), positional(condition, from.rel().columns())));
        }
        return checks;
    }

    /**
     * Compares the number of values with that of the columns of INSERT.
     *
     * @param names of the columns, where they are listed
     * @param beyond the first value too many
     */
    void requireWidth(int width, List<Integer> columns, List<SqlIdentifier> names, SqlNode beyond) {
        if (width > columns.size()) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "INSERT has more expressions than target columns")
                    .at(binding.at(beyond));
        }
        if (width < names.size()) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "INSERT has more target columns than expressions")
                    .at(binding.at(names.get(width)));
        }
    }

    /** @throws SqlException 428C9 where INSERT may not give the column's value */
    void checkGiven(SqlInsert.Overriding overriding, PlannerCatalog.Stored table, int column) {
        boolean isGenerated = table.origins().get(column).isGenerated();
        boolean isOverridden = overriding != SqlInsert.Overriding.NOTHING && !isGenerated;
        if (isGivenAlways(table, column) && !isOverridden) {
            SqlException fault = notGiven(
                    table, column,
                    "cannot insert a non-DEFAULT value into column \"" + table.schema().field(column).name() + "\"");
            throw isGenerated ? fault : fault.withHint("Use OVERRIDING SYSTEM VALUE to override.");
        }
    }

    /**
     * RETURNING over the table's columns by position; null when absent.
     *
     * @param others gets the columns of other relations that are returned: they follow the target's
     */
    Statement.Returning returning(
            SqlNodeList items, Scope scope, Target.Shown rows, List<Column> others, QueryCompiler compiler) {
        if (items == null || items.isEmpty()) {
            return null;
        }
        Frame frame = new Frame(scope, "RETURNING");
        List<SelectList.Item> bound = new SelectList(binding, queries.expressions).bind(items, frame);
        boolean hasSubqueries = frame.hasSubqueries();
        List<Expr> values = new ArrayList<>();
        List<Expr> expressions = new ArrayList<>();
        List<Schema.Field> fields = new ArrayList<>();
        for (SelectList.Item item : bound) {
            Expr value = binding.coercion.decided(item.expr(), item.node());
            Expr expr = rows.overRows(value);
            addOthers(expr, scope, rows.rows(), others);
            List<Column> columns = new ArrayList<>(rows.rows());
            columns.addAll(others);
            values.add(value);
            boolean isColumn = expr instanceof Expr.Input;
            expressions.add(hasSubqueries && !isColumn ? Expr.Literal.ofNull(expr.type()) : positional(expr, columns));
            boolean nullable = hasSubqueries || !Expressions.isNeverNull(
                    expr, id -> columns.stream().noneMatch(c -> c.id() == id && !c.nullable()));
            fields.add(new Schema.Field(item.name(), expr.type(), nullable));
        }
        RowQuery query = null;
        if (hasSubqueries) {
            addAll(scope, rows, others);
            List<Column> columns = new ArrayList<>(rows.rows());
            columns.addAll(others);
            query = new RowQueryBinder(binding, queries, compiler)
                    .bind(frame, columns, rows.computedColumns(), values);
        }
        return new Statement.Returning(expressions, new Schema(fields), query);
    }

    /** A subquery may ask for any column of the other relations. */
    private static void addAll(Scope scope, Target.Shown target, List<Column> into) {
        for (Scope.Table table : scope.tables()) {
            for (Scope.Named named : table.columns()) {
                boolean isKnown = target.rows().contains(named.column()) || into.contains(named.column())
                        || target.computed().containsKey(named.column().id());
                if (!isKnown) {
                    into.add(named.column());
                }
            }
        }
    }

    private static void addOthers(Expr expr, Scope scope, List<Column> target, List<Column> into) {
        BitSet read = Expressions.columns(expr);
        target.forEach(column -> read.clear(column.id()));
        into.forEach(column -> read.clear(column.id()));
        for (Scope.Table table : scope.tables()) {
            for (Scope.Named named : table.columns()) {
                if (read.get(named.column().id())) {
                    read.clear(named.column().id());
                    into.add(named.column());
                }
            }
        }
    }

    /** An expression over columns by number, as one over their positions. */
    static Expr positional(Expr expr, List<Column> columns) {
        Map<Integer, Expr> positions = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            positions.put(columns.get(i).id(), new Expr.Input(i, columns.get(i).type()));
        }
        return Expressions.substitute(expr, positions);
    }

    static boolean isDefault(SqlNode node) {
        return node.getKind() == SqlKind.DEFAULT;
    }

    /** The source under the statement's own WITH. */
    static SqlNode with(SqlNodeList with, SqlNode query) {
        return with == null || with.isEmpty()
                ? query
                : new SqlWith(SqlParserPos.ZERO, with, query);
    }

    static SqlType typeOf(PlannerCatalog.Stored table, int column) {
        return table.schema().type(column);
    }
}
