package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.Schema;

/**
 * Tells late rows of streams from those in time, by what was written before and by nothing else: a replay of the log
 * finds the same.
 */
final class StreamTimes {

    private final Map<Long, StreamTime> times = new HashMap<>();

    StreamTime of(long stream) {
        return times.getOrDefault(stream, new StreamTime(stream, Long.MIN_VALUE, 0));
    }

    Map<Long, StreamTime> all() {
        return Map.copyOf(times);
    }

    void restore(List<StreamTime> image) {
        image.forEach(time -> times.put(time.stream(), time));
    }

    List<StreamTime> image() {
        return List.copyOf(times.values());
    }

    void drop(long stream) {
        times.remove(stream);
    }

    /**
     * Takes the late rows out of what this epoch writes, and gives them to their table.
     *
     * @param writes by relation; changed
     * @return the relations whose writes are other than they were
     */
    List<Long> sort(Map<Long, List<DeltaBatch>> writes, Map<Long, ObjectDefinition> objects) {
        List<Long> changed = new ArrayList<>();
        for (long stream : List.copyOf(writes.keySet())) {
            ObjectDefinition object = objects.get(stream);
            if (object == null
                    || !(object.body() instanceof ObjectDefinition.Stream body)
                    || body.lateness() == null) {
                continue;
            }
            Lateness lateness = body.lateness();
            DeltaBatch all = DeltaBatch.concat(body.schema(), writes.get(stream));
            DeltaBatch late = split(stream, lateness, all, writes);
            if (late == null) {
                continue;
            }
            changed.add(stream);
            if (takes(objects.get(lateness.lateRelation()), body.schema())) {
                writes.computeIfAbsent(lateness.lateRelation(), id -> new ArrayList<>()).add(late);
                changed.add(lateness.lateRelation());
            }
        }
        return changed;
    }

    /** Whether the table is still there, and of the stream's columns. */
    private static boolean takes(ObjectDefinition object, Schema rows) {
        return object != null
                && object.body() instanceof ObjectDefinition.Table table
                && table.schema().fields().stream().map(Schema.Field::type).toList()
                        .equals(rows.fields().stream().map(Schema.Field::type).toList());
    }

    /** Leaves rows in time in the writes, those without a time among them, and returns the late ones; null for none. */
    private DeltaBatch split(long stream, Lateness lateness, DeltaBatch all, Map<Long, List<DeltaBatch>> writes) {
        StreamTime before = of(stream);
        long watermark = before.watermarkMicros(lateness.delayMicros());
        WordColumn column = all.words(lateness.timeColumn());
        long latest = before.latestMicros();
        int[] inTime = new int[all.size()];
        int[] late = new int[all.size()];
        int inTimeCount = 0;
        int lateCount = 0;
        for (int row = 0; row < all.size(); row++) {
            long time = column.values()[row];
            if (!column.isNull(row) && time < watermark && time != Long.MIN_VALUE) {
                late[lateCount++] = row;
                continue;
            }
            inTime[inTimeCount++] = row;
            if (!column.isNull(row) && time != Long.MAX_VALUE) {
                latest = Math.max(latest, time);
            }
        }
        times.put(stream, new StreamTime(stream, latest, before.lateRows() + lateCount));
        if (lateCount == 0) {
            return null;
        }
        writes.put(stream, new ArrayList<>(List.of(all.select(inTime, inTimeCount))));
        return all.select(late, lateCount);
    }
}
