package dev.millrace.server.wire;

import java.time.ZoneId;
import java.util.Collections;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import dev.millrace.executor.data.DeltaBatch;

/** Rows in COPY's binary format: the fields of a DataRow without its envelope, between a header and a trailer. */
public final class BinaryRows {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int ENVELOPE_BYTES = 5;

    private final RowEncoder encoder;
    private final ByteBuf buffer = Unpooled.buffer(256);

    public BinaryRows(List<WireColumn> columns, ZoneId zone) {
        encoder = new RowEncoder(columns, Collections.nCopies(columns.size(), Format.BINARY), zone);
    }

    public static byte[] signature() {
        return SIGNATURE.clone();
    }

    /** Signature, no flags, no extension. */
    public static byte[] header() {
        byte[] header = new byte[SIGNATURE.length + 8];
        System.arraycopy(SIGNATURE, 0, header, 0, SIGNATURE.length);
        return header;
    }

    /** A field count of -1. */
    public static byte[] trailer() {
        return new byte[] {-1, -1};
    }

    public byte[] encode(DeltaBatch batch, int row) {
        buffer.clear();
        encoder.encode(batch, row, buffer);
        byte[] bytes = new byte[buffer.readableBytes() - ENVELOPE_BYTES];
        buffer.getBytes(ENVELOPE_BYTES, bytes);
        return bytes;
    }
}
