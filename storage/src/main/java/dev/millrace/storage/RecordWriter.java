package dev.millrace.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes records into a segment through one reused buffer: a record that fits it costs a single write. */
final class RecordWriter {
    private static final int STAGING_BYTES = 128 << 10;

    private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);

    /** Writes at the segment's end, which the caller moves; after an exception a part may lie behind the end. */
    void write(LogSegment segment, LogFormat.RecordHeader header, ByteBuffer[] payload) throws IOException {
        staging.clear();
        LogFormat.encodeRecordHeader(staging, header, segment.salt);
        staging.position(LogFormat.RECORD_HEADER_BYTES);
        long position = segment.end;
        for (ByteBuffer part : payload) {
            int from = part.position();
            while (from < part.limit()) {
                int count = Math.min(staging.remaining(), part.limit() - from);
                staging.put(staging.position(), part, from, count);
                staging.position(staging.position() + count);
                from += count;
                if (!staging.hasRemaining()) {
                    position += flush(segment, position);
                }
            }
        }
        while ((position + staging.position()) % Long.BYTES != 0) {
            staging.put((byte) 0);
        }
        flush(segment, position);
    }

    private int flush(LogSegment segment, long position) throws IOException {
        int count = staging.flip().remaining();
        if (count > 0) {
            segment.file.write(staging, position);
        }
        staging.clear();
        return count;
    }
}
