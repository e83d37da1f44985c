package dev.millrace.executor.connector.format;

import java.math.BigDecimal;
import java.time.ZoneOffset;

import dev.millrace.executor.data.Civil;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.NumberText;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads the values of one column, from text or from a JSON number. Text means what PostgreSQL's input function of the
 * type makes of it; times without an offset are UTC. Usual forms are read here, byte by byte; the others by {@link
 * TextForm}.
 */
final class FieldDecoder {

    /** Digits that surely fit a long, with one to spare. */
    static final int DIGITS_MAX = 18;

    private static final long[] POWERS_OF_TEN = new long[DIGITS_MAX + 1];

    static {
        POWERS_OF_TEN[0] = 1;
        for (int i = 1; i <= DIGITS_MAX; i++) {
            POWERS_OF_TEN[i] = POWERS_OF_TEN[i - 1] * 10;
        }
    }

    private final int column;
    private final String name;
    private final SqlType type;
    private final SqlType.Kind kind;
    private final boolean isInteger;
    private final ColumnBuilder single;
    private final TimestampScan timestamps = new TimestampScan();

    FieldDecoder(int column, Schema.Field field) {
        this.column = column;
        name = field.name();
        type = field.type();
        kind = type.kind();
        isInteger = kind == SqlType.Kind.BIGINT || kind == SqlType.Kind.INTEGER || kind == SqlType.Kind.SMALLINT;
        single = new ColumnBuilder(type.layout());
    }

    static FieldDecoder[] of(Schema schema) {
        FieldDecoder[] decoders = new FieldDecoder[schema.size()];
        for (int i = 0; i < decoders.length; i++) {
            decoders[i] = new FieldDecoder(i, schema.field(i));
        }
        return decoders;
    }

    int column() {
        return column;
    }

    SqlType type() {
        return type;
    }

    /** Whether JSON of any kind, as it stands, is a value of the column. */
    boolean isJson() {
        return kind == SqlType.Kind.JSON || kind == SqlType.Kind.JSONB;
    }

    /** Whether JSON objects and arrays, as they stand, are values of the column. */
    boolean takesJsonText() {
        return isJson() || kind.isText();
    }

    /** Whether a text of so many bytes is the column's value as it stands, unless it holds a zero byte. */
    boolean keepsText(int bytes) {
        // No text has more characters than bytes.
        return kind == SqlType.Kind.TEXT
                || kind == SqlType.Kind.VARCHAR
                        && (type.precision() == SqlType.UNSPECIFIED || bytes <= type.precision());
    }

    /** A text, which is valid UTF-8. The bytes may be kept until the row is appended. */
    void text(byte[] data, int start, int end, RowBuffer row) {
        switch (kind) {
            case TEXT, VARCHAR -> {
                if (!keepsText(end - start) || hasZero(data, start, end)) {
                    parse(data, start, end, row);
                } else {
                    row.setBytes(column, data, start, end);
                }
            }
            case SMALLINT, INTEGER, BIGINT -> {
                if (!readInteger(data, start, end, row)) {
                    parse(data, start, end, row);
                }
            }
            case NUMERIC -> {
                if (!readDecimal(data, start, end, row)) {
                    parse(data, start, end, row);
                }
            }
            case TIMESTAMP, TIMESTAMPTZ -> {
                long micros = timestamps.parse(data, start, end, kind == SqlType.Kind.TIMESTAMPTZ);
                if (micros == TimestampScan.OTHER) {
                    parse(data, start, end, row);
                } else {
                    row.setWord(column, TextForm.fitTime(micros, type));
                }
            }
            case BOOLEAN, OID, REAL, DOUBLE, CHAR, BYTEA, DATE, TIME, INTERVAL, UUID, JSON, JSONB, ARRAY, RECORD,
                    UNKNOWN,
                    TIMETZ, INET, CIDR, MACADDR, MONEY, PG_LSN, XID8, PG_SNAPSHOT,
                    ENUM, JSONPATH, BIT, VARBIT, INT4RANGE, INT8RANGE, NUMRANGE,
                    TSRANGE, TSTZRANGE, DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE,
                    TSTZMULTIRANGE, DATEMULTIRANGE ->
                parse(data, start, end, row);
        }
    }

    /** A valid JSON number. Timestamps are milliseconds since 1970; whole numbers may be written as 1.0 or 1e3. */
    void number(byte[] data, int start, int end, RowBuffer row) {
        switch (kind) {
            case SMALLINT, INTEGER, BIGINT -> {
                if (!readInteger(data, start, end, row)) {
                    wholeNumber(data, start, end, row);
                }
            }
            case TIMESTAMP, TIMESTAMPTZ -> {
                String text = new String(data, start, end - start, UTF_8);
                try {
                    long micros = Math.multiplyExact(NumberText.parseInteger(SqlType.Kind.BIGINT, text), 1000L);
                    row.setWord(column, TextForm.fitTime(Civil.checkTimestamp(micros), type));
                } catch (ArithmeticException e) {
                    throw named(Civil.timestampOutOfRange());
                } catch (SqlException e) {
                    throw named(e);
                }
            }
            case BOOLEAN, OID, REAL, DOUBLE, NUMERIC, TEXT, VARCHAR, CHAR, BYTEA, DATE, TIME, INTERVAL, UUID, JSON,
                    JSONB, ARRAY, RECORD, UNKNOWN, TIMETZ, INET, CIDR, MACADDR, MONEY, PG_LSN, XID8, PG_SNAPSHOT,
                    ENUM, JSONPATH, BIT, VARBIT, INT4RANGE,
                    INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE,
                    NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE ->
                text(data, start, end, row);
        }
    }

    /**
     * Reads a JSON number that begins at a place, if it is a usual one of an integer column.
     *
     * @return its end; {@link JsonScan#SURPRISE} when it has to be read by {@link #number}
     */
    int integer(byte[] data, int start, int end, RowBuffer row) {
        if (!isInteger) {
            return JsonScan.SURPRISE;
        }
        int first = data[start] == '-' ? start + 1 : start;
        int at = first;
        long value = 0;
        for (; at < end; at++) {
            int digit = data[at] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = value * 10 + digit;
        }
        int digits = at - first;
        boolean isUsual = digits == 1 || digits > 1 && digits <= DIGITS_MAX && data[first] != '0';
        value = first == start ? value : -value;
        if (!isUsual || at < end && (data[at] == '.' || (data[at] | 0x20) == 'e') || !NumberText.inRange(kind, value)) {
            return JsonScan.SURPRISE;
        }
        row.setWord(column, value);
        return at;
    }

    void truth(boolean value, RowBuffer row) {
        if (kind == SqlType.Kind.BOOLEAN) {
            row.setWord(column, value ? 1 : 0);
        } else {
            byte[] text = Boolean.toString(value).getBytes(UTF_8);
            text(text, 0, text.length, row);
        }
    }

    /** Up to 18 digits, with a minus sign or without. */
    private boolean readInteger(byte[] data, int start, int end, RowBuffer row) {
        int at = start < end && data[start] == '-' ? start + 1 : start;
        if (at == end || end - at > DIGITS_MAX) {
            return false;
        }
        long value = 0;
        for (int i = at; i < end; i++) {
            int digit = data[i] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            value = value * 10 + digit;
        }
        value = at == start ? value : -value;
        if (!NumberText.inRange(kind, value)) {
            return false;
        }
        row.setWord(column, value);
        return true;
    }

    /** Up to 18 digits with a point somewhere between, which need no rounding. */
    private boolean readDecimal(byte[] data, int start, int end, RowBuffer row) {
        int at = start < end && data[start] == '-' ? start + 1 : start;
        if (at == end || end - at > DIGITS_MAX) {
            return false;
        }
        long unscaled = 0;
        int point = -1;
        for (int i = at; i < end; i++) {
            int digit = data[i] - '0';
            if (digit >= 0 && digit <= 9) {
                unscaled = unscaled * 10 + digit;
            } else if (data[i] == '.' && point < 0 && i > at && i + 1 < end) {
                point = i;
            } else {
                return false;
            }
        }
        int scale = point < 0 ? 0 : end - point - 1;
        if (type.precision() != SqlType.UNSPECIFIED) {
            int wanted = type.scale();
            int digits = end - at - (point < 0 ? 0 : 1) + wanted - scale;
            if (wanted < scale || wanted > DIGITS_MAX || digits > DIGITS_MAX || digits > type.precision()) {
                return false;
            }
            unscaled *= POWERS_OF_TEN[wanted - scale];
            scale = wanted;
        }
        row.setDecimal(column, at == start ? unscaled : -unscaled, scale);
        return true;
    }

    private void wholeNumber(byte[] data, int start, int end, RowBuffer row) {
        String text = new String(data, start, end - start, UTF_8);
        long value;
        try {
            BigDecimal number = new BigDecimal(text);
            // The exponent is looked at first: 1e999999999 must not be written out.
            if (number.signum() != 0 && (long) number.precision() - number.scale() > DIGITS_MAX + 1) {
                throw new ArithmeticException("too large");
            }
            if (number.stripTrailingZeros().scale() > 0) {
                throw named(NumberText.invalid(kind, text));
            }
            value = number.longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw named(outOfRange(text));
        }
        if (!NumberText.inRange(kind, value)) {
            throw named(outOfRange(text));
        }
        row.setWord(column, value);
    }

    private SqlException outOfRange(String text) {
        return new SqlException(
                SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                "value \"" + text + "\" is out of range for type " + kind.sqlName());
    }

    private void parse(byte[] data, int start, int end, RowBuffer row) {
        try {
            TextForm.parse(type, new String(data, start, end - start, UTF_8), ZoneOffset.UTC, single);
        } catch (SqlException e) {
            throw named(e);
        }
        row.set(column, single.build());
    }

    private static boolean hasZero(byte[] data, int start, int end) {
        int at = start;
        for (; at + 8 <= end; at += 8) {
            long word = (long) Utf8.LONG.get(data, at);
            if ((word - Utf8.ONES & ~word & Utf8.HIGH_BITS) != 0) {
                return true;
            }
        }
        for (int i = at; i < end; i++) {
            if (data[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /** Says which column a failure is about. */
    SqlException named(SqlException failure) {
        return new SqlException(
                failure.sqlState(), "column \"" + name + "\": " + failure.getMessage(), failure.detail(), null, 0);
    }

    SqlException cannotHold(String what) {
        return new SqlException(
                SqlState.INVALID_TEXT_REPRESENTATION,
                "column \"" + name + "\": " + what + " is no value of type " + type);
    }
}
