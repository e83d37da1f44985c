package dev.millrace.planner.bind;

import java.util.List;
import java.util.Map;

import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlAsofJoin;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.AsofJoin.Match;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.bind.FromBinder.From;
import dev.millrace.planner.logical.AsofJoin;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Rel;

/** {@code l ASOF [LEFT] JOIN r MATCH_CONDITION (l.ts >= r.ts) ON l.k = r.k}: equal keys and one comparison of times. */
final class AsofJoinBinder {

    private static final Map<String, Match> MATCHES = Map.of(
            ">=", Match.AT_OR_BEFORE, ">", Match.BEFORE, "<=", Match.AT_OR_AFTER, "<", Match.AFTER);
    /** The same comparison, said from the other side. */
    private static final Map<String, String> TURNED = Map.of(">=", "<=", ">", "<", "<=", ">=", "<", ">");

    private final Binding binding;
    private final JoinBinder joins;
    private final FromBinder items;
    private final QueryBinder queries;

    AsofJoinBinder(Binding binding, JoinBinder joins, FromBinder items, QueryBinder queries) {
        this.binding = binding;
        this.joins = joins;
        this.items = items;
        this.queries = queries;
    }

    From bind(SqlAsofJoin join, Scope around) {
        From left = items.bind(join.getLeft(), around);
        From right = items.bind(join.getRight(), around);
        joins.requireDistinctNames(left.scope(), right.scope(), join);
        boolean isOuter = join.getJoinType() == JoinType.LEFT_ASOF;
        Scope both = left.scope().with(JoinBinder.nullable(right.scope(), isOuter));
        KeyedSide leftSide = new KeyedSide(binding, left.rel());
        KeyedSide rightSide = new KeyedSide(binding, right.rel());
        for (Expr condition : Expressions.conjuncts(condition(join.getCondition(), both, "JOIN/ON"))) {
            List<Expr> sides = KeyedSide.sides(condition, "=", leftSide, rightSide);
            if (sides == null) {
                throw SqlException.unsupported("an ASOF JOIN on other conditions than equalities of both sides")
                        .withHint("Filter the sides before they are joined, or the result in WHERE.")
                        .at(binding.at(join.getCondition()));
            }
            sides = KeyedSide.alike(sides, join.getCondition(), binding);
            leftSide.addKey(sides.get(0));
            rightSide.addKey(sides.get(1));
        }
        SqlNode matchNode = join.getMatchCondition();
        Expr match = condition(matchNode, both, "MATCH_CONDITION");
        for (String operator : MATCHES.keySet()) {
            List<Expr> times = KeyedSide.sides(match, operator, leftSide, rightSide);
            if (times != null) {
                boolean isTurned = !leftSide.provides(match.operands().getFirst());
                times = KeyedSide.alike(times, matchNode, binding);
                int leftTime = leftSide.column(times.get(0));
                int rightTime = rightSide.column(times.get(1));
                Rel joined = new AsofJoin(
                        leftSide.extended(),
                        rightSide.extended(),
                        isOuter,
                        MATCHES.get(isTurned ? TURNED.get(operator) : operator),
                        leftSide.keys(),
                        rightSide.keys(),
                        leftTime,
                        rightTime);
                return new From(joined, both);
            }
        }
        throw new SqlException(
                        SqlState.INVALID_COLUMN_REFERENCE,
                        "MATCH_CONDITION must compare both sides by one of >=, >, <= and <")
                .withHint("Write MATCH_CONDITION (l.ts >= r.ts).")
                .at(binding.at(matchNode));
    }

    private Expr condition(SqlNode node, Scope both, String clause) {
        Frame frame = new Frame(both, clause);
        Expr condition = queries.expressions.condition(node, frame, clause);
        if (frame.hasSubqueries()) {
            throw SqlException.unsupported("a subquery in the condition of an ASOF JOIN").at(binding.at(node));
        }
        return condition;
    }
}
