package dev.millrace.executor.connector.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import dev.millrace.executor.connector.format.Format;

/** Goes through the records of one file from a place on. Each lies whole in {@link #data}. */
final class RecordReader implements Closeable {

    static final int RECORD_BYTES_MAX = 64 << 20;

    private static final int FIRST_BUFFER_BYTES = 1 << 16;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final FileChannel channel;
    private final Format format;
    private byte[] data = new byte[FIRST_BUFFER_BYTES];
    /** Where in the file the data begins. */
    private long dataOffset;
    private int dataEnd;
    private int recordStart;
    private int recordEnd;

    RecordReader(Path file, Format format, long offset) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
        this.format = format;
        dataOffset = offset;
    }

    /** Size of the file now. */
    long size() throws IOException {
        return channel.size();
    }

    /** Whether a record can begin at a place: at the file's beginning or after a line end. */
    boolean isRecordStart(long offset) throws IOException {
        ByteBuffer before = ByteBuffer.allocate(1);
        return offset == 0 || channel.read(before, offset - 1) == 1 && before.get(0) == '\n';
    }

    byte[] data() {
        return data;
    }

    /** Where the record begins in the data; a mark of the byte order is no part of it. */
    int recordStart() {
        int marked = recordStart + BYTE_ORDER_MARK.length;
        boolean isMarked = dataOffset + recordStart == 0
                && marked <= recordEnd
                && Arrays.equals(data, recordStart, marked, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
        return isMarked ? marked : recordStart;
    }

    int recordEnd() {
        return recordEnd;
    }

    /** Where in the file the next record begins. */
    long offset() {
        return dataOffset + recordEnd;
    }

    /**
     * Goes to the next record.
     *
     * @param limit of the file; bytes from there on do not exist
     * @param isTailRecord whether what stands before the limit is a record even when its line does not end
     * @return false when there is no whole record before the limit
     * @throws IOException also when a record is too long
     */
    boolean next(long limit, boolean isTailRecord) throws IOException {
        recordStart = recordEnd;
        while (true) {
            int known = (int) Math.min(dataEnd, limit - dataOffset);
            int end = known <= recordStart ? -1 : format.recordEnd(data, recordStart, known);
            boolean isAllKnown = dataOffset + known >= limit;
            if (end < 0 && isAllKnown && isTailRecord && known > recordStart) {
                end = known;
            }
            if (end >= 0) {
                recordEnd = end;
                return true;
            }
            if (isAllKnown || !fill()) {
                return false;
            }
        }
    }

    /** Reads more after what is there; false at the file's end. */
    private boolean fill() throws IOException {
        if (recordStart > 0) {
            System.arraycopy(data, recordStart, data, 0, dataEnd - recordStart);
            dataOffset += recordStart;
            dataEnd -= recordStart;
            recordStart = 0;
            recordEnd = 0;
        }
        if (dataEnd == data.length) {
            if (data.length >= RECORD_BYTES_MAX) {
                throw new IOException("the record at byte " + dataOffset + " is longer than " + RECORD_BYTES_MAX
                        + " bytes");
            }
            data = Arrays.copyOf(data, data.length * 2);
        }
        int count = channel.read(ByteBuffer.wrap(data, dataEnd, data.length - dataEnd), dataOffset + dataEnd);
        if (count > 0) {
            dataEnd += count;
        }
        return count > 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
