package dev.millrace.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads the records of one segment in order, and tells why it cannot go on where it stops. */
final class LogReader {
    private static final int BUFFER_BYTES = 256 << 10;

    private final LogSegment segment;
    private final long limit;

    /** File content from {@link #bufferStart} on; valid up to the buffer's limit. */
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

    private long bufferStart;
    private long position = LogFormat.SEGMENT_HEADER_BYTES;
    private LogFormat.RecordHeader header;
    private ByteBuffer payload;
    private String stopReason = "";

    LogReader(LogSegment segment, long limit) {
        this.segment = segment;
        this.limit = limit;
    }

    /** Where the next record begins; where the bad place begins, once {@link #next} returned false. */
    long position() {
        return position;
    }

    String stopReason() {
        return stopReason;
    }

    LogFormat.RecordHeader header() {
        return header;
    }

    /** The payload of the current record; valid until the next call. */
    ByteBuffer payload() {
        return payload;
    }

    /** Reads the next record; false at the end or at a bad place, and the position stays there. */
    boolean next() throws IOException {
        header = peek();
        if (header == null) {
            return false;
        }
        int length = header.payloadLength();
        if (position + LogFormat.recordBytes(length) > limit
                || !fill(position, LogFormat.RECORD_HEADER_BYTES + length)) {
            stopReason = "the record of epoch " + header.epoch() + " is incomplete";
            return false;
        }
        payload = buffer.slice((int) (position - bufferStart) + LogFormat.RECORD_HEADER_BYTES, length);
        if (LogFormat.payloadCrc(payload) != header.payloadCrc()) {
            stopReason = "the checksum of the record of epoch " + header.epoch() + " does not match";
            return false;
        }
        position += LogFormat.recordBytes(length);
        return true;
    }

    /** The header of the next record, not moving on; null if there is no valid one. */
    LogFormat.RecordHeader peek() throws IOException {
        if (position + LogFormat.RECORD_HEADER_BYTES > limit || !fill(position, LogFormat.RECORD_HEADER_BYTES)) {
            stopReason = "the log ends there";
            return null;
        }
        LogFormat.RecordHeader found =
                LogFormat.decodeRecordHeader(buffer, (int) (position - bufferStart), segment.salt);
        if (found == null) {
            stopReason = "there is no valid record header";
        }
        return found;
    }

    /** What lies behind a place where reading stopped. */
    enum Rest { ZEROS, TORN, DAMAGED }

    /**
     * Looks through the rest of the segment for a record that knew a later epoch than {@code lastGood} to be durable:
     * if there is one, the place where reading stopped was durable too, and is damaged.
     */
    Rest examineRest(long from, long lastGood) throws IOException {
        Rest rest = Rest.ZEROS;
        for (long at = from; at + Long.BYTES <= limit; at += Long.BYTES) {
            if (!fill(at, Long.BYTES)) {
                break;
            }
            if (buffer.getLong((int) (at - bufferStart)) == 0) {
                continue;
            }
            rest = Rest.TORN;
            if (at + LogFormat.RECORD_HEADER_BYTES <= limit && fill(at, LogFormat.RECORD_HEADER_BYTES)) {
                LogFormat.RecordHeader found =
                        LogFormat.decodeRecordHeader(buffer, (int) (at - bufferStart), segment.salt);
                if (found != null && found.durableEpoch() > lastGood) {
                    return Rest.DAMAGED;
                }
            }
        }
        return rest;
    }

    /** Makes the buffer hold {@code count} bytes from the offset on; false if the file ends before. */
    private boolean fill(long from, int count) throws IOException {
        if (from >= bufferStart && from + count <= bufferStart + buffer.limit()) {
            return true;
        }
        if (count > buffer.capacity()) {
            buffer = ByteBuffer.allocate(count);
        }
        buffer.clear();
        bufferStart = from;
        long wanted = Math.min(buffer.capacity(), limit - from);
        buffer.limit((int) Math.max(wanted, 0));
        while (buffer.hasRemaining() && segment.file.read(buffer, from + buffer.position()) >= 0) {
            // a read may return less than asked
        }
        buffer.flip();
        return buffer.limit() >= count;
    }
}
