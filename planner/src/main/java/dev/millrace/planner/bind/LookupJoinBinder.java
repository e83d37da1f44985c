package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.LookupJoin;
import dev.millrace.planner.logical.Rel;

/**
 * {@code l JOIN d FOR SYSTEM_TIME AS OF now() ON l.k = d.k} in what is kept up to date: each row of {@code l} keeps
 * what {@code d} was when it came. Bound as a join like others, and then turned.
 */
final class LookupJoinBinder {

    private final Binding binding;
    private final QueryBinder queries;

    LookupJoinBinder(Binding binding, QueryBinder queries) {
        this.binding = binding;
        this.queries = queries;
    }

    /** The item of FROM without its FOR SYSTEM_TIME AS OF now(); null where it says nothing like that. */
    SqlNode dimension(SqlNode item, Scope around) {
        if (!binding.isKept()) {
            return null;
        }
        if (item.getKind() == SqlKind.AS) {
            List<SqlNode> operands = new ArrayList<>(((SqlCall) item).getOperandList());
            SqlNode named = dimension(operands.getFirst(), around);
            if (named == null) {
                return null;
            }
            operands.set(0, named);
            return SqlStdOperatorTable.AS.createCall(item.getParserPosition(), operands);
        }
        return item.getKind() == SqlKind.SNAPSHOT && isNow(((SqlCall) item).operand(1), around)
                ? ((SqlCall) item).operand(0)
                : null;
    }

    private boolean isNow(SqlNode time, Scope around) {
        boolean mayBe = time instanceof SqlCall call && call.operandCount() == 0
                || time instanceof SqlIdentifier name && name.isSimple()
                        && name.getSimple().equalsIgnoreCase("current_timestamp");
        if (!mayBe) {
            return false;
        }
        Frame frame = new Frame(around, "FOR SYSTEM_TIME");
        return queries.expressions.bind(time, frame) instanceof Expr.Now;
    }

    /** @param joined what was bound as if the right side were a relation like others */
    Rel turned(Rel joined, SqlJoin at) {
        return switch (joined) {
            case Rel.Filter filter when filter.input() instanceof Rel.Join join && join.kind() == JoinKind.INNER ->
                turned(join, Expressions.and(List.of(join.condition(), filter.condition())), at);
            case Rel.Join join -> turned(join, join.condition(), at);
            case Rel other -> throw unsupported(at);
        };
    }

    private Rel turned(Rel.Join join, Expr condition, SqlJoin at) {
        boolean isOuter = join.kind() == JoinKind.LEFT;
        if (!isOuter && join.kind() != JoinKind.INNER) {
            throw SqlException.unsupported("FOR SYSTEM_TIME AS OF now() on the side that a join keeps")
                    .withHint("Write l [LEFT] JOIN d FOR SYSTEM_TIME AS OF now() ON l.k = d.k.")
                    .at(binding.at(at));
        }
        KeyedSide left = new KeyedSide(binding, join.left());
        KeyedSide right = new KeyedSide(binding, join.right());
        List<Expr> others = new ArrayList<>();
        for (Expr part : Expressions.conjuncts(condition)) {
            List<Expr> sides = KeyedSide.sides(part, "=", left, right);
            if (sides == null) {
                others.add(part);
            } else {
                sides = KeyedSide.alike(sides, at, binding);
                left.addKey(sides.get(0));
                right.addKey(sides.get(1));
            }
        }
        if (left.keys().isEmpty() || isOuter && !others.isEmpty()) {
            throw unsupported(at);
        }
        Rel lookup = new LookupJoin(left.extended(), right.extended(), isOuter, left.keys(), right.keys());
        return others.isEmpty() ? lookup : new Rel.Filter(lookup, Expressions.and(others));
    }

    private SqlException unsupported(SqlJoin at) {
        return SqlException.unsupported("a join FOR SYSTEM_TIME AS OF now() on other conditions than equalities")
                .withHint("Filter the sides before they are joined, or the result in WHERE.")
                .at(binding.at(at));
    }
}
