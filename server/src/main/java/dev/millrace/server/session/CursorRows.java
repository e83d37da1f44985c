package dev.millrace.server.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.CurrentOf;
import dev.millrace.planner.Scrolling;

/**
 * The rows of a cursor, and where it stands: before the first row, on a row, or after the last. A cursor that may go
 * back keeps what it has read; the others keep no more than the batch they stand in. Rows are counted from 1.
 */
public final class CursorRows implements AutoCloseable {

    private static final long KEPT_BYTES_MAX = 256L << 20;

    /** What a cursor keeps that was not told to go back. */
    private static final long SHORT_BYTES_MAX = 1L << 20;

    private final RowStream source;
    private final CurrentOf.Row behind;
    /** Rows of the table by their numbers, where statements have changed them through this cursor. */
    private final Map<Long, DeltaBatch> changed = new HashMap<>();
    /** Declared so: it goes on from row to row, and shows none twice. */
    private final boolean isForwardOnly;
    private Scrolling scrolling;
    private final List<DeltaBatch> batches = new ArrayList<>();
    /** For each batch, how many rows were before it. */
    private final List<Long> starts = new ArrayList<>();
    private long keptBytes;
    /** How many rows the source has given. */
    private long read;
    private boolean isEnded;
    private long position;

    /** @param current what is behind the columns that are shown, or null */
    public CursorRows(RowStream source, Scrolling scrolling, CurrentOf.Row current) {
        this.source = source;
        this.scrolling = scrolling;
        this.isForwardOnly = scrolling == Scrolling.NEVER;
        this.behind = current;
    }

    /** The table whose rows it shows, each as one of its own; 0 for none. */
    public long relation() {
        return behind == null ? 0 : behind.relation();
    }

    /** The table's row that the cursor stands on, as far as is known; of no rows where it is gone; else null. */
    public DeltaBatch currentRow() {
        if (!isOnRow()) {
            return null;
        }
        int batch = batchOf(position);
        return changed.computeIfAbsent(position, number -> {
            DeltaBatch rows = batches.get(batch);
            int from = rows.columnCount() - behind.columns();
            return rows.select(new int[] {(int) (number - 1 - starts.get(batch))}, 1)
                    .project(IntStream.range(from, rows.columnCount()).boxed().toList());
        });
    }

    /** The row that the cursor stands on has become another one; its rows stay as they were read. */
    public void setCurrent(DeltaBatch row) {
        changed.put(position, row);
    }

    /** The next rows, at most {@code count}; the cursor then stands on the last of them, or after all rows. */
    public RowStream forward(long count) {
        if (count == 0) {
            return again();
        }
        return new RowStream() {
            private long rest = count;

            @Override
            public DeltaBatch next() throws InterruptedException {
                if (rest <= 0) {
                    return null;
                }
                if (!reach(position + 1)) {
                    position = read + 1;
                    rest = 0;
                    return null;
                }
                int batch = batchOf(position + 1);
                int from = (int) (position - starts.get(batch));
                int size = (int) Math.min(rest, batches.get(batch).size() - from);
                rest -= size;
                position += size;
                return slice(batch, from, size, 1);
            }
        };
    }

    /** The rows before, nearest first, at most {@code count}; the cursor then stands on the last one, or before all. */
    public RowStream backward(long count) {
        if (count == 0) {
            return again();
        }
        checkScroll();
        return new RowStream() {
            private long rest = count;

            @Override
            public DeltaBatch next() {
                if (rest <= 0) {
                    return null;
                }
                if (position <= 1) {
                    position = 0;
                    rest = 0;
                    return null;
                }
                int batch = batchOf(position - 1);
                int from = (int) (position - 2 - starts.get(batch));
                int size = (int) Math.min(rest, from + 1L);
                rest -= size;
                position -= size;
                return slice(batch, from, size, -1);
            }
        };
    }

    /** One row by its number, from the end where that is negative; none when there is no such row. */
    public RowStream absolute(long number) throws InterruptedException {
        long target = number;
        if (number < 0) {
            if (isForwardOnly) {
                checkScroll();
            }
            reach(Long.MAX_VALUE);
            target = Math.max(0, read + 1 + number);
        }
        return moveTo(target);
    }

    /** One row by its distance from where the cursor stands. */
    public RowStream relative(long distance) throws InterruptedException {
        if (distance == 0) {
            return again();
        }
        if (distance < 0) {
            checkScroll();
        }
        return moveTo(Math.max(0, position + distance));
    }

    /** Whether it is neither before the first row nor after the last. */
    public boolean isOnRow() {
        return position >= 1 && position <= read;
    }

    /** Before the first row. */
    public boolean isAtStart() {
        return position == 0;
    }

    private RowStream again() {
        if (isForwardOnly && isOnRow()) {
            checkScroll();
        }
        return current();
    }

    private RowStream moveTo(long target) throws InterruptedException {
        if (target <= position && position > 0) {
            checkScroll();
        }
        boolean isRow = target > 0 && reach(target);
        position = isRow || target == 0 ? target : read + 1;
        return isRow ? current() : NOTHING;
    }

    /** The row that the cursor stands on, again. */
    private RowStream current() {
        if (!isOnRow()) {
            return NOTHING;
        }
        int batch = batchOf(position);
        return RowStream.of(slice(batch, (int) (position - 1 - starts.get(batch)), 1, 1));
    }

    private static final RowStream NOTHING = () -> null;

    private void checkScroll() {
        if (scrolling == Scrolling.NEVER) {
            throw new SqlException(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "cursor can only scan forward")
                    .withHint("Declare it with SCROLL option to enable backward scan.");
        }
    }

    /** Reads on until there is such a row; false when there is none. */
    private boolean reach(long number) throws InterruptedException {
        while (read < number && !isEnded) {
            DeltaBatch batch = source.next();
            if (batch == null) {
                isEnded = true;
            } else if (!batch.isEmpty()) {
                keep(batch);
            }
        }
        return read >= number;
    }

    private void keep(DeltaBatch batch) {
        keptBytes += batch.heapBytes();
        if (scrolling == Scrolling.WHILE_SHORT && keptBytes > SHORT_BYTES_MAX) {
            scrolling = Scrolling.NEVER;
        }
        if (scrolling == Scrolling.NEVER) {
            batches.clear();
            starts.clear();
        } else {
            if (keptBytes > KEPT_BYTES_MAX) {
                throw new SqlException(
                                SqlState.PROGRAM_LIMIT_EXCEEDED, "the cursor has read more than it can keep to go back")
                        .withHint("Declare it without SCROLL, or ask for fewer rows.");
            }
        }
        batches.add(batch);
        starts.add(read);
        read += batch.size();
    }

    private int batchOf(long number) {
        int low = 0;
        int high = starts.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts.get(middle) < number) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private DeltaBatch slice(int batch, int from, int size, int step) {
        int[] rows = new int[size];
        for (int i = 0; i < size; i++) {
            rows[i] = from + i * step;
        }
        DeltaBatch taken = batches.get(batch).select(rows, size);
        return behind == null
                ? taken
                : taken.project(
                        IntStream.range(0, taken.columnCount() - behind.columns()).boxed().toList());
    }

    @Override
    public void close() {
        source.close();
        batches.clear();
        starts.clear();
        isEnded = true;
        read = 0;
    }
}
