package dev.millrace.server.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

import io.netty.buffer.ByteBuf;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** PostgreSQL's binary numeric: base-10000 digits, the weight of the first, a sign, the display scale. */
final class NumericWire {

    private static final int POSITIVE = 0x0000;
    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xC000;
    private static final int INFINITY = 0xD000;
    private static final int NEGATIVE_INFINITY = 0xF000;
    private static final int BASE_DIGITS = 4;

    private NumericWire() {}

    static void encode(Column column, int row, ByteBuf out) {
        Numeric value = Numeric.read((BytesColumn) column, row);
        if (!value.isFinite()) {
            int sign = value.isNaN() ? NAN : value.signum() > 0 ? INFINITY : NEGATIVE_INFINITY;
            header(0, 0, sign, 0, out);
            return;
        }
        BigDecimal decimal = value.decimal();
        int scale = value.scale();
        String digits = decimal.unscaledValue().abs().toString();
        // Groups of four are counted from the point, so both sides are filled up with zeros.
        int fraction = (scale + BASE_DIGITS - 1) / BASE_DIGITS * BASE_DIGITS;
        digits = digits + "0".repeat(fraction - scale);
        int whole = Math.max(digits.length() - fraction, 0);
        int missing = (BASE_DIGITS - whole % BASE_DIGITS) % BASE_DIGITS + Math.max(fraction - digits.length(), 0);
        digits = "0".repeat(missing) + digits;
        int first = 0;
        int last = digits.length();
        while (first < last && digits.startsWith("0000", first)) {
            first += BASE_DIGITS;
        }
        while (last > first && digits.startsWith("0000", last - BASE_DIGITS)) {
            last -= BASE_DIGITS;
        }
        int count = (last - first) / BASE_DIGITS;
        int weight = count == 0 ? 0 : (digits.length() - fraction - first) / BASE_DIGITS - 1;
        header(count, weight, decimal.signum() < 0 ? NEGATIVE : POSITIVE, scale, out);
        for (int i = first; i < last; i += BASE_DIGITS) {
            out.writeShort(Integer.parseInt(digits, i, i + BASE_DIGITS, 10));
        }
    }

    private static void header(int count, int weight, int sign, int scale, ByteBuf out) {
        out.writeShort(count);
        out.writeShort(weight);
        out.writeShort(sign);
        out.writeShort(scale);
    }

    /** The value as SQL text, from PostgreSQL's binary form. */
    static String decode(ByteBuf in) {
        int count = in.readUnsignedShort();
        int weight = in.readShort();
        int sign = in.readUnsignedShort();
        int scale = in.readUnsignedShort();
        if (in.readableBytes() != 2 * count || scale > Numeric.SCALE_MAX) {
            throw invalid();
        }
        switch (sign) {
            case NAN:
                return "NaN";
            case INFINITY:
                return "Infinity";
            case NEGATIVE_INFINITY:
                return "-Infinity";
            case POSITIVE, NEGATIVE:
                break;
            default:
                throw invalid();
        }
        StringBuilder digits = new StringBuilder("0");
        for (int i = 0; i < count; i++) {
            int digit = in.readUnsignedShort();
            if (digit > 9999) {
                throw invalid();
            }
            digits.append(digit / 1000).append(digit / 100 % 10).append(digit / 10 % 10).append(digit % 10);
        }
        BigDecimal value = new BigDecimal(new BigInteger(digits.toString()), (count - 1 - weight) * BASE_DIGITS)
                .setScale(scale, RoundingMode.DOWN);
        return (sign == NEGATIVE ? value.negate() : value).toPlainString();
    }

    private static SqlException invalid() {
        return new SqlException(SqlState.INVALID_BINARY_REPRESENTATION, "invalid digit in external \"numeric\" value");
    }
}
