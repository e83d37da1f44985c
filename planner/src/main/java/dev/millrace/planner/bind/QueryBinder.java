package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Order;
import dev.millrace.planner.logical.Rel;
import dev.millrace.sql.parser.expression.SqlTracedItem;

/** Queries: SELECT, VALUES, TABLE, set operations, WITH, and what ORDER BY and LIMIT do to them. */
public final class QueryBinder {

    final Binding binding;
    final Scope root;
    final ExpressionBinder expressions;
    private final SelectBinder selects;
    final Limits limits;

    public QueryBinder(Binding binding) {
        this(binding, Scope.NONE);
    }

    /** @param root what whole statements can see */
    QueryBinder(Binding binding, Scope root) {
        this.root = root;
        this.binding = binding;
        this.expressions = new ExpressionBinder(binding, this);
        this.selects = new SelectBinder(binding, expressions, this);
        this.limits = new Limits(binding, expressions);
    }

    /** A whole query; nothing in it is of unknown type any more. */
    public BoundQuery bindStatement(SqlNode query) {
        return decided(bind(query, root), query);
    }

    /** A query as a relation: its order matters only where a LIMIT cuts it. */
    BoundQuery bindRows(SqlNode query, Scope outer) {
        return limits.asRows(decided(bind(query, outer), query));
    }

    /** A query as a relation whose rows come in an order, for what is made of them one after another. */
    BoundQuery bindOrderedRows(SqlNode query, Scope outer) {
        return limits.asOrderedRows(decided(bind(query, outer), query));
    }

    /** A query with what it keeps of unknown type: literals in its select list. */
    BoundQuery bind(SqlNode query, Scope outer) {
        return ordered(query, null, outer);
    }

    /** The query with the ORDER BY that stands behind it. */
    private BoundQuery ordered(SqlNode query, SqlOrderBy clauses, Scope outer) {
        binding.enter();
        try {
            return switch (query.getKind()) {
                case ORDER_BY -> {
                    SqlOrderBy inner = (SqlOrderBy) query;
                    yield clauses == null
                            ? ordered(inner.query, inner, outer)
                            : resort(limits.asRows(ordered(inner.query, inner, outer)), clauses, outer);
                }
                case WITH -> with((SqlWith) query, clauses, outer);
                case SELECT -> limits.apply(selects.bind((SqlSelect) query, clauses, outer), clauses, outer);
                case VALUES -> {
                    LockBinder.refuse(clauses, "cannot be applied to VALUES");
                    yield resort(new ValuesBinder(binding, expressions).bind((SqlCall) query, outer), clauses, outer);
                }
                case UNION, INTERSECT, EXCEPT -> {
                    LockBinder.refuse(clauses, "is not allowed with UNION/INTERSECT/EXCEPT");
                    yield resort(setOperation((SqlCall) query, outer), clauses, outer);
                }
                case EXPLICIT_TABLE -> resort(table((SqlCall) query, outer), clauses, outer);
                default ->
                    throw SqlException.unsupported("this form of query").at(binding.at(query));
            };
        } finally {
            binding.leave();
        }
    }

    private BoundQuery with(SqlWith with, SqlOrderBy clauses, Scope outer) {
        return ordered(with.body, clauses, declare(with.withList, outer));
    }

    /** What can be seen behind a WITH. */
    Scope declare(SqlNodeList with, Scope outer) {
        Scope scope = Scope.inside(outer);
        WithItems items = new WithItems(with, binding);
        for (SqlWithItem item : items.ordered()) {
            WithModificationsBinder.requireTop(item, binding);
            scope = declare(item, scope, items.readsItself(item));
        }
        return scope;
    }

    /** What can be seen behind a query of WITH. */
    Scope declare(SqlWithItem item, Scope scope, boolean isRecursive) {
        List<String> columns = item.columnList == null
                ? List.of()
                : item.columnList.stream().map(Object::toString).toList();
        SqlNode query = item.query;
        int added = 0;
        if (item instanceof SqlTracedItem traced) {
            TracedRecursion recursion = new TracedRecursion(traced, binding);
            query = recursion.query(isRecursive, columns, base -> bindRows(base, scope).output());
            added = recursion.added().size();
        }
        Ctes.Cte cte = new Ctes.Cte(item.name.getSimple(), columns, query, scope, isRecursive, added);
        if (isRecursive) {
            new RecursionBinder(binding, this).bind(cte);
        } else {
            bind(query, scope);
        }
        return scope.withCtes(scope.ctes().with(cte));
    }

    private BoundQuery table(SqlCall call, Scope outer) {
        FromBinder.From from = new FromBinder(binding, this).bind(call.operand(0), Scope.inside(outer));
        from.scope().columns().forEach(named -> binding.references().use(named.column(), call));
        List<Column> output = from.scope().columns().stream()
                .map(named -> new Column(
                        named.column().id(),
                        named.name(),
                        named.column().type(),
                        named.column().nullable()))
                .toList();
        return BoundQuery.unordered(from.rel(), output);
    }

    // ---- set operations ---------------------------------------------------------------------------------------------

    private BoundQuery setOperation(SqlCall call, Scope outer) {
        List<SqlNode> branches = new ArrayList<>();
        boolean isAll = ((SqlSetOperator) call.getOperator()).isAll();
        collectBranches(call, call.getKind(), isAll, branches);
        List<BoundQuery> bound = new ArrayList<>();
        for (SqlNode branch : branches) {
            BoundQuery query = limits.asRows(bind(branch, outer));
            if (!bound.isEmpty() && bound.getFirst().output().size() != query.output().size()) {
                throw new SqlException(
                                SqlState.SYNTAX_ERROR,
                                "each " + call.getKind().name() + " query must have the same number of columns")
                        .at(binding.at(first(branch)));
            }
            bound.add(query);
        }
        List<SqlType> types = commonTypes(call, branches, bound);
        List<Rel> inputs = new ArrayList<>();
        List<List<Integer>> sources = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        boolean[] nullable = new boolean[types.size()];
        for (int i = 0; i < bound.size(); i++) {
            BoundQuery typed = retype(bound.get(i), types, branches.get(i));
            inputs.add(Rel.Project.of(typed.rel(), typed.output()));
            sources.add(typed.output().stream().map(Column::id).toList());
            for (int c = 0; c < nullable.length; c++) {
                nullable[c] |= typed.output().get(c).nullable();
            }
        }
        for (int c = 0; c < types.size(); c++) {
            columns.add(binding.numbers.column(bound.getFirst().output().get(c).name(), types.get(c), nullable[c]));
        }
        return BoundQuery.unordered(combine(call.getKind(), isAll, inputs, sources, columns), columns);
    }

    /** What a branch begins with, where it has anything. */
    private static SqlNode first(SqlNode branch) {
        return branch instanceof SqlSelect select && !select.getSelectList().isEmpty()
                ? select.getSelectList().get(0)
                : branch;
    }

    /** The operands of a chain {@code a UNION b UNION c}; INTERSECT and EXCEPT stay pairs. */
    private static void collectBranches(SqlCall call, SqlKind kind, boolean isAll, List<SqlNode> into) {
        SqlNode first = call.operand(0);
        boolean isChain = kind == SqlKind.UNION
                && first.getKind() == kind
                && ((SqlSetOperator) ((SqlCall) first).getOperator()).isAll() == isAll;
        if (isChain) {
            collectBranches((SqlCall) first, kind, isAll, into);
        } else {
            into.add(first);
        }
        into.add(call.operand(1));
    }

    private List<SqlType> commonTypes(SqlCall call, List<SqlNode> branches, List<BoundQuery> bound) {
        List<SqlType> types = new ArrayList<>();
        for (int c = 0; c < bound.getFirst().output().size(); c++) {
            List<Expr> references = new ArrayList<>();
            for (BoundQuery query : bound) {
                references.add(query.output().get(c).reference());
            }
            types.add(binding.coercion.common(
                    references, branches, call.getKind().name().toUpperCase(Locale.ROOT)));
        }
        return types;
    }

    private static Rel combine(
            SqlKind kind, boolean isAll, List<Rel> inputs, List<List<Integer>> sources, List<Column> columns) {
        if (kind == SqlKind.UNION) {
            Rel union = new Rel.Union(inputs, sources, columns);
            return isAll ? union : new Rel.Distinct(union);
        }
        Plan.SetOperation.Kind operation =
                kind == SqlKind.INTERSECT ? Plan.SetOperation.Kind.INTERSECT : Plan.SetOperation.Kind.EXCEPT;
        return new Rel.SetOperation(
                operation, isAll, inputs.get(0), inputs.get(1), sources.get(0), sources.get(1), columns);
    }

    // ---- order and types of results ---------------------------------------------------------------------------------

    /** ORDER BY over a result that has only its columns' names: of set operations, VALUES, nested queries. */
    private BoundQuery resort(BoundQuery query, SqlOrderBy clauses, Scope outer) {
        if (clauses == null) {
            return query;
        }
        List<Order> order = new ArrayList<>();
        for (SqlNode item : clauses.orderList) {
            Ordering ordering = Ordering.of(item);
            int position = OutputNames.find(ordering.expression(), query.output(), "ORDER BY", binding);
            if (position < 0 && ordering.expression() instanceof SqlIdentifier name) {
                throw Names.missingColumn(name, Scope.NONE, binding);
            }
            if (position < 0) {
                throw new SqlException(
                                SqlState.FEATURE_NOT_SUPPORTED,
                                "invalid UNION/INTERSECT/EXCEPT ORDER BY clause")
                        .withDetail("Only result column names can be used, not expressions or functions.")
                        .withHint("Add the expression/function to every SELECT, or move the UNION into a FROM clause.")
                        .at(binding.at(ordering.expression()));
            }
            order.add(new Order(
                    query.output().get(position).id(),
                    ordering.direction().descending(),
                    ordering.direction().nullsFirst()));
        }
        return limits.apply(
                new BoundQuery(query.rel(), query.output(), order, null, null, false), clauses, outer);
    }

    BoundQuery decided(BoundQuery query, SqlNode at) {
        List<SqlType> types = query.output().stream()
                .map(c -> c.type().kind() == SqlType.Kind.UNKNOWN ? SqlType.TEXT : c.type())
                .toList();
        return retype(query, types, at);
    }

    /** The query with its columns converted; literals of unknown type become literals of the new one. */
    BoundQuery retype(BoundQuery query, List<SqlType> types, SqlNode at) {
        return retype(query, (column, expr) -> binding.coercion.convert(expr, types.get(column), at));
    }

    /** Converts an output column's expression. */
    interface Retyping {
        Expr convert(int column, Expr expr);
    }

    BoundQuery retype(BoundQuery query, Retyping retyping) {
        if (query.rel() instanceof Rel.Values values && query.order().isEmpty() && !query.isCut()) {
            return retypeRows(values, query, retyping);
        }
        boolean isOpen = query.rel() instanceof Rel.Project && query.order().isEmpty() && !query.isCut();
        Rel.Project top = isOpen ? (Rel.Project) query.rel() : (Rel.Project) Rel.Project.of(query.rel(),
                query.rel().columns());
        List<Expr> expressions = new ArrayList<>(top.expressions());
        List<Column> columns = new ArrayList<>(top.columns());
        List<Column> output = new ArrayList<>();
        boolean isChanged = false;
        for (int i = 0; i < query.output().size(); i++) {
            Column column = query.output().get(i);
            int at = indexOf(top.columns(), column.id());
            Expr before = top.expressions().get(at);
            Expr after = retyping.convert(i, before);
            if (after == before) {
                output.add(column);
                continue;
            }
            isChanged = true;
            Column converted = binding.numbers.column(column.name(), after.type(), column.nullable());
            expressions.add(after);
            columns.add(converted);
            output.add(converted);
        }
        if (!isChanged) {
            return query;
        }
        Rel rel = new Rel.Project(top.input(), expressions, columns);
        return new BoundQuery(rel, output, query.order(), query.limit(), query.offset(), query.withTies());
    }

    private BoundQuery retypeRows(Rel.Values values, BoundQuery query, Retyping retyping) {
        List<List<Expr>> rows = new ArrayList<>();
        for (List<Expr> row : values.rows()) {
            List<Expr> converted = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                converted.add(retyping.convert(i, row.get(i)));
            }
            rows.add(converted);
        }
        if (rows.equals(values.rows())) {
            return query;
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < values.columns().size(); i++) {
            Column column = values.columns().get(i);
            columns.add(binding.numbers.column(column.name(), rows.getFirst().get(i).type(), column.nullable()));
        }
        return BoundQuery.unordered(new Rel.Values(rows, columns), columns);
    }

    private static int indexOf(List<Column> columns, int id) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).id() == id) {
                return i;
            }
        }
        throw new IllegalStateException("output column " + id + " is not produced");
    }

    static SqlNodeList orderOf(SqlOrderBy clauses) {
        return clauses == null ? SqlNodeList.EMPTY : clauses.orderList;
    }
}
