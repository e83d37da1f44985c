package dev.millrace.executor.data;

import java.nio.ByteBuffer;

import dev.millrace.executor.plan.SqlType;

/**
 * Bytes that are equal for equal arrays ({1.0} and {1.00} are) and that order as PostgreSQL orders them: by the first
 * elements that differ, NULL being the largest; an array that another one begins with comes before it; then by their
 * shapes.
 */
final class ArrayKey {

    private static final int END = 0;
    private static final ArrayShape PLAIN = ArrayShape.list(1);

    private ArrayKey() {}

    /** @param data holds the physical form of {@link ArrayForm} */
    static void encode(byte[] data, int start, int end, SqlType element, ByteBuilder out) {
        ByteBuffer in = ByteBuffer.wrap(data, start, end - start);
        ArrayShape told = ArrayShape.read(in);
        boolean isEmpty = !in.hasRemaining();
        while (in.hasRemaining()) {
            MemberKey.append(in, data, element, out);
        }
        out.append(END);
        if (!isEmpty) {
            encode(told == null ? PLAIN : told, out);
        }
    }

    /** Of a shape with one dimension its size is known. */
    private static void encode(ArrayShape shape, ByteBuilder out) {
        out.append(shape.dimensions());
        for (int i = 0; i < shape.dimensions() && shape.dimensions() > 1; i++) {
            out.appendBigEndian(shape.size(i));
        }
        for (int i = 0; i < shape.dimensions(); i++) {
            out.appendBigEndian(shape.lower(i) ^ Long.MIN_VALUE);
        }
    }

    static byte[] of(byte[] data, int start, int end, SqlType element) {
        ByteBuilder out = new ByteBuilder();
        encode(data, start, end, element, out);
        return out.toBytes();
    }
}
