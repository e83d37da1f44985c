package dev.millrace.server.wire;

import io.netty.buffer.ByteBuf;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Decimal digits without a String in between: the commonest value on the wire. */
final class Digits {

    private Digits() {}

    static void write(long value, ByteBuf out) {
        if (value == Long.MIN_VALUE) {
            out.writeCharSequence(Long.toString(value), US_ASCII);
            return;
        }
        long rest = value;
        if (rest < 0) {
            out.writeByte('-');
            rest = -rest;
        }
        int length = 1;
        for (long power = 10; length < 19 && rest >= power; power *= 10) {
            length++;
        }
        int start = out.writerIndex();
        out.ensureWritable(length);
        for (int i = start + length - 1; i >= start; i--) {
            out.setByte(i, '0' + (int) (rest % 10));
            rest /= 10;
        }
        out.writerIndex(start + length);
    }
}
