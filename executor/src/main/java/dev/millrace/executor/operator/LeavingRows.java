package dev.millrace.executor.operator;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.window.RangeEdges;

/**
 * The rows that fall out of sliding frames while these go on from a saved state to the last row computed: they lie far
 * before, with rows between that stay in the frames and need not be read. No change lies among them: it would concern
 * the row whose state was saved, and one goes on from rows that no change concerns.
 */
final class LeavingRows {

    private final List<RangeEdges> frames;
    private final OrderedTable rows;
    private final PartitionSection section;
    private final PlacedRow row = new PlacedRow();
    private final ByteBuilder key = new ByteBuilder();

    /** The starts of one frame: of the first row computed, and of the last. */
    private record Way(byte[] from, byte[] to) {}

    /** @param frames the ones that slide; {@code section} gets their rows as its lead */
    LeavingRows(List<RangeEdges> frames, OrderedTable rows, PartitionSection section) {
        this.frames = frames;
        this.rows = rows;
        this.section = section;
    }

    /** Reads those of a partition between two rows of the section, of which the first has a frame. */
    void read(byte[] prefix, int prefixLength, int first, int last) {
        if (frames.isEmpty()) {
            return;
        }
        key.clear();
        key.append(prefix, 0, prefixLength);
        DeltaBatch origin = section.single(first);
        Way[] ways = frames.stream()
                .map(frame -> way(frame, origin, first, last))
                .sorted(Comparator.comparing(Way::from, Arrays::compareUnsigned))
                .toArray(Way[]::new);
        byte[] read = new byte[0];
        for (Way way : ways) {
            read(prefixLength, Arrays.compareUnsigned(way.from, read) < 0 ? read : way.from, way.to);
            read = Arrays.compareUnsigned(way.to, read) < 0 ? read : way.to;
        }
    }

    private Way way(RangeEdges frame, DeltaBatch origin, int first, int last) {
        frame.encode(origin);
        byte[] from = frame.startOf(0);
        for (int index = last; index > first; index--) {
            frame.encode(section.single(index));
            if (frame.failure(0) == null) {
                return new Way(from, frame.startOf(0));
            }
        }
        return new Way(from, from);
    }

    /** Those whose order is not before {@code from}, and before {@code to}; not what the section has itself. */
    private void read(int prefixLength, byte[] from, byte[] to) {
        key.truncate(prefixLength);
        key.append(from, 0, from.length);
        OrderedTable.Cursor cursor = rows.seek(key.array(), 0, key.size());
        while (cursor.startsWith(key.array(), 0, prefixLength)) {
            PartitionChanges.read(cursor, prefixLength, row);
            if (Arrays.compareUnsigned(row.data, row.placeStart, row.orderEnd, to, 0, to.length) >= 0
                    || !section.isBefore(row)) {
                return;
            }
            row.before = cursor.weight();
            row.after = row.before;
            section.addLeading(row);
            cursor.advance();
        }
    }
}
