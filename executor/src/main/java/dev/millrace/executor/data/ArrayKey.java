package dev.millrace.executor.data;

import java.nio.ByteBuffer;

import dev.millrace.executor.plan.SqlType;

/**
 * Bytes that are equal for equal arrays ({1.0} and {1.00} are) and that order as PostgreSQL orders them: by the first
 * elements that differ, NULL being the largest; an array that another one begins with comes before it.
 */
final class ArrayKey {

    private static final int END = 0;
    private static final int PRESENT = 1;
    private static final int NULL = 2;

    private ArrayKey() {}

    /** @param data holds the physical form of {@link ArrayForm} */
    static void encode(byte[] data, int start, int end, SqlType element, ByteBuilder out) {
        ByteBuffer in = ByteBuffer.wrap(data, start, end - start);
        while (in.hasRemaining()) {
            int length = in.getInt();
            if (length < 0) {
                out.append(NULL);
                continue;
            }
            out.append(PRESENT);
            int at = in.position();
            if (element.layout() == SqlType.Layout.WORD) {
                out.appendBigEndian(KeyEncoder.word(in.getLong(at), element));
            } else {
                KeyEncoder.encode(data, at, at + length, element, out);
            }
            in.position(at + length);
        }
        out.append(END);
    }

    static byte[] of(byte[] data, int start, int end, SqlType element) {
        ByteBuilder out = new ByteBuilder();
        encode(data, start, end, element, out);
        return out.toBytes();
    }
}
