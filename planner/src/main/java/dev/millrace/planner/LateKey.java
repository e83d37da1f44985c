package dev.millrace.planner;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What makes an index of a constraint one whose rows are checked when a statement, or a transaction, has ended: two of
 * one key may be there until then.
 *
 * @param isDeferred whether transactions leave it to their end unasked
 * @param operators of an exclusion constraint, one for each key: no two rows may be so in all; null for equality
 */
public record LateKey(boolean isDeferrable, boolean isDeferred, boolean isPrimary, List<String> operators) {

    public boolean isExclusion() {
        return operators != null;
    }

    /** Of the columns of the index those by whose equality alone rows may conflict. */
    public List<Integer> equalities(List<Integer> columns) {
        return operators == null
                ? columns
                : IntStream.range(0, columns.size())
                        .filter(i -> operators.get(i).equals("="))
                        .mapToObj(columns::get)
                        .toList();
    }
}
