package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.PartitionDefinition;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Statement;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.sql.parser.statement.AlterChange;
import dev.millrace.sql.parser.statement.ColumnDefinition;
import dev.millrace.sql.parser.statement.PartitionClause;

/** Partitions: what rows are told apart by, which rows a partition takes, and how rows that are written find theirs. */
final class PartitionBinder {

    private static final int PARTS_MAX = 32;

    private final Binding binding;
    private final QueryBinder queries;

    PartitionBinder(Binding binding, QueryBinder queries) {
        this.binding = binding;
        this.queries = queries;
    }

    /** @throws SqlException 42809 for what is no table, 42P17 for a table that has no partitions */
    PlannerCatalog.Stored parent(SqlIdentifier name) {
        PlannerCatalog.Relation relation = new FromBinder(binding, queries).resolve(name);
        if (!binding.catalog.table(relation.id()).map(PlannerCatalog.Stored::isUpdatable).orElse(false)) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "inherited relation \"" + relation.name() + "\" is not a table or foreign table");
        }
        if (binding.catalog.partitionKey(relation.id()).isEmpty()) {
            throw new SqlException(
                    SqlState.INVALID_OBJECT_DEFINITION, "\"" + relation.name() + "\" is not partitioned");
        }
        return binding.catalog.table(relation.id()).orElseThrow();
    }

    PartitionDefinition definition(
            PartitionClause clause, PlannerCatalog.Stored parent, Scope scope) {
        PartitionDefinition.Key key = binding.catalog.partitionKey(parent.id()).orElseThrow();
        List<String> names = parent.schema().fields().stream().map(Schema.Field::name).toList();
        return new PartitionDefinition(
                parent.id(), bound(clause.bound(), key, parent),
                clause.strategy() == null ? null : key(clause, names, scope));
    }

    // ---- PARTITION BY -----------------------------------------------------------------------------------------------

    /** @param names of the table's columns; the scope may be without some of them */
    PartitionDefinition.Key key(PartitionClause clause, List<String> names, Scope scope) {
        PartitionDefinition.Strategy strategy;
        try {
            strategy = PartitionDefinition.Strategy.valueOf(clause.strategy().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "unrecognized partitioning strategy \"" + clause.strategy() + "\"");
        }
        if (strategy == PartitionDefinition.Strategy.LIST && clause.keys().size() > 1) {
            throw wrong("cannot use \"list\" partition strategy with more than one column");
        }
        if (clause.keys().size() > PARTS_MAX) {
            throw new SqlException("54011", "cannot partition using more than " + PARTS_MAX + " columns");
        }
        List<PartitionDefinition.Part> parts = new ArrayList<>();
        for (SqlNode node : clause.keys()) {
            parts.add(part(node, names, scope));
        }
        return new PartitionDefinition.Key(strategy, parts);
    }

    private PartitionDefinition.Part part(SqlNode node, List<String> names, Scope scope) {
        if (node instanceof SqlIdentifier name && name.isSimple()) {
            Column column = scope.columns().stream()
                    .filter(named -> named.name().equals(name.getSimple()))
                    .map(Scope.Named::column)
                    .findFirst()
                    .orElseThrow(() -> new SqlException(
                                    SqlState.UNDEFINED_COLUMN,
                                    "column \"" + name.getSimple() + "\" named in partition key does not exist")
                            .at(binding.at(name)));
            return new PartitionDefinition.Part(names.indexOf(name.getSimple()), null, column.type(), List.of());
        }
        Frame frame = new Frame(scope, "partition key expressions");
        Expr value = binding.coercion.decided(queries.expressions.bind(node, frame), node);
        if (frame.hasSubqueries()) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "cannot use subquery in partition key expression");
        }
        GeneratedColumns generated = new GeneratedColumns(binding, queries);
        if (generated.isAny(value, Volatility.STABLE) || generated.isAny(value, Volatility.VOLATILE)) {
            throw wrong("functions in partition key expression must be marked IMMUTABLE");
        }
        if (Expressions.columns(value).isEmpty()) {
            throw wrong("cannot use constant expression as partition key");
        }
        List<Integer> reads = scope.columns().stream()
                .filter(named -> Expressions.columns(value).get(named.column().id()))
                .map(named -> names.indexOf(named.name()))
                .toList();
        return new PartitionDefinition.Part(-1, KeptText.of(node, binding), value.type(), reads);
    }

    private static SqlException wrong(String message) {
        return new SqlException(SqlState.INVALID_OBJECT_DEFINITION, message);
    }

    // ---- FOR VALUES -------------------------------------------------------------------------------------------------

    private PartitionDefinition.Bound bound(
            PartitionClause.Bound bound, PartitionDefinition.Key key, PlannerCatalog.Stored parent) {
        int at = binding.source.position(bound.pos());
        if (bound.kind() == PartitionClause.Kind.DEFAULT) {
            if (key.strategy() == PartitionDefinition.Strategy.HASH) {
                throw invalid("a hash-partitioned table may not have a default partition");
            }
            return new PartitionDefinition.Bound(null, List.of(), List.of(), 0, 0, at);
        }
        if (!bound.kind().name().equals(key.strategy().name())) {
            String strategy = key.strategy().name().toLowerCase(Locale.ROOT);
            throw invalid("invalid bound specification for a " + strategy + " partition").at(at);
        }
        return switch (key.strategy()) {
            case LIST -> {
                List<PartitionDefinition.Datum> values = new ArrayList<>();
                for (SqlNode node : bound.from()) {
                    values.add(datum(node, key, 0, parent, false));
                }
                yield new PartitionDefinition.Bound(key.strategy(), values, List.of(), 0, 0, at);
            }
            case RANGE -> new PartitionDefinition.Bound(
                    key.strategy(), range(bound.from(), "FROM", key, parent), range(bound.to(), "TO", key, parent), 0,
                    0, at);
            case HASH -> {
                if (bound.modulus() <= 0) {
                    throw invalid("modulus for hash partition must be an integer value greater than zero");
                }
                if (bound.remainder() < 0) {
                    throw invalid(
                            "remainder for hash partition must be an integer value greater than or equal to zero");
                }
                if (bound.remainder() >= bound.modulus()) {
                    throw invalid("remainder for hash partition must be less than modulus");
                }
                yield new PartitionDefinition.Bound(
                        key.strategy(), List.of(), List.of(), bound.modulus(), bound.remainder(), at);
            }
        };
    }

    private static SqlException invalid(String message) {
        return new SqlException(SqlState.INVALID_TABLE_DEFINITION, message);
    }

    private List<PartitionDefinition.Datum> range(
            List<SqlNode> nodes, String side, PartitionDefinition.Key key, PlannerCatalog.Stored parent) {
        if (nodes.size() != key.parts().size()) {
            throw invalid(side + " must specify exactly one value per partitioning column");
        }
        List<PartitionDefinition.Datum> values = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            PartitionDefinition.Datum datum = datum(nodes.get(i), key, i, parent, true);
            PartitionDefinition.Datum before = values.isEmpty() ? datum : values.getLast();
            if (before.end() != 0 && datum.end() != before.end()) {
                String word = before.end() < 0 ? "MINVALUE" : "MAXVALUE";
                throw new SqlException(
                        SqlState.DATATYPE_MISMATCH, "every bound following " + word + " must also be " + word)
                        .at(datum.at());
            }
            values.add(datum);
        }
        return values;
    }

    private PartitionDefinition.Datum datum(
            SqlNode node, PartitionDefinition.Key key, int part, PlannerCatalog.Stored parent, boolean isRange) {
        int at = binding.at(node);
        if (node instanceof SqlIdentifier name) {
            boolean isMin = name.isSimple() && name.getSimple().equals("minvalue");
            if (isRange && (isMin || name.isSimple() && name.getSimple().equals("maxvalue"))) {
                return new PartitionDefinition.Datum(null, isMin ? -1 : 1, at);
            }
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "cannot use column reference in partition bound expression")
                    .at(at);
        }
        Frame frame = new Frame(Scope.NONE, "partition bound");
        Expr value = queries.expressions.bind(node, frame);
        if (frame.hasSubqueries()) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "cannot use subquery in partition bound").at(at);
        }
        PartitionDefinition.Part own = key.parts().get(part);
        String name = own.column() < 0 ? own.sql() : parent.schema().field(own.column()).name();
        Expr assigned = binding.coercion.assignment(value, own.type(), name, node);
        return new PartitionDefinition.Datum(
                assigned.type().equals(own.type()) ? assigned : new Expr.Cast(assigned, own.type(), true), 0, at);
    }

    // ---- the columns of a partition ---------------------------------------------------------------------------------

    /** What a partition says of its parent's columns, which have the parent's types. */
    List<Statement.ColumnDefinition> overrides(List<ColumnDefinition> columns, PlannerCatalog.Stored parent) {
        List<Statement.ColumnDefinition> overrides = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (ColumnDefinition column : columns) {
            String name = column.name().getSimple();
            int position = parent.schema().indexOf(name);
            if (position < 0 || parent.isHidden(position)) {
                throw new SqlException(SqlState.UNDEFINED_COLUMN, "column \"" + name + "\" does not exist");
            }
            if (!seen.add(name)) {
                throw TableBinder.duplicate(name);
            }
            if (column.generated() != null || column.identity() != ColumnDefinition.Identity.NONE) {
                throw SqlException.unsupported("a generated column of one partition").at(binding.at(column.name()));
            }
            Schema.Field field = parent.schema().field(position);
            String defaultSql = null;
            if (column.defaultValue() != null) {
                defaultSql = KeptText.of(column.defaultValue(), binding);
                Expr value = queries.expressions.bind(
                        column.defaultValue(), new Frame(Scope.NONE, "DEFAULT expressions"));
                binding.coercion.assignment(value, field.type(), name, column.defaultValue());
            }
            overrides.add(new Statement.ColumnDefinition(
                    name, field.type(), !column.notNull(), defaultSql, null, null));
        }
        return overrides;
    }

    // ---- ALTER TABLE ------------------------------------------------------------------------------------------------

    PartitionDefinition.Change change(AlterChange.ChangePartition change, PlannerCatalog.Stored table) {
        PartitionDefinition.Key key = binding.catalog.partitionKey(table.id())
                .orElseThrow(() -> wrong("table \"" + table.name() + "\" is not partitioned"));
        Statement.QualifiedName name = StatementBinder.name(change.partition());
        new FromBinder(binding, queries).resolve(change.partition());
        return new PartitionDefinition.Change(
                name, change.bound() == null ? null : bound(change.bound(), key, table));
    }

    /** The whole table as it is to who writes to it through a partition, which may have other defaults. */
    static PlannerCatalog.Stored withDefaultsOf(
            long partition, PlannerCatalog.Stored table, PlannerCatalog catalog) {
        PlannerCatalog.Stored own = partition == 0 ? null : catalog.table(partition).orElseThrow();
        PlannerCatalog.Stored whole = table;
        for (int i = 0; own != null && i < own.schema().size(); i++) {
            PlannerCatalog.ColumnOrigin origin = own.origins().get(i);
            int position = own.isHidden(i) ? -1 : table.schema().indexOf(own.schema().field(i).name());
            if (position >= 0 && origin.kind() == PlannerCatalog.ColumnOrigin.Kind.DEFAULT) {
                whole = whole.with(position, table.schema().field(position), origin);
            }
        }
        return whole;
    }

    // ---- rows that are written --------------------------------------------------------------------------------------

    /** @param within the partition that rows have to be of, or 0; null for a table without partitions */
    PartitionDefinition.Rules rules(PlannerCatalog.Stored table, long within) {
        PartitionDefinition.Layout layout = binding.catalog.partitions(table.id()).orElse(null);
        if (layout == null) {
            return null;
        }
        Map<Long, List<Expr>> keys = new TreeMap<>();
        layout.keys().forEach((partitioned, texts) ->
                keys.put(partitioned, texts.stream().map(text -> value(text, table)).toList()));
        List<PartitionDefinition.Leaf<Statement.Check>> leaves = layout.leaves().stream()
                .map(leaf -> new PartitionDefinition.Leaf<>(
                        leaf.partition(), Targets.checks(table, leaf.checks(), binding), leaf.notNull()))
                .toList();
        return new PartitionDefinition.Rules(keys, leaves, within);
    }

    private Expr value(String sql, PlannerCatalog.Stored table) {
        Binding inner = binding.forExpression(sql);
        QueryBinder binder = new QueryBinder(inner);
        FromBinder.From from = new FromBinder(inner, binder).stored(table, Scope.NONE);
        Expr value = binder.expressions.bind(
                inner.syntax.expression(sql), new Frame(from.scope(), "partition key expressions"));
        return Targets.positional(value, from.rel().columns());
    }
}
