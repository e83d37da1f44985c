package dev.millrace.executor.operator;

import java.util.List;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.state.OrderedTable;

/**
 * The watermark of some streams, from their latest times: the earliest counts. A stream that is idle has no time and
 * holds nothing back; when all are idle, the latest of their stand-ins counts. See {@code plan.WindowClose}.
 */
final class WatermarkTable {

    private final OrderedTable latest;
    private final List<Long> delaysMicros;
    private final List<Integer> standIns;
    private final ByteBuilder entry = new ByteBuilder();

    WatermarkTable(OrderedTable latest, List<Long> delaysMicros, List<Integer> standIns) {
        this.latest = latest;
        this.delaysMicros = delaysMicros;
        this.standIns = standIns;
    }

    OrderedTable table() {
        return latest;
    }

    /** A stream's latest time is one entry; NULL is none. */
    void observe(int stream, DeltaBatch changes) {
        if (changes.isEmpty()) {
            return;
        }
        WordColumn times = changes.words(0);
        for (int row = 0; row < changes.size(); row++) {
            if (!times.isNull(row)) {
                entry.clear();
                entry.append(stream);
                entry.appendBigEndian(times.values()[row] ^ Long.MIN_VALUE);
                latest.add(entry.array(), 0, entry.size(), changes.weight(row), entry.array(), 0, 0);
            }
        }
    }

    /** {@link Long#MIN_VALUE} as long as there is none. */
    long now() {
        long earliest = Long.MAX_VALUE;
        boolean isAnyAwake = false;
        for (int stream = 0; stream < standIns.size(); stream++) {
            Long own = of(stream);
            if (own != null) {
                isAnyAwake = true;
                earliest = Math.min(earliest, own);
            } else if (standIns.get(stream) < 0) {
                return Long.MIN_VALUE;
            }
        }
        return isAnyAwake ? earliest : latestOfIdle();
    }

    private long latestOfIdle() {
        long farthest = Long.MIN_VALUE;
        for (int standIn : standIns) {
            Long own = of(standIn);
            farthest = own == null ? farthest : Math.max(farthest, own);
        }
        return farthest;
    }

    /** Null where no time is known. */
    private Long of(int place) {
        byte[] prefix = {(byte) place};
        OrderedTable.Cursor cursor = latest.seek(prefix, 0, 1);
        if (!cursor.startsWith(prefix, 0, 1)) {
            return null;
        }
        long delay = delaysMicros.get(place);
        long time = ByteBuilder.bigEndian(cursor.data(), cursor.keyStart() + 1) ^ Long.MIN_VALUE;
        return time < Long.MIN_VALUE + delay ? Long.MIN_VALUE : time - delay;
    }
}
