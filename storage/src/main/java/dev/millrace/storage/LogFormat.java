package dev.millrace.storage;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The bytes of the commit log; everything is big-endian.
 *
 * <pre>
 * segment  magic 8 | version 4 | crc 4 | sequence 8 | salt 8 | record*  | zeros (preallocated) or nothing
 * record   header crc 4 | payload crc 4 | payload length 4 | zero 4 |
 *          epoch 8 | epoch of the record before 8 | durable epoch 8 | payload, padded with zeros to a multiple of 8
 * </pre>
 *
 * <p><b>Epoch of the record before</b> makes the log a chain: a lost record is noticed even where its bytes are gone.
 * <b>Durable epoch</b> is what was known to be on disk when the record was written. It tells recovery the difference
 * between a torn tail and damage: if any record found after a bad place knew a later epoch to be durable, then the bad
 * place was durable once, acknowledged perhaps, and must not be cut off in silence. The <b>salt</b> is random, goes
 * into every header checksum, and so keeps bytes of another segment, or a log stored as payload, from passing for a
 * record.
 */
final class LogFormat {
    static final int SEGMENT_HEADER_BYTES = 32;
    static final int RECORD_HEADER_BYTES = 40;

    /** A record's bytes must fit a Java array, with its header. */
    static final int MAX_PAYLOAD_BYTES = Integer.MAX_VALUE - 1024;

    /** "No epoch yet": before the first record. Epochs are not negative. */
    static final long NO_EPOCH = -1;

    private static final long MAGIC = 0x4d494c4c52434c47L;
    private static final int VERSION = 1;
    private static final int ALIGNMENT = 8;

    private LogFormat() {}

    /** The header of one record, decoded; the checksum was right. */
    record RecordHeader(int payloadCrc, int payloadLength, long epoch, long previousEpoch, long durableEpoch) {}

    record SegmentHeader(long sequence, long salt) {}

    static long recordBytes(long payloadLength) {
        return (RECORD_HEADER_BYTES + payloadLength + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** The checksum of the buffers' remaining bytes in turn; their positions stay. */
    static int payloadCrc(ByteBuffer... payload) {
        CRC32C crc = new CRC32C();
        for (ByteBuffer part : payload) {
            int position = part.position();
            crc.update(part);
            part.position(position);
        }
        return (int) crc.getValue();
    }

    static ByteBuffer encodeSegmentHeader(SegmentHeader header) {
        ByteBuffer bytes = ByteBuffer.allocate(SEGMENT_HEADER_BYTES);
        bytes.putLong(MAGIC).putInt(VERSION).putInt(0).putLong(header.sequence()).putLong(header.salt()).flip();
        return bytes.putInt(12, segmentCrc(bytes));
    }

    /** The header of a segment, or null if these are not the bytes of one. */
    static SegmentHeader decodeSegmentHeader(ByteBuffer bytes) {
        if (bytes.limit() < SEGMENT_HEADER_BYTES || bytes.getLong(0) != MAGIC || bytes.getInt(8) != VERSION) {
            return null;
        }
        SegmentHeader header = new SegmentHeader(bytes.getLong(16), bytes.getLong(24));
        int crc = bytes.getInt(12);
        return crc == segmentCrc(bytes) ? header : null;
    }

    private static int segmentCrc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, 12));
        crc.update(bytes.slice(16, 16));
        return (int) crc.getValue();
    }

    /** Writes a record's header at the buffer's position, absolutely: the position does not move. */
    static void encodeRecordHeader(ByteBuffer target, RecordHeader header, long salt) {
        int at = target.position();
        target.putInt(at + 4, header.payloadCrc());
        target.putInt(at + 8, header.payloadLength());
        target.putInt(at + 12, 0);
        target.putLong(at + 16, header.epoch());
        target.putLong(at + 24, header.previousEpoch());
        target.putLong(at + 32, header.durableEpoch());
        target.putInt(at, headerCrc(target, at, salt));
    }

    /** The record header that begins at the index, or null if there is none. */
    static RecordHeader decodeRecordHeader(ByteBuffer bytes, int at, long salt) {
        int length = bytes.getInt(at + 8);
        long epoch = bytes.getLong(at + 16);
        long durableEpoch = bytes.getLong(at + 32);
        boolean isPlausible = length >= 0 && bytes.getInt(at + 12) == 0 && epoch > durableEpoch;
        if (!isPlausible || bytes.getInt(at) != headerCrc(bytes, at, salt)) {
            return null;
        }
        return new RecordHeader(bytes.getInt(at + 4), length, epoch, bytes.getLong(at + 24), durableEpoch);
    }

    /** CRC32C of the 36 header bytes after the checksum itself, and the salt, without allocating. */
    private static int headerCrc(ByteBuffer bytes, int at, long salt) {
        CRC32C crc = new CRC32C();
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            crc.update((int) (salt >>> shift));
        }
        int position = bytes.position();
        int limit = bytes.limit();
        bytes.limit(at + RECORD_HEADER_BYTES).position(at + 4);
        crc.update(bytes);
        bytes.limit(limit).position(position);
        return (int) crc.getValue();
    }
}
