package dev.millrace.executor.data;

import java.nio.ByteBuffer;

import dev.millrace.executor.plan.RowType;

/**
 * Bytes that are equal for equal rows and that order as PostgreSQL orders rows as values: by the first fields that
 * differ, NULL being equal to NULL and the largest.
 */
final class RecordKey {

    private RecordKey() {}

    /** @param data holds the physical form of {@link RecordForm} */
    static void encode(byte[] data, int start, int end, RowType type, ByteBuilder out) {
        ByteBuffer in = ByteBuffer.wrap(data, start, end - start);
        for (RowType.Field field : type.fields()) {
            MemberKey.append(in, data, field.type(), out);
        }
    }

    static byte[] of(byte[] data, int start, int end, RowType type) {
        ByteBuilder out = new ByteBuilder();
        encode(data, start, end, type, out);
        return out.toBytes();
    }
}
