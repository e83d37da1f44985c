package dev.millrace.executor.relation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.storage.ByteReader;
import dev.millrace.storage.Cursor;

/**
 * Reads a range of a relation in key order: storage and runs merged, newest wins or counts add up; growing rows in the
 * order in which they came. One thread.
 */
public final class RelationScan implements AutoCloseable {

    private final RelationLayout layout;
    private final KeyRange range;
    private final SortedRun[] runs;
    private final int[] positions;
    private final Cursor cursor;
    private boolean hasBase;
    private final ColumnBuilder[] builders;
    private final RelationLayout.RowDecoder decoder;
    private byte[] lastKey;
    /** Takes the key of each row; null where nobody asks. */
    private List<byte[]> keys;
    /** Reads growing rows, and then all of the above is unused; null for other layouts. */
    private final Chunks.Reader chunks;

    RelationScan(RelationSnapshot relation, KeyRange range, List<Integer> columns) {
        this.layout = relation.layout().copy();
        this.range = range;
        boolean isGrowing = layout.kind() == RelationLayout.Kind.GROWING;
        chunks = isGrowing ? new Chunks.Reader(relation, range, columns) : null;
        runs = isGrowing ? new SortedRun[0] : touched(relation, range);
        positions = new int[runs.length];
        for (int i = 0; i < runs.length; i++) {
            positions[i] = range.from() == null ? 0 : runs[i].lowerBound(range.from(), 0, range.from().length);
        }
        // Under unique keys the newest entry of a key is all there is to know of it.
        boolean isDecided = range.isPoint() && runs.length > 0;
        if (relation.base() == null || isDecided || isGrowing) {
            cursor = null;
        } else {
            cursor = range.isPoint()
                    ? new PointCursor(relation.base(), relation.storageTable(), range.from())
                    : relation.base().scan(relation.storageTable(), range.from(), range.to());
        }
        hasBase = cursor != null && cursor.next();
        builders = new ColumnBuilder[columns.size()];
        for (int i = 0; i < builders.length; i++) {
            builders[i] = new ColumnBuilder(layout.schema().type(columns.get(i)).layout());
        }
        decoder = isGrowing ? null : layout.decoder(columns, builders);
    }

    private static SortedRun[] touched(RelationSnapshot relation, KeyRange range) {
        List<SortedRun> touched = new ArrayList<>();
        for (SortedRun run : relation.runs()) {
            if (run.touches(range.from(), range.to())) {
                touched.add(run);
            }
        }
        return touched.toArray(SortedRun[]::new);
    }

    /** The next rows, at most {@code maxRows} different ones, with their counts as weights; null at the end. */
    public DeltaBatch next(int maxRows) {
        if (chunks != null) {
            return chunks.next(maxRows);
        }
        long[] weights = new long[Math.min(maxRows, 64)];
        int rows = 0;
        while (rows < maxRows) {
            long weight = advance();
            if (weight == 0) {
                break;
            }
            if (rows == weights.length) {
                weights = Arrays.copyOf(weights, rows * 2);
            }
            weights[rows++] = weight;
        }
        if (rows == 0) {
            return null;
        }
        Column[] columns = new Column[builders.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = builders[i].build();
        }
        return new DeltaBatch(columns, weights, rows);
    }

    /** The same, with the keys of the rows. */
    DeltaBatch next(int maxRows, List<byte[]> keysOfRows) {
        keys = keysOfRows;
        return next(maxRows);
    }

    /** The key of the next row, for a scan without columns; null at the end. */
    byte[] nextKey() {
        return advance() == 0 ? null : lastKey;
    }

    private void decode(byte[] key, int keyFrom, int keyTo, byte[] value, int valueFrom, int valueTo) {
        if (keys != null) {
            keys.add(Arrays.copyOfRange(key, keyFrom, keyTo));
        }
        if (builders.length == 0) {
            lastKey = Arrays.copyOfRange(key, keyFrom, keyTo);
        } else {
            decoder.decode(key, keyFrom, keyTo, value, valueFrom, valueTo);
        }
    }

    /** Decodes the next present row and returns its count, or 0 at the end. */
    private long advance() {
        while (true) {
            int smallest = smallestRun();
            if (smallest < 0) {
                if (!hasBase) {
                    return 0;
                }
                return takeBase();
            }
            int order = hasBase ? compareBaseTo(smallest) : 1;
            if (order < 0) {
                return takeBase();
            }
            long weight = takeRuns(smallest, order == 0);
            if (weight > 0) {
                return weight;
            }
            if (weight < 0) {
                throw new IllegalStateException("a row with a negative count in a relation");
            }
        }
    }

    /** The run whose current key is smallest, the newest among equals; -1 when all are done. */
    private int smallestRun() {
        int smallest = -1;
        for (int i = runs.length - 1; i >= 0; i--) {
            SortedRun run = runs[i];
            int entry = positions[i];
            if (entry >= run.size()
                    || !RelationSnapshot.isBefore(run.keys(), run.keyStart(entry), run.keyEnd(entry), range.to())) {
                continue;
            }
            if (smallest < 0 || compareRuns(i, smallest) < 0) {
                smallest = i;
            }
        }
        return smallest;
    }

    private int compareRuns(int left, int right) {
        SortedRun other = runs[right];
        int entry = positions[right];
        return runs[left].compareKey(positions[left], other.keys(), other.keyStart(entry), other.keyEnd(entry));
    }

    private int compareBaseTo(int run) {
        ByteReader key = cursor.key();
        int entry = positions[run];
        return -runs[run].compareKey(entry, key.array(), key.position(), key.position() + key.remaining());
    }

    private long takeBase() {
        ByteReader key = cursor.key();
        ByteReader value = cursor.value();
        long weight = layout.isBag()
                ? BagCount.read(value.array(), value.position(), value.position() + value.remaining())
                : 1;
        decode(
                key.array(), key.position(), key.position() + key.remaining(),
                value.array(), value.position(), value.position() + value.remaining());
        hasBase = cursor.next();
        return weight;
    }

    /** Takes every entry of the smallest key; decodes the row when it is present. */
    private long takeRuns(int newest, boolean isInBase) {
        SortedRun run = runs[newest];
        int entry = positions[newest];
        long weight = run.weight(entry);
        if (layout.isBag()) {
            if (isInBase) {
                ByteReader value = cursor.value();
                weight += BagCount.read(value.array(), value.position(), value.position() + value.remaining());
            }
            for (int i = 0; i < newest; i++) {
                if (isAtKey(i, run, entry)) {
                    weight += runs[i].weight(positions[i]);
                }
            }
        } else {
            weight = Math.max(weight, 0);
        }
        if (weight > 0) {
            decode(
                    run.keys(), run.keyStart(entry), run.keyEnd(entry),
                    run.values(), run.valueStart(entry), run.valueEnd(entry));
        }
        for (int i = 0; i <= newest; i++) {
            if (i == newest || isAtKey(i, run, entry)) {
                positions[i]++;
            }
        }
        if (isInBase) {
            hasBase = cursor.next();
        }
        return weight;
    }

    private boolean isAtKey(int candidate, SortedRun run, int entry) {
        int position = positions[candidate];
        return position < runs[candidate].size()
                && runs[candidate].compareKey(position, run.keys(), run.keyStart(entry), run.keyEnd(entry)) == 0;
    }

    @Override
    public void close() {
        if (cursor != null) {
            cursor.close();
        }
        if (chunks != null) {
            chunks.close();
        }
    }
}
