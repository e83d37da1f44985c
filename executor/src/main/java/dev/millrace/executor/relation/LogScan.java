package dev.millrace.executor.relation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.storage.ByteReader;
import dev.millrace.storage.ByteWriter;
import dev.millrace.storage.OrderedBytes;

/** Reads a log epoch by epoch, in the order in which its rows arrived. One thread; close it. */
public final class LogScan implements AutoCloseable {

    private static final int SLICE_ROWS = 4096;

    private final RelationScan scan;
    private final RelationLayout layout;
    private final List<byte[]> keys = new ArrayList<>();
    private DeltaBatch slice;
    private int position;

    /** What one epoch brought, all columns. */
    public record Part(long arrival, long epoch, DeltaBatch rows) {}

    /** When a row came. */
    public record Place(long arrival, long epoch) {}

    /** @param from key of the first row to read, or null for the oldest */
    public LogScan(RelationSnapshot log, byte[] from) {
        layout = log.layout();
        scan = log.scan(
                new KeyRange(from, null), IntStream.range(0, layout.schema().size()).boxed().toList());
    }

    /** The next epoch's rows; null at the end. */
    public Part next() {
        if (!fill()) {
            return null;
        }
        Place place = place(keys.get(position));
        List<DeltaBatch> rows = new ArrayList<>();
        do {
            int first = position;
            while (position < slice.size() && place(keys.get(position)).epoch() == place.epoch()) {
                position++;
            }
            if (position == first) {
                break;
            }
            rows.add(slice.select(IntStream.range(first, position).toArray(), position - first));
        } while (position == slice.size() && fill());
        return new Part(place.arrival(), place.epoch(), DeltaBatch.concat(layout.schema(), rows));
    }

    private boolean fill() {
        if (slice == null || position == slice.size()) {
            keys.clear();
            position = 0;
            DeltaBatch read = scan.next(SLICE_ROWS, keys);
            slice = read == null ? DeltaBatch.empty(layout.schema()) : read;
        }
        return !slice.isEmpty();
    }

    // ---- places -----------------------------------------------------------------------------------------------------

    private static Place place(byte[] key) {
        ByteReader reader = new ByteReader();
        reader.set(key, 0, key.length);
        long arrival = OrderedBytes.getLong(reader);
        return new Place(arrival, reader.getLong());
    }

    /** When the oldest row from a key on came; null when there is none. */
    public static Place first(RelationSnapshot log, byte[] from) {
        try (RelationScan scan = log.scan(new KeyRange(from, null), List.of())) {
            byte[] key = scan.nextKey();
            return key == null ? null : place(key);
        }
    }

    /** The first key of rows that arrived later. */
    public static byte[] after(long arrival) {
        return arrival == Long.MAX_VALUE ? key(arrival, Long.MAX_VALUE) : RunBuilder.arrivalKey(arrival + 1);
    }

    /**
     * The first key of rows of later epochs; null when all are.
     *
     * @param latest no row arrived after this
     */
    public static byte[] afterEpoch(RelationSnapshot log, long epoch, long latest) {
        Place oldest = first(log, null);
        if (oldest == null || oldest.epoch() > epoch) {
            return null;
        }
        // Epochs and arrivals grow together: halves the time in which the last row of the epoch or before it arrived.
        long low = oldest.arrival();
        long high = Math.max(low, latest);
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            Place next = first(log, RunBuilder.arrivalKey(middle));
            if (next != null && next.epoch() <= epoch) {
                low = Math.max(middle, next.arrival());
            } else {
                high = middle - 1;
            }
        }
        return key(low, epoch + 1);
    }

    private static byte[] key(long arrival, long epoch) {
        ByteWriter key = new ByteWriter(16);
        OrderedBytes.putLong(key, arrival);
        key.putLong(epoch);
        return key.toByteArray();
    }

    @Override
    public void close() {
        scan.close();
    }
}
