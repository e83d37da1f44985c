package dev.millrace.executor.data;

import java.math.BigInteger;

import dev.millrace.storage.ByteReader;
import dev.millrace.storage.ByteWriter;

/**
 * Intervals in order: by their length with months of 30 days and days of 24 hours, as PostgreSQL compares them;
 * IDENTITY
 * adds months and days, from which the rest follows.
 */
final class IntervalKey {

    private static final long DAY_MICROS = 86_400_000_000L;
    private static final int BYTES = 16;

    private IntervalKey() {}

    /** @param from start of months (4), days (4), microseconds (8), big-endian */
    static void encode(byte[] data, int from, KeyCodec.Form form, ByteWriter out) {
        ByteReader in = new ByteReader();
        in.set(data, from, from + BYTES);
        int months = in.getInt();
        int days = in.getInt();
        long micros = in.getLong();
        BigInteger total = BigInteger.valueOf(months * 30L + days)
                .multiply(BigInteger.valueOf(DAY_MICROS))
                .add(BigInteger.valueOf(micros));
        // 96 bits hold every interval; the sign bit is flipped for unsigned order.
        out.putInt(total.shiftRight(64).intValue() ^ Integer.MIN_VALUE);
        out.putLong(total.longValue());
        if (form == KeyCodec.Form.IDENTITY) {
            out.putInt(months);
            out.putInt(days);
        }
    }

    /** Bytes of every value. */
    static int length(KeyCodec.Form form) {
        return form == KeyCodec.Form.IDENTITY ? 20 : 12;
    }

    static void decode(ByteReader in, ByteWriter out) {
        BigInteger total = BigInteger.valueOf(in.getInt() ^ Integer.MIN_VALUE).shiftLeft(64);
        total = total.add(new BigInteger(Long.toUnsignedString(in.getLong())));
        int months = in.getInt();
        int days = in.getInt();
        BigInteger dates = BigInteger.valueOf(months * 30L + days).multiply(BigInteger.valueOf(DAY_MICROS));
        out.putInt(months);
        out.putInt(days);
        out.putLong(total.subtract(dates).longValueExact());
    }
}
