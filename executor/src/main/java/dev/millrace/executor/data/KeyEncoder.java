package dev.millrace.executor.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlType;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Writes some columns of a row as one run of bytes that is equal for rows that SQL holds equal in these columns, and
 * that orders (as unsigned bytes) as SQL orders them: what operators group, match and sort by.
 *
 * <p>Equal in SQL means: 1.0 and 1.00 are one key, -0.0 and 0.0 are one, NaN is NaN, CHAR has no trailing blanks, 1
 * month is 30 days. The way back to the value is therefore not always open ({@link #isLossless}). A column's bytes
 * are never the prefix of another value's, so that keys can be put one after the other.
 */
public final class KeyEncoder {

    private static final int NULL_FIRST = 0;
    private static final int PRESENT = 1;
    private static final int NULL_LAST = 2;

    private final SqlType[] types;
    private final SortKey[] keys;

    private KeyEncoder(SqlType[] types, SortKey[] keys) {
        this.types = types;
        this.keys = keys;
    }

    /** Ascending by the columns, in the given order. */
    public static KeyEncoder of(Schema schema, List<Integer> columns) {
        return ordered(schema, columns.stream().map(SortKey::ascending).toList());
    }

    public static KeyEncoder ordered(Schema schema, List<SortKey> keys) {
        SqlType[] types = new SqlType[keys.size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = schema.type(keys.get(i).column());
        }
        return new KeyEncoder(types, keys.toArray(SortKey[]::new));
    }

    /** This order, then by every column that it leaves out, ascending. */
    public static KeyEncoder total(Schema schema, List<SortKey> keys) {
        List<SortKey> all = new ArrayList<>(keys);
        for (int i = 0; i < schema.size(); i++) {
            int column = i;
            if (keys.stream().noneMatch(key -> key.column() == column)) {
                all.add(SortKey.ascending(i));
            }
        }
        return ordered(schema, all);
    }

    public int columnCount() {
        return keys.length;
    }

    /** Whether different values of every column have different bytes. */
    public boolean isLossless() {
        for (SqlType type : types) {
            if (!isLossless(type)) {
                return false;
            }
        }
        return true;
    }

    /** Whether values of a type that SQL holds equal are always the same bytes. */
    public static boolean isLossless(SqlType type) {
        return switch (type.kind()) {
            case BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, DATE, TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ,
                    MONEY, PG_LSN, XID8 -> true;
            case TEXT, VARCHAR, BYTEA, UUID, INET, CIDR, MACADDR, JSON, UNKNOWN, ENUM, JSONPATH, PG_SNAPSHOT, BIT,
                    VARBIT,
                    INT4RANGE, INT8RANGE, TSRANGE, TSTZRANGE, DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE,
                    TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE -> true;
            case ARRAY -> isLossless(type.element());
            case RECORD -> type.row().types().stream().allMatch(KeyEncoder::isLossless);
            // With a modifier, every value has the same scale, or is padded to the same length.
            case NUMERIC -> type.scale() != SqlType.UNSPECIFIED;
            case CHAR -> type.precision() != SqlType.UNSPECIFIED;
            case REAL, DOUBLE, INTERVAL, JSONB, NUMRANGE, NUMMULTIRANGE -> false;
        };
    }

    /** Whether any key column of the row is NULL. */
    public boolean hasNull(DeltaBatch batch, int row) {
        for (SortKey key : keys) {
            if (batch.column(key.column()).isNull(row)) {
                return true;
            }
        }
        return false;
    }

    /** Bytes of each key of a batch of which no key column is NULL and all are words; 0 for other batches. */
    int fixedWidth(DeltaBatch batch) {
        for (SortKey key : keys) {
            if (!(batch.column(key.column()) instanceof WordColumn words) || words.nulls() != null) {
                return 0;
            }
        }
        return (1 + Long.BYTES) * keys.length;
    }

    /** Encodes all rows of a batch that has a {@link #fixedWidth}, column by column. */
    void encodeAll(DeltaBatch batch, byte[] out, int start, int width) {
        for (int i = 0; i < keys.length; i++) {
            long[] values = batch.words(keys[i].column()).values();
            boolean isFloat = types[i].kind().isFloat();
            long inversion = keys[i].descending() ? -1 : 0;
            int at = start + (1 + Long.BYTES) * i;
            for (int row = 0; row < batch.size(); row++, at += width) {
                long word = isFloat ? word(values[row], types[i]) : values[row] ^ Long.MIN_VALUE;
                out[at] = PRESENT;
                ByteBuilder.setBigEndian(out, at + 1, word ^ inversion);
            }
        }
    }

    public void encode(DeltaBatch batch, int row, ByteBuilder out) {
        for (int i = 0; i < keys.length; i++) {
            encode(batch.column(keys[i].column()), row, types[i], keys[i], out);
        }
    }

    private static void encode(Column column, int row, SqlType type, SortKey key, ByteBuilder out) {
        if (column.isNull(row)) {
            out.append(key.nullsFirst() ? NULL_FIRST : NULL_LAST);
            return;
        }
        out.append(PRESENT);
        int start = out.size();
        switch (column) {
            case WordColumn words -> out.appendBigEndian(word(words.values()[row], type));
            case BytesColumn bytes -> encode(bytes.data(), bytes.start(row), bytes.end(row), type, out);
        }
        if (key.descending()) {
            out.complement(start);
        }
    }

    static long word(long value, SqlType type) {
        if (!type.kind().isFloat()) {
            return value ^ Long.MIN_VALUE;
        }
        double number = Double.longBitsToDouble(value);
        // Adding zero makes -0.0 into 0.0; doubleToLongBits makes every NaN one, above infinity.
        long bits = Double.doubleToLongBits(number + 0.0);
        return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
    }

    /** The order of two values of layout BYTES that are not NULL. */
    public static int compare(SqlType type, BytesColumn left, int leftRow, BytesColumn right, int rightRow) {
        ByteBuilder one = new ByteBuilder();
        ByteBuilder other = new ByteBuilder();
        encode(left.data(), left.start(leftRow), left.end(leftRow), type, one);
        encode(right.data(), right.start(rightRow), right.end(rightRow), type, other);
        return Arrays.compareUnsigned(one.toBytes(), other.toBytes());
    }

    /** A value of layout BYTES that is not NULL. */
    static void encode(byte[] data, int start, int end, SqlType type, ByteBuilder out) {
        switch (type.kind()) {
            case UUID -> out.append(data, start, end);
            case INTERVAL -> {
                byte[] length = Interval.normalise(data, start);
                length[0] ^= (byte) 0x80;
                out.append(length, 0, length.length);
            }
            case NUMERIC -> encodeNumeric(data, start, end, out);
            case CHAR -> {
                int trimmed = end;
                while (trimmed > start && data[trimmed - 1] == ' ') {
                    trimmed--;
                }
                encodeEscaped(data, start, trimmed, out);
            }
            case JSONB -> JsonKey.encode(data, start, end, out);
            case ARRAY -> ArrayKey.encode(data, start, end, type.element(), out);
            case RECORD -> RecordKey.encode(data, start, end, type.row(), out);
            case NUMRANGE, NUMMULTIRANGE ->
                encodeEscaped(data, start, RangeForm.keyEnd(type.kind(), data, start, end), out);
            case TEXT, VARCHAR, BYTEA, JSON, INET, CIDR, MACADDR, ENUM, UNKNOWN, JSONPATH, PG_SNAPSHOT, BIT, VARBIT,
                    INT4RANGE,
                    INT8RANGE, TSRANGE, TSTZRANGE, DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE, TSMULTIRANGE,
                    TSTZMULTIRANGE, DATEMULTIRANGE ->
                encodeEscaped(data, start, end, out);
            case BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMETZ, MONEY, PG_LSN, XID8,
                    TIMESTAMP,
                    TIMESTAMPTZ ->
                throw new IllegalStateException(type + " is not of layout BYTES");
        }
    }

    /** 00 becomes 00 FF, the end is 00 00: no value is a prefix of another, and order is kept. */
    static void encodeEscaped(byte[] data, int start, int end, ByteBuilder out) {
        int from = start;
        for (int i = start; i < end; i++) {
            if (data[i] == 0) {
                out.append(data, from, i + 1);
                out.append(0xFF);
                from = i + 1;
            }
        }
        out.append(data, from, end);
        out.append(0);
        out.append(0);
    }

    private static final int NUMERIC_NEGATIVE_INFINITY = 1;
    private static final int NUMERIC_NEGATIVE = 2;
    private static final int NUMERIC_ZERO = 3;
    private static final int NUMERIC_POSITIVE = 4;
    private static final int NUMERIC_INFINITY = 5;
    private static final int NUMERIC_NAN = 6;

    /** Sign, decimal exponent, then two digits a byte, ended by 0; complemented where negative. */
    private static void encodeNumeric(byte[] data, int start, int end, ByteBuilder out) {
        if (Numeric.isCompact(data, start, end)) {
            long unscaled = Numeric.unscaledLong(data, start, end);
            if (unscaled != Long.MIN_VALUE) {
                encodeDecimal(Long.signum(unscaled), Long.toString(Math.abs(unscaled)).getBytes(US_ASCII),
                        Numeric.scale(data, start), out);
                return;
            }
        }
        Numeric value = Numeric.read(data, start, end);
        if (value.isFinite()) {
            encodeDecimal(value.decimal(), out);
        } else {
            out.append(value.isNaN() ? NUMERIC_NAN : value.signum() < 0 ? NUMERIC_NEGATIVE_INFINITY : NUMERIC_INFINITY);
        }
    }

    static void encodeDecimal(BigDecimal value, ByteBuilder out) {
        BigInteger unscaled = value.unscaledValue();
        encodeDecimal(unscaled.signum(), unscaled.abs().toString().getBytes(US_ASCII), value.scale(), out);
    }

    private static void encodeDecimal(int sign, byte[] digits, int scale, ByteBuilder out) {
        if (sign == 0) {
            out.append(NUMERIC_ZERO);
            return;
        }
        out.append(sign < 0 ? NUMERIC_NEGATIVE : NUMERIC_POSITIVE);
        int body = out.size();
        int exponent = digits.length - scale;
        int length = digits.length;
        while (digits[length - 1] == '0') {
            length--;
        }
        int biased = exponent ^ Integer.MIN_VALUE;
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.append(biased >>> shift);
        }
        for (int i = 0; i < length; i += 2) {
            int tens = digits[i] - '0';
            int ones = i + 1 < length ? digits[i + 1] - '0' : 0;
            out.append(tens * 10 + ones + 1);
        }
        out.append(0);
        if (sign < 0) {
            out.complement(body);
        }
    }
}
