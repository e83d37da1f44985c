package dev.millrace.executor.plan;

import java.util.List;

/**
 * Each left row with the right rows of its key as they are when it comes; what becomes of them later changes nothing.
 * When a left row goes, so does what it was given; of equal ones that came at different times the last goes first.
 *
 * @param isOuter keeps left rows that match nothing
 * @param leftKeys columns of the left input, each equal to the right key at the same position; types are equal
 * @param schema left ++ right columns
 */
public record LookupJoin(
        String uid, Plan left, Plan right, boolean isOuter, List<Integer> leftKeys, List<Integer> rightKeys,
        Schema schema)
        implements Plan {

    public LookupJoin {
        leftKeys = List.copyOf(leftKeys);
        rightKeys = List.copyOf(rightKeys);
    }

    @Override
    public List<Plan> inputs() {
        return List.of(left, right);
    }

    @Override
    public Plan withInputs(String uid, List<Plan> inputs) {
        return new LookupJoin(uid, inputs.get(0), inputs.get(1), isOuter, leftKeys, rightKeys, schema);
    }
}
