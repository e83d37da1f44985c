package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlAsofJoin;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.bind.FromBinder.From;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Rel;

/** Joins in FROM: ON, USING and NATURAL, comma lists, LATERAL. */
final class JoinBinder {

    private final Binding binding;
    private final FromBinder items;
    private final QueryBinder queries;

    JoinBinder(Binding binding, FromBinder items, QueryBinder queries) {
        this.binding = binding;
        this.items = items;
        this.queries = queries;
    }

    From bind(SqlJoin join, Scope around) {
        if (join instanceof SqlAsofJoin asof) {
            return new AsofJoinBinder(binding, this, items, queries).bind(asof, around);
        }
        From left = items.bind(join.getLeft(), around);
        boolean isLateral = FromBinder.isLateral(join.getRight());
        LookupJoinBinder lookups = new LookupJoinBinder(binding, queries);
        SqlNode dimension = lookups.dimension(join.getRight(), around);
        SqlNode item = dimension == null ? join.getRight() : dimension;
        From right = isLateral
                ? binding.levels.beside(left.scope(), FromBinder.isFunction(unnamed(item)), () -> items
                        .bind(item, Scope.inside(left.scope())))
                : items.bind(item, around);
        requireDistinctNames(left.scope(), right.scope(), join);
        JoinKind kind = kind(join);
        boolean isDependent = isLateral && refersTo(right.rel(), left.rel());
        if (isDependent && (kind == JoinKind.RIGHT || kind == JoinKind.FULL)) {
            throw new SqlException(
                            SqlState.INVALID_COLUMN_REFERENCE,
                            "the combining JOIN type must be INNER or LEFT for a LATERAL reference")
                    .at(binding.at(join.getRight()));
        }
        Scope both = nullable(left.scope(), kind.keepsUnmatchedRight())
                .with(nullable(right.scope(), kind.keepsUnmatchedLeft()));
        boolean isMerging = join.isNatural() || join.getConditionType() == JoinConditionType.USING;
        From plain = isMerging
                ? merged(join, left, right, kind, both, isDependent)
                : on(join, left, right, kind, both, isDependent);
        From joined = plain.ofJoined(left, right);
        return dimension == null ? joined : new From(lookups.turned(joined.rel(), join), joined.scope());
    }

    private static SqlNode unnamed(SqlNode item) {
        return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
    }

    private JoinKind kind(SqlJoin join) {
        JoinType type = join.getJoinType();
        return switch (type) {
            case INNER, CROSS, COMMA -> JoinKind.INNER;
            case LEFT -> JoinKind.LEFT;
            case RIGHT -> JoinKind.RIGHT;
            case FULL -> JoinKind.FULL;
            case ASOF, LEFT_ASOF -> throw new SqlException(SqlState.SYNTAX_ERROR, "ASOF JOIN requires MATCH_CONDITION")
                    .withHint("Write l ASOF JOIN r MATCH_CONDITION (l.ts >= r.ts) ON l.k = r.k.")
                    .at(binding.at(join));
            default -> throw SqlException.unsupported("this kind of join").at(binding.at(join));
        };
    }

    private static boolean refersTo(Rel right, Rel left) {
        BitSet free = Expressions.free(right);
        free.and(Expressions.columns(left));
        return !free.isEmpty();
    }

    void requireDistinctNames(Scope left, Scope right, SqlJoin join) {
        Set<String> names = new LinkedHashSet<>();
        left.tables().forEach(table -> names.add(table.schema() + "." + table.name()));
        for (Scope.Table table : right.tables()) {
            if (!table.name().isEmpty() && names.contains(table.schema() + "." + table.name())) {
                throw new SqlException(
                                SqlState.DUPLICATE_ALIAS,
                                "table name \"" + table.name() + "\" specified more than once")
                        .at(binding.at(join.getRight()));
            }
        }
    }

    static Scope nullable(Scope scope, boolean becomesNullable) {
        if (!becomesNullable) {
            return scope;
        }
        List<Scope.Table> tables = scope.tables().stream()
                .map(t -> new Scope.Table(
                        t.schema(), t.name(), nullable(t.columns()), t.stored(), t.relation(), true))
                .toList();
        return new Scope(tables, nullable(scope.columns()), scope.outer(), scope.ctes());
    }

    private static List<Scope.Named> nullable(List<Scope.Named> columns) {
        return columns.stream()
                .map(c -> new Scope.Named(c.name(), c.column().asNullable()))
                .toList();
    }

    static Rel join(Rel left, Rel right, JoinKind kind, Expr condition, boolean isDependent) {
        return isDependent
                ? new Rel.Apply(left, right, kind, condition)
                : new Rel.Join(left, right, kind, condition);
    }

    private From on(SqlJoin join, From left, From right, JoinKind kind, Scope both, boolean isDependent) {
        if (join.getCondition() == null) {
            JoinType type = join.getJoinType();
            if (type != JoinType.CROSS && type != JoinType.COMMA) {
                throw new SqlException(SqlState.SYNTAX_ERROR, "JOIN requires ON or USING")
                        .withHint("Write CROSS JOIN for every pair of rows.")
                        .at(binding.at(join.getRight()));
            }
            return new From(join(left.rel(), right.rel(), kind, Expr.Literal.TRUE, isDependent), both);
        }
        Frame frame = new Frame(both, "JOIN/ON");
        if (kind == JoinKind.INNER) {
            Expr condition = queries.expressions.conjunction(join.getCondition(), frame, "JOIN/ON");
            Rel joined = frame.attach(join(left.rel(), right.rel(), kind, Expr.Literal.TRUE, isDependent));
            return new From(
                    Expressions.isTrue(condition) ? joined : new Rel.Filter(joined, condition), both);
        }
        Expr condition = queries.expressions.condition(join.getCondition(), frame, "JOIN/ON");
        Rel joined = new JoinConditions(binding).outer(
                left.rel(), right.rel(), kind, condition, frame, isDependent, join.getCondition());
        return new From(joined, both);
    }

    // ---- USING and NATURAL ------------------------------------------------------------------------------------------

    private From merged(SqlJoin join, From left, From right, JoinKind kind, Scope both, boolean isDependent) {
        SqlNode using = join.getCondition();
        SqlIdentifier alias = using instanceof SqlCall named ? named.operand(1) : null;
        SqlNodeList written = alias == null ? (SqlNodeList) using : ((SqlCall) using).operand(0);
        List<String> names = join.isNatural()
                ? common(left.scope(), right.scope())
                : written.stream().map(node -> ((SqlIdentifier) node).getSimple()).toList();
        if (binding.meanings != null) {
            binding.meanings.merged(join, names);
        }
        List<Expr> equalities = new ArrayList<>();
        List<Scope.Named> mergedColumns = new ArrayList<>();
        List<Expr> computed = new ArrayList<>();
        List<Column> computedColumns = new ArrayList<>();
        for (String name : names) {
            Column ours = only(name, left.scope(), "left", join);
            Column theirs = only(name, right.scope(), "right", join);
            Expr equality = queries.expressions.calls.operator(
                    "=", List.of(ours.reference(), theirs.reference()), List.of(), join);
            equalities.add(equality);
            if (kind == JoinKind.FULL) {
                List<Expr> sides = List.of(ours.reference(), theirs.reference());
                SqlType type = binding.coercion.common(sides, List.of(join, join), "JOIN/USING");
                Column merged = binding.numbers.column(name, type, true);
                computed.add(new Expr.Coalesce(binding.coercion.convertAll(sides, type, List.of(join, join)), type));
                computedColumns.add(merged);
                mergedColumns.add(new Scope.Named(name, merged));
            } else {
                mergedColumns.add(new Scope.Named(name, kind == JoinKind.RIGHT ? theirs : ours));
            }
        }
        Rel joined = join(left.rel(), right.rel(), kind, Expressions.and(equalities), isDependent);
        joined = Rel.Project.extend(joined, computed, computedColumns);
        List<Scope.Named> columns = new ArrayList<>(mergedColumns);
        both.columns().stream().filter(c -> !names.contains(c.name())).forEach(columns::add);
        Scope scope = both.withColumns(columns);
        if (alias == null) {
            return new From(joined, scope);
        }
        Scope named = Scope.of(new Scope.Table(null, alias.getSimple(), mergedColumns, null), Scope.NONE);
        requireDistinctNames(both, named, join);
        return new From(joined, scope.with(named).withColumns(columns));
    }

    private static List<String> common(Scope left, Scope right) {
        Set<String> names = new LinkedHashSet<>();
        left.columns().forEach(column -> names.add(column.name()));
        Set<String> others = new LinkedHashSet<>();
        right.columns().forEach(column -> others.add(column.name()));
        names.retainAll(others);
        return List.copyOf(names);
    }

    private Column only(String name, Scope scope, String side, SqlNode at) {
        List<Column> found = scope.unqualified(name);
        if (found.isEmpty()) {
            throw new SqlException(
                            SqlState.UNDEFINED_COLUMN,
                            "column \"" + name + "\" specified in USING clause does not exist in " + side + " table")
                    .at(binding.at(at));
        }
        if (found.size() > 1) {
            throw new SqlException(
                            SqlState.AMBIGUOUS_COLUMN,
                            "common column name \"" + name + "\" appears more than once in " + side + " table")
                    .at(binding.at(at));
        }
        binding.references().use(found.getFirst(), at);
        return found.getFirst();
    }
}
