package dev.millrace.executor.engine;

import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.IndexEntries;
import dev.millrace.executor.plan.PlanCodec;
import dev.millrace.executor.plan.RecordCodec;

/**
 * What a checkpoint notes beside the rows: enough to begin again at its epoch.
 *
 * @param positions encoded source positions reached, by source
 * @param rowCounts of stored relations
 * @param tables storage tables in use: {@code "relation"} or {@code "relation/uid/ordinal"} to table
 * @param paces how far views had come that are behind, or when they were not
 * @param times how far streams had come that refuse late rows
 * @param failures error collections of views: weight by SQLSTATE and message
 */
record DatabaseImage(
        long epoch,
        long clockMicros,
        long catalogVersion,
        long nextObject,
        List<ObjectDefinition> objects,
        Map<Long, byte[]> positions,
        Map<Long, Long> rowCounts,
        Map<String, Integer> tables,
        List<ViewFailure> failures,
        List<BrokenView> broken,
        List<Pace.Image> paces,
        List<StreamTime> times) {

    private static final int VERSION = 9;

    private static final RecordCodec CODEC = new RecordCodec(VERSION, types());

    record ViewFailure(long view, String sqlState, String message, long weight) {}

    /** A view that stopped by a fault of ours. */
    record BrokenView(long view, String fault) {}

    private static Class<?>[] types() {
        Class<?>[] plan = PlanCodec.types();
        Class<?>[] own = {
            DatabaseImage.class, ViewFailure.class, BrokenView.class, ObjectDefinition.class,
            ObjectDefinition.Body.class, Freshness.class, Pace.Image.class,
            Lateness.class, StreamTime.class, IndexEntries.class
        };
        Class<?>[] all = new Class<?>[plan.length + own.length];
        System.arraycopy(plan, 0, all, 0, plan.length);
        System.arraycopy(own, 0, all, plan.length, own.length);
        return all;
    }

    byte[] encode() {
        return CODEC.encode(this);
    }

    static DatabaseImage decode(byte[] bytes) {
        return (DatabaseImage) CODEC.decode(bytes);
    }

    static byte[] encode(ObjectDefinition object) {
        return CODEC.encode(object);
    }

    static ObjectDefinition decodeObject(byte[] bytes) {
        return (ObjectDefinition) CODEC.decode(bytes);
    }
}
