package dev.millrace.executor.plan;

import java.util.List;

/** How the rows of an {@link Plan.Exchange} are dealt to shards. */
public sealed interface Distribution {

    /** By the key group of these columns: equal keys meet in one shard. */
    record Hash(List<Integer> columns) implements Distribution {
        public Hash {
            columns = List.copyOf(columns);
        }
    }

    /** Every row to every shard. */
    record Broadcast() implements Distribution {}

    /** Every row to the first shard. */
    record Single() implements Distribution {}
}
