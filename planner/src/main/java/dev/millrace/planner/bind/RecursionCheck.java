package dev.millrace.planner.bind;

import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** Where a query reads a WITH query of some name in FROM, and what stands around it there. */
final class RecursionCheck {

    /** What a reference may stand in, as far as a recursion cares. */
    private enum Around {
        NOTHING(null),
        BASE("its non-recursive term"),
        SUBQUERY("a subquery"),
        OUTER_JOIN("an outer join"),
        INTERSECT("INTERSECT"),
        EXCEPT("EXCEPT");

        private final String spelling;

        Around(String spelling) {
            this.spelling = spelling;
        }
    }

    private final String name;
    /** Null when it is only asked whether there are references at all. */
    private final Binding binding;
    private int references;
    private Around around = Around.NOTHING;

    private RecursionCheck(String name, Binding binding) {
        this.name = name;
        this.binding = binding;
    }

    static boolean refersTo(SqlNode query, String name) {
        RecursionCheck check = new RecursionCheck(name, null);
        check.query(query);
        return check.references > 0;
    }

    /** @throws SqlException 42P19 where a term reads its own recursion in a way that has no meaning */
    static void check(SqlNode base, SqlNode term, String name, Binding binding) {
        RecursionCheck check = new RecursionCheck(name, binding);
        check.within(Around.BASE, () -> check.query(base));
        check.query(term);
    }

    /** Whether a FROM clause itself, not a query within it, reads a recursion that is being bound. */
    static boolean readsRecursion(SqlNode from, Ctes ctes) {
        return switch (from.getKind()) {
            case IDENTIFIER -> {
                Ctes.Cte cte = ((SqlIdentifier) from).isSimple() ? ctes.find(((SqlIdentifier) from).getSimple()) : null;
                yield cte != null && cte.rows() != null;
            }
            case AS, TABLE_REF -> readsRecursion(((SqlCall) from).operand(0), ctes);
            case JOIN -> readsRecursion(((SqlJoin) from).getLeft(), ctes)
                    || readsRecursion(((SqlJoin) from).getRight(), ctes);
            default -> false;
        };
    }

    private void within(Around what, Runnable walk) {
        Around before = around;
        around = what;
        walk.run();
        around = before;
    }

    // ---- queries ----------------------------------------------------------------------------------------------------

    private void query(SqlNode query) {
        switch (query.getKind()) {
            case ORDER_BY -> {
                SqlOrderBy ordered = (SqlOrderBy) query;
                query(ordered.query);
                expressions(ordered.orderList);
            }
            case WITH -> with((SqlWith) query);
            case SELECT -> select((SqlSelect) query);
            case UNION -> ((SqlCall) query).getOperandList().forEach(this::query);
            case INTERSECT, EXCEPT -> setOperation((SqlCall) query);
            case EXPLICIT_TABLE -> from(query);
            default -> expressions(query);
        }
    }

    private void with(SqlWith with) {
        for (SqlNode node : with.withList) {
            SqlWithItem item = (SqlWithItem) node;
            boolean hides = item.name.getSimple().equals(name);
            boolean isRecursive = item.recursive != null && item.recursive.booleanValue();
            if (!hides || !isRecursive) {
                query(item.query);
            }
            if (hides) {
                return;
            }
        }
        query(with.body);
    }

    private void select(SqlSelect select) {
        if (select.getFrom() != null) {
            from(select.getFrom());
        }
        for (SqlNode part : select.getOperandList()) {
            if (part != null && part != select.getFrom()) {
                expressions(part);
            }
        }
    }

    private void setOperation(SqlCall call) {
        Around what = call.getKind() == SqlKind.INTERSECT ? Around.INTERSECT : Around.EXCEPT;
        boolean isAll = ((SqlSetOperator) call.getOperator()).isAll();
        boolean allowsLeft = !isAll;
        boolean allowsRight = !isAll && what == Around.INTERSECT;
        side(call.operand(0), allowsLeft ? around : what);
        side(call.operand(1), allowsRight ? around : what);
    }

    private void side(SqlNode query, Around what) {
        within(what, () -> query(query));
    }

    // ---- FROM -------------------------------------------------------------------------------------------------------

    private void from(SqlNode item) {
        switch (item.getKind()) {
            case IDENTIFIER -> {
                if (((SqlIdentifier) item).isSimple() && ((SqlIdentifier) item).getSimple().equals(name)) {
                    found(item);
                }
            }
            case AS, LATERAL, TABLE_REF, EXPLICIT_TABLE -> from(((SqlCall) item).operand(0));
            case JOIN -> join((SqlJoin) item);
            case SELECT, UNION, INTERSECT, EXCEPT, VALUES, WITH, ORDER_BY -> query(item);
            default -> expressions(item);
        }
    }

    private void join(SqlJoin join) {
        JoinType type = join.getJoinType();
        boolean padsLeft = type == JoinType.RIGHT || type == JoinType.FULL;
        boolean padsRight = type == JoinType.LEFT || type == JoinType.FULL;
        within(padsLeft ? Around.OUTER_JOIN : around, () -> from(join.getLeft()));
        within(padsRight ? Around.OUTER_JOIN : around, () -> from(join.getRight()));
        if (join.getCondition() != null) {
            expressions(join.getCondition());
        }
    }

    private void found(SqlNode at) {
        references++;
        if (binding == null) {
            return;
        }
        if (around != Around.NOTHING) {
            throw fault("must not appear within " + around.spelling, at);
        }
        if (references > 1) {
            throw fault("must not appear more than once", at);
        }
    }

    private SqlException fault(String what, SqlNode at) {
        return new SqlException(
                        SqlState.INVALID_RECURSION, "recursive reference to query \"" + name + "\" " + what)
                .at(binding.at(at));
    }

    // ---- expressions ------------------------------------------------------------------------------------------------

    /** Queries within expressions. */
    private void expressions(SqlNode node) {
        switch (node) {
            case null -> {
                // An operand that is left out.
            }
            case SqlNodeList list -> list.forEach(this::expressions);
            case SqlCall call when isQuery(call) -> within(Around.SUBQUERY, () -> query(call));
            case SqlCall call -> call.getOperandList().forEach(this::expressions);
            default -> {
                // Names and literals hold no queries.
            }
        }
    }

    private static boolean isQuery(SqlCall call) {
        return switch (call.getKind()) {
            case SELECT, UNION, INTERSECT, EXCEPT, WITH, ORDER_BY -> true;
            default -> false;
        };
    }
}
