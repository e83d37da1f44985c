package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.connector.SourcePosition;
import dev.millrace.executor.data.BatchCodec;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.storage.ByteReader;
import dev.millrace.storage.ByteWriter;

/**
 * What was said in one epoch: everything that, with the state before it, decides the state after it. This, and nothing
 * that was computed from it, is what the commit log holds.
 *
 * @param writes changes of tables and streams, in the order in which their transactions came
 * @param ranges what was read from sources; the rows themselves can be read again
 * @param created objects that begin to exist in this epoch, before its writes, or are defined anew
 * @param dropped ids of objects that end in this epoch, after its writes
 * @param refreshed ids of views that take in what waited for them, because somebody asked
 */
record CommitRecord(
        long epoch,
        long clockMicros,
        List<Write> writes,
        List<SourceRange> ranges,
        List<ObjectDefinition> created,
        List<Long> dropped,
        List<Long> refreshed) {

    private static final int VERSION = 2;

    record Write(long relation, DeltaBatch delta) {}

    record SourceRange(long source, SourcePosition from, SourcePosition to) {}

    void encode(ByteWriter out) {
        out.putByte(VERSION);
        out.putLong(clockMicros);
        out.putVarLong(writes.size());
        for (Write write : writes) {
            out.putVarLong(write.relation);
            BatchCodec.encode(write.delta, out);
        }
        out.putVarLong(ranges.size());
        for (SourceRange range : ranges) {
            out.putVarLong(range.source);
            writeBytes(range.from.encode(), out);
            writeBytes(range.to.encode(), out);
        }
        out.putVarLong(created.size());
        for (ObjectDefinition object : created) {
            writeBytes(DatabaseImage.encode(object), out);
        }
        writeIds(dropped, out);
        writeIds(refreshed, out);
    }

    private static void writeIds(List<Long> ids, ByteWriter out) {
        out.putVarLong(ids.size());
        for (long id : ids) {
            out.putVarLong(id);
        }
    }

    private static List<Long> readIds(ByteReader in) {
        List<Long> ids = new ArrayList<>();
        for (long n = in.getVarLong(); n > 0; n--) {
            ids.add(in.getVarLong());
        }
        return ids;
    }

    private static void writeBytes(byte[] bytes, ByteWriter out) {
        out.putVarLong(bytes.length);
        out.putBytes(bytes);
    }

    private static byte[] readBytes(ByteReader in) {
        return in.getBytes(Math.toIntExact(in.getVarLong()));
    }

    static CommitRecord decode(long epoch, ByteReader in) {
        int version = in.getByte();
        if (version != VERSION) {
            throw new IllegalStateException("commit record of format " + version + ", expected " + VERSION);
        }
        long clockMicros = in.getLong();
        List<Write> writes = new ArrayList<>();
        for (long n = in.getVarLong(); n > 0; n--) {
            long relation = in.getVarLong();
            writes.add(new Write(relation, BatchCodec.decode(in)));
        }
        List<SourceRange> ranges = new ArrayList<>();
        for (long n = in.getVarLong(); n > 0; n--) {
            long source = in.getVarLong();
            SourcePosition from = SourcePosition.decode(readBytes(in));
            ranges.add(new SourceRange(source, from, SourcePosition.decode(readBytes(in))));
        }
        List<ObjectDefinition> created = new ArrayList<>();
        for (long n = in.getVarLong(); n > 0; n--) {
            created.add(DatabaseImage.decodeObject(readBytes(in)));
        }
        List<Long> dropped = readIds(in);
        return new CommitRecord(epoch, clockMicros, writes, ranges, created, dropped, readIds(in));
    }
}
