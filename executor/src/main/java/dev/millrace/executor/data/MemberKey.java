package dev.millrace.executor.data;

import java.nio.ByteBuffer;

import dev.millrace.executor.plan.SqlType;

/** The key of one member of an array or a row, NULL being equal to NULL and the largest. */
final class MemberKey {

    private static final int PRESENT = 1;
    private static final int NULL = 2;

    private MemberKey() {}

    /** @param in at the length of the member in {@code data}, which it is taken behind */
    static void append(ByteBuffer in, byte[] data, SqlType type, ByteBuilder out) {
        int length = in.getInt();
        if (length < 0) {
            out.append(NULL);
            return;
        }
        out.append(PRESENT);
        int at = in.position();
        if (type.layout() == SqlType.Layout.WORD) {
            out.appendBigEndian(KeyEncoder.word(in.getLong(at), type));
        } else {
            KeyEncoder.encode(data, at, at + length, type, out);
        }
        in.position(at + length);
    }
}
