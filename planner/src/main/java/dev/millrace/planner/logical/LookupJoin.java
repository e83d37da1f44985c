package dev.millrace.planner.logical;

import java.util.List;

import dev.millrace.executor.plan.JoinKind;

/** Each row of the left side with the rows of the right side as they are when it comes; keys are columns. */
public record LookupJoin(Rel left, Rel right, boolean isOuter, List<Integer> leftKeys, List<Integer> rightKeys)
        implements Rel {

    public LookupJoin {
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
        return new LookupJoin(inputs.get(0), inputs.get(1), isOuter, leftKeys, rightKeys);
    }
}
