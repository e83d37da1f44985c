package dev.millrace.executor.plan;

import java.util.List;

/**
 * A whole query: the plan of its rows, and the order and cut in which a client sees them.
 *
 * @param root may have more columns than the result: hidden ones that only {@code order} needs stand at the end
 * @param order of the result; empty when the query gives none
 * @param limit number of rows (bigint, without inputs; may hold parameters), or null
 * @param offset rows skipped first, or null
 * @param result the visible columns, a prefix of the root's
 * @param parameters types of {@code $1..$n}
 * @param key positions (in {@code result}) of columns that identify a row, when the plan proves it (group keys, primary
 *     keys carried through); empty when unknown: how a view of this query is stored
 * @param pasts what it reads of the past
 */
public record QueryPlan(
        Plan root,
        List<SortKey> order,
        Expr limit,
        Expr offset,
        Schema result,
        List<SqlType> parameters,
        List<Integer> key,
        List<PastRelation> pasts) {

    public QueryPlan {
        order = List.copyOf(order);
        parameters = List.copyOf(parameters);
        key = List.copyOf(key);
        pasts = List.copyOf(pasts);
    }

    /** A query of what is there now. */
    public QueryPlan(
            Plan root,
            List<SortKey> order,
            Expr limit,
            Expr offset,
            Schema result,
            List<SqlType> parameters,
            List<Integer> key) {
        this(root, order, limit, offset, result, parameters, key, List.of());
    }
}
