package dev.millrace.planner.logical;

import java.util.List;

import dev.millrace.executor.plan.AsofJoin.Match;
import dev.millrace.executor.plan.JoinKind;

/**
 * Each row of the left side with the row of the right side that is nearest in time; see {@code
 * executor.plan.AsofJoin}. Keys and times are columns.
 */
public record AsofJoin(
        Rel left,
        Rel right,
        boolean isOuter,
        Match match,
        List<Integer> leftKeys,
        List<Integer> rightKeys,
        int leftTime,
        int rightTime)
        implements Rel {

    public AsofJoin {
        leftKeys = List.copyOf(leftKeys);
        rightKeys = List.copyOf(rightKeys);
    }

    @Override
    public List<Column> columns() {
        return Expressions.joined(left, right, isOuter ? JoinKind.LEFT : JoinKind.INNER);
    }

    @Override
    public List<Rel> inputs() {
        return List.of(left, right);
    }

    @Override
    public Rel withInputs(List<Rel> inputs) {
        return new AsofJoin(
                inputs.get(0), inputs.get(1), isOuter, match, leftKeys, rightKeys, leftTime, rightTime);
    }
}
