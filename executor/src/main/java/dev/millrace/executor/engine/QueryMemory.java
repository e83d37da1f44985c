package dev.millrace.executor.engine;

import java.util.concurrent.atomic.AtomicLong;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * What running queries may hold together: state of their operators and rows that have come out. The query that asks
 * for more than there is fails; the server and everybody else go on.
 */
final class QueryMemory {

    /** The rest is for the views' state, their newest rows, and what is being collected. */
    private static final int PART_OF_HEAP = 4;

    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();

    QueryMemory(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    static QueryMemory ofThisHeap() {
        return new QueryMemory(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    /** One query's part; closed when the query holds nothing more. */
    final class Charge implements AutoCloseable {
        private long held;

        /**
         * The query holds so many bytes now.
         *
         * @throws SqlException 53200 when that is too much, beside what others hold
         */
        void change(long now) {
            long growth = now - held;
            held = now;
            if (bytes.addAndGet(growth) > bytesMax && growth > 0) {
                throw new SqlException(
                        SqlState.OUT_OF_MEMORY, "out of memory", "Running queries may hold " + (bytesMax >> 20)
                                + " MB together; this one holds " + (now >> 20) + " MB.",
                        "Make the query's intermediate results smaller, or give the server more memory (-Xmx).", 0);
            }
        }

        @Override
        public void close() {
            bytes.addAndGet(-held);
            held = 0;
        }
    }

    Charge charge() {
        return new Charge();
    }

    long bytes() {
        return bytes.get();
    }
}
