package dev.millrace.executor.plan;

import java.util.List;

/**
 * The physical, incremental plan of a query: what flows are changes (rows with weights), and every node says what its
 * output changes by when its inputs change. A node is shared where the same object (the same {@link #uid}) is the input
 * of several nodes.
 *
 * <p>{@code uid} is a digest of the node's own structure and of its inputs': equal subplans over the same relations
 * have
 * equal uids, in every plan and in every run. It names the node's state.
 *
 * <p>Exchanges are explicit: a node that is keyed (join, aggregate, distinct, set operation, top-k, window, session,
 * ASOF join) stands above an {@link Exchange} by its key unless its input is already dealt that way.
 */
public sealed interface Plan extends RecordCodec.Shared
        permits Plan.Scan, Plan.Values, Plan.Filter, Plan.Project, Plan.Union, Plan.Join, Plan.Aggregate, Plan.Distinct,
                Plan.SetOperation, Plan.TopK, Plan.Window, Plan.Hop, Plan.Unnest, Plan.TemporalFilter, Plan.Exchange,
                SessionWindow, KeyedProcess, WindowClose, AsofJoin, LookupJoin, Recursion, Recursion.Input {

    String uid();

    Schema schema();

    List<Plan> inputs();

    /** The same node over other inputs (as many, of the same types), under another uid. */
    Plan withInputs(String uid, List<Plan> inputs);

    /**
     * The changes of some columns of a relation (table, stream, materialized view).
     *
     * @param appendOnly the relation's rows never change and never go (a stream's): what stands above may rely on it
     */
    record Scan(String uid, long relation, List<Integer> columns, Schema schema, boolean appendOnly)
            implements Plan {
        public Scan {
            columns = List.copyOf(columns);
        }

        /** Of a relation whose rows may change. */
        public Scan(String uid, long relation, List<Integer> columns, Schema schema) {
            this(uid, relation, columns, schema, false);
        }

        @Override
        public List<Plan> inputs() {
            return List.of();
        }

        @Override
        public Plan withInputs(String uid, List<Plan> inputs) {
            return this;
        }
    }

    /** Constant rows, put out once, in the first step. Expressions have no inputs. */
    record Values(String uid, List<List<Expr>> rows, Schema schema) implements Plan {
        public Values {
            rows = List.copyOf(rows);
        }

        @Override
        public List<Plan> inputs() {
            return List.of();
        }

        @Override
        public Plan withInputs(String uid, List<Plan> inputs) {
            return this;
        }
    }

    /** Rows for which the condition is true. */
    record Filter(String uid, Plan input, Expr condition) implements Plan {
        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public Plan withInputs(String uid, List<Plan> inputs) {
            return new Filter(uid, inputs.getFirst(), condition);
        }
    }

    /** One output row for each input row. */
    record Project(String uid, Plan input, List<Expr> expressions, Schema schema) implements Plan {
        public Project {
            expressions = List.copyOf(expressions);
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public Plan withInputs(String uid, List<Plan> inputs) {
            return new Project(uid, inputs.getFirst(), expressions, schema);
        }
    }

    /** Bag union (UNION ALL) of inputs with the same types. */
    record Union(String uid, List<Plan> inputs, Schema schema) implements Plan {
        public Union {
            inputs = List.copyOf(inputs);
        }

        @Override
        public Plan withInputs(String uid, List<Plan> inputs) {
            return new Union(uid, inputs, schema);
        }
    }

    /**
     * Equi-join with an optional further condition over the concatenated columns. No keys: every pair of rows is a
     * candidate.
     *
     * @param leftKeys columns of the left input, each equal to the right key at the same position; types are equal
     * @param nullSafe per key: true when NULL matches NULL (IS NOT DISTINCT FROM)
     * @param condition null when the keys say all; for outer, semi and anti joins part of the match, not a filter
     * @param schema left ++ right columns (nullable as the kind makes them); left columns only for SEMI and ANTI
     */
    record Join(
            String uid,
            Plan left,
            Plan right,
            JoinKind kind,
            List<Integer> leftKeys,
            List<Integer> rightKeys,
            List<Boolean> nullSafe,
            Expr condition,
            Schema schema)
            implements Plan {
        public Join {
            leftKeys = List.copyOf(leftKeys);
            rightKeys = List.copyOf(rightKeys);
            nullSafe = List.copyOf(nullSafe);
        }

        @Override
        public List<Plan> inputs() {
            return List.of(left, right);
        }

        @Override
        public Plan withInputs(String uid, List<Plan> inputs) {
            return new Join(
                    uid, inputs.get(0), inputs.get(1), kind, leftKeys, rightKeys, nullSafe, condition, schema);
        }
    }

    /**
     * Groups by key columns (NULL is a group) and keeps one output row for each non-empty group: keys, then calls.
     * Without keys there is always exactly one row, also over no input.
     */
    record Aggregate(String uid, Plan input, List<Integer> keys, List<AggregateCall> calls, Schema schema)
            implements Plan {
        public Aggregate {
            keys = List.copyOf(keys);
            calls = List.copyOf(calls);
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public Plan withInputs(String uid, List<Plan> inputs) {
            return new Aggregate(uid, inputs.getFirst(), keys, calls, schema);
        }
    }

    /** Each row with a positive weight once. */
    record Distinct(String uid, Plan input) implements Plan {
        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public Plan withInputs(String uid, List<Plan> inputs) {
            return new Distinct(uid, inputs.getFirst());
        }
    }

    /** INTERSECT or EXCEPT, of sets or ({@code all}) of bags; NULL equals NULL. */
    record SetOperation(String uid, Kind kind, boolean all, Plan left, Plan right, Schema schema) implements Plan {
        public enum Kind {
            INTERSECT,
            EXCEPT
        }

        @Override
        public List<Plan> inputs() {
            return List.of(left, right);
        }

        @Override
        public Plan withInputs(String uid, List<Plan> inputs) {
            return new SetOperation(uid, kind, all, inputs.get(0), inputs.get(1), schema);
        }
    }

    /**
     * The rows at positions {@code offset} (inclusive) to {@code offset + limit} of each partition in the given order.
     * Ties are broken by the remaining columns, ascending, so that the result is a function of the content.
     *
     * @param partition empty for one partition over everything
     * @param limit -1 for no limit
     * @param withTies also every row equal in {@code order} to the last one (FETCH FIRST ... WITH TIES)
     * @param rank when true a bigint column with the 1-based position is appended to the schema (ROW_NUMBER)
     */
    record TopK(
            String uid,
            Plan input,
            List<Integer> partition,
            List<SortKey> order,
            long offset,
            long limit,
            boolean withTies,
            boolean rank,
            Schema schema)
            implements Plan {
        public TopK {
            partition = List.copyOf(partition);
            order = List.copyOf(order);
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public Plan withInputs(String uid, List<Plan> inputs) {
            return new TopK(
                    uid, inputs.getFirst(), partition, order, offset, limit, withTies, rank, schema);
        }
    }

    /**
     * Window functions: each row with one more column for each call, computed over its partition in the given order.
     * Rows that are equal in the order are peers; among peers they stand by the remaining columns, ascending, so that
     * the result is a function of the content.
     *
     * @param partition empty for one partition over everything
     * @param schema the input's columns, then one for each call
     */
    record Window(
            String uid,
            Plan input,
            List<Integer> partition,
            List<SortKey> order,
            List<WindowCall> calls,
            Schema schema)
            implements Plan {
        public Window {
            partition = List.copyOf(partition);
            order = List.copyOf(order);
            calls = List.copyOf(calls);
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public Plan withInputs(String uid, List<Plan> inputs) {
            return new Window(uid, inputs.getFirst(), partition, order, calls, schema);
        }
    }

    /**
     * Assigns each row to the windows that contain its time: TUMBLE (slide = size), HOP, CUMULATE. Appends window_start
     * and window_end, of the time column's type. A row without a time belongs to no window.
     *
     * @param timeColumn TIMESTAMP or TIMESTAMPTZ column
     */
    record Hop(String uid, Plan input, int timeColumn, TimeWindows windows, Schema schema) implements Plan {
        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public Plan withInputs(String uid, List<Plan> inputs) {
            return new Hop(uid, inputs.getFirst(), timeColumn, windows, schema);
        }
    }

    /**
     * Each row once for every element of some arrays, with the elements appended; not at all when all are empty or
     * NULL. The arrays are walked in step: where one has ended and another has not, its element is NULL.
     *
     * @param arrays over the input's columns
     * @param isNumbered a bigint column with the element's number, from 1 on, comes last
     * @param schema the input's columns, then the elements, then the number
     */
    record Unnest(String uid, Plan input, List<Expr> arrays, boolean isNumbered, Schema schema) implements Plan {
        public Unnest {
            arrays = List.copyOf(arrays);
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public Plan withInputs(String uid, List<Plan> inputs) {
            return new Unnest(uid, inputs.getFirst(), arrays, isNumbered, schema);
        }
    }

    /**
     * Keeps each row while all bounds hold: rows come and go as the logical clock moves, with no input at all.
     *
     * @param key columns by which the input is dealt to shards; none for all in one place
     */
    record TemporalFilter(String uid, Plan input, List<TimeBound> bounds, List<Integer> key) implements Plan {
        public TemporalFilter {
            bounds = List.copyOf(bounds);
            key = List.copyOf(key);
        }

        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public Plan withInputs(String uid, List<Plan> inputs) {
            return new TemporalFilter(uid, inputs.getFirst(), bounds, key);
        }
    }

    /** Hand-over of rows between shards. */
    record Exchange(String uid, Plan input, Distribution distribution) implements Plan {
        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public Plan withInputs(String uid, List<Plan> inputs) {
            return new Exchange(uid, inputs.getFirst(), distribution);
        }
    }
}
