package dev.millrace.executor.data;

import java.nio.ByteBuffer;

import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlType;

/**
 * Bytes that are equal for equal rows and that order as PostgreSQL orders rows as values: by the first fields that
 * differ, NULL being equal to NULL and the largest.
 */
final class RecordKey {

    private static final int PRESENT = 1;
    private static final int NULL = 2;

    private RecordKey() {}

    /** @param data holds the physical form of {@link RecordForm} */
    static void encode(byte[] data, int start, int end, RowType type, ByteBuilder out) {
        ByteBuffer in = ByteBuffer.wrap(data, start, end - start);
        for (RowType.Field field : type.fields()) {
            int length = in.getInt();
            if (length < 0) {
                out.append(NULL);
                continue;
            }
            out.append(PRESENT);
            int at = in.position();
            if (field.type().layout() == SqlType.Layout.WORD) {
                out.appendBigEndian(KeyEncoder.word(in.getLong(at), field.type()));
            } else {
                KeyEncoder.encode(data, at, at + length, field.type(), out);
            }
            in.position(at + length);
        }
    }

    static byte[] of(byte[] data, int start, int end, RowType type) {
        ByteBuilder out = new ByteBuilder();
        encode(data, start, end, type, out);
        return out.toBytes();
    }
}
