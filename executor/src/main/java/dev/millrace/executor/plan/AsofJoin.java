package dev.millrace.executor.plan;

import java.util.List;

/**
 * Each left row with the one right row of its key that is nearest in time on the side that {@code match} says, if there
 * is one. Of right rows of one time the one that is nearest when all its other columns, ascending, follow the time in
 * the order: the last one for {@code AT_OR_BEFORE} and {@code BEFORE}, the first one for the others. NULL matches
 * nothing.
 *
 * @param isOuter keeps left rows that match nothing
 * @param leftKeys columns of the left input, each equal to the right key at the same position; types are equal
 * @param leftTime column of the left input, of the same type as {@code rightTime}
 * @param schema left ++ right columns
 */
public record AsofJoin(
        String uid,
        Plan left,
        Plan right,
        boolean isOuter,
        Match match,
        List<Integer> leftKeys,
        List<Integer> rightKeys,
        int leftTime,
        int rightTime,
        Schema schema)
        implements Plan {

    /** Where the right row's time lies, seen from the left row's. */
    public enum Match {
        AT_OR_BEFORE,
        BEFORE,
        AT_OR_AFTER,
        AFTER;

        /** Whether right rows of the same time match. */
        public boolean isInclusive() {
            return this == AT_OR_BEFORE || this == AT_OR_AFTER;
        }

        /** Whether right rows of earlier times match, not of later ones. */
        public boolean looksBack() {
            return this == AT_OR_BEFORE || this == BEFORE;
        }
    }

    public AsofJoin {
        leftKeys = List.copyOf(leftKeys);
        rightKeys = List.copyOf(rightKeys);
    }

    @Override
    public List<Plan> inputs() {
        return List.of(left, right);
    }

    @Override
    public Plan withInputs(String uid, List<Plan> inputs) {
        return new AsofJoin(
                uid, inputs.get(0), inputs.get(1), isOuter, match, leftKeys, rightKeys, leftTime, rightTime, schema);
    }
}
