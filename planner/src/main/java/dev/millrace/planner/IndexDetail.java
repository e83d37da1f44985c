package dev.millrace.planner;

import java.util.List;

/**
 * What an index is beside columns in an order: written down for whoever asks. Which index a query uses is not its
 * meaning, so that one that none uses is as good as any.
 *
 * @param method as in {@code USING}
 * @param keys each as it is written, where one is an expression; else null
 * @param reads columns that the expressions and the condition read
 * @param include columns that come along
 * @param where the condition of a partial index, or null
 * @param areNullsEqual null for no
 * @param late of a constraint that is checked late, else null
 */
public record IndexDetail(
        String method, List<String> keys, List<Integer> reads, List<Integer> include, String where,
        Boolean areNullsEqual, LateKey late) {

    /** Whether it is one of rows by columns in their order, whatever comes along. */
    public boolean isPlain() {
        return keys == null && where == null && areNullsEqual == null
                && (method.equals("btree") || method.equals("hash"));
    }
}
