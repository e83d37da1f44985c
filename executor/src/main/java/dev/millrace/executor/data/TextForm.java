package dev.millrace.executor.data;

import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Locale;

import dev.millrace.executor.json.JsonText;
import dev.millrace.executor.plan.EnumType;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Values of every type as PostgreSQL's input and output functions write them: what the wire, CSV files, casts to and
 * from text, and literals share.
 */
public final class TextForm {

    private TextForm() {}

    /** The output text of a value that is not NULL. @param zone of the session, for TIMESTAMPTZ */
    public static String format(SqlType type, Column column, int row, ZoneId zone) {
        return switch (column) {
            case WordColumn words -> format(type, words.values()[row], zone);
            case BytesColumn bytes -> format(type, bytes.data(), bytes.start(row), bytes.end(row), zone);
        };
    }

    /** As {@link #format}, in the session's {@link DateStyle}: for people, and for nothing that is read again here. */
    public static String shown(SqlType type, Column column, int row, ZoneId zone) {
        return switch (column) {
            case WordColumn words -> shown(type, words.values()[row], zone);
            case BytesColumn bytes -> shown(type, bytes.data(), bytes.start(row), bytes.end(row), zone);
        };
    }

    public static String shown(SqlType type, long word, ZoneId zone) {
        if (type.kind().isFloat() && DateStyle.current().roundsFloats()) {
            return NumberText.rounded(type.kind(), Double.longBitsToDouble(word), DateStyle.current().floatDigits());
        }
        boolean isDate = type.kind() == SqlType.Kind.DATE;
        if (!isDate && type.kind() != SqlType.Kind.TIMESTAMP && type.kind() != SqlType.Kind.TIMESTAMPTZ) {
            return format(type, word, zone);
        }
        DateStyle style = DateStyle.current();
        if (style.form() == DateStyle.Form.ISO) {
            return format(type, word, zone);
        }
        return isDate
                ? StyledText.date(word, style)
                : StyledText.timestamp(word, type.kind() == SqlType.Kind.TIMESTAMPTZ ? zone : null, style);
    }

    public static String shown(SqlType type, byte[] data, int start, int end, ZoneId zone) {
        return switch (type.kind()) {
            case INTERVAL -> StyledInterval.format(Interval.read(data, start), DateStyle.current().interval());
            case BYTEA -> DateStyle.current().escapesBytes()
                    ? escaped(data, start, end)
                    : format(type, data, start, end, zone);
            case ARRAY -> ArrayText.format(type, data, start, end, zone, true);
            case RECORD -> RecordText.format(type, data, start, end, zone, true);
            case INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE,
                    NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE ->
                RangeForm.format(type.kind(), data, start, end, zone, true);
            default -> format(type, data, start, end, zone);
        };
    }

    private static String escaped(byte[] data, int start, int end) {
        StringBuilder out = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            int octet = data[i] & 0xff;
            if (octet == '\\') {
                out.append("\\\\");
            } else if (octet >= ' ' && octet <= '~') {
                out.append((char) octet);
            } else {
                out.append('\\').append((char) ('0' + (octet >> 6)))
                        .append((char) ('0' + (octet >> 3 & 7))).append((char) ('0' + (octet & 7)));
            }
        }
        return out.toString();
    }

    /** As {@link #format}, in UTF-8. */
    public static byte[] formatBytes(SqlType type, Column column, int row, ZoneId zone) {
        if (column instanceof BytesColumn bytes && isStoredAsText(type.kind())) {
            return bytes.bytes(row);
        }
        return format(type, column, row, zone).getBytes(UTF_8);
    }

    /** Kinds whose physical form is their output text. */
    public static boolean isStoredAsText(SqlType.Kind kind) {
        return switch (kind) {
            case TEXT, VARCHAR, CHAR, JSON, JSONB, JSONPATH, PG_SNAPSHOT, UNKNOWN -> true;
            default -> false;
        };
    }

    /** The output text of a value of layout WORD. */
    public static String format(SqlType type, long word, ZoneId zone) {
        if (type.numbersObjects()) {
            return ObjectSpelling.current().spell(type.guise(), word);
        }
        StringBuilder out = new StringBuilder(32);
        switch (type.kind()) {
            case BOOLEAN -> out.append(word != 0 ? 't' : 'f');
            case REAL -> out.append(NumberText.format((float) Double.longBitsToDouble(word)));
            case DOUBLE -> out.append(NumberText.format(Double.longBitsToDouble(word)));
            case DATE -> DateTimeText.appendDate(out, word);
            case TIME -> DateTimeText.appendTime(out, word);
            case TIMETZ -> out.append(TimeOfDay.format(word));
            case MONEY -> out.append(Money.format(word));
            case PG_LSN -> out.append(Unsigned.formatPosition(word));
            case XID8 -> out.append(Unsigned.format(word));
            case TIMESTAMP -> DateTimeText.appendTimestamp(out, word);
            case TIMESTAMPTZ -> DateTimeText.appendTimestampTz(out, word, zone);
            default -> out.append(word);
        }
        return out.toString();
    }

    /** The output text of a value of layout BYTES. */
    public static String format(SqlType type, byte[] data, int start, int end, ZoneId zone) {
        return switch (type.kind()) {
            case NUMERIC -> Numeric.read(data, start, end).toString();
            case INTERVAL -> Interval.read(data, start).toString();
            case BYTEA -> "\\x" + HexFormat.of().formatHex(data, start, end);
            case UUID -> formatUuid(data, start);
            case ENUM -> formatLabel(data, EnumType.labelStart(data, start, end), end);
            case INET, CIDR -> NetworkAddress.read(data, start, end).text(type.kind() == SqlType.Kind.CIDR);
            case MACADDR -> NetworkAddress.formatMac(data, start);
            case ARRAY -> ArrayText.format(type, data, start, end, zone, false);
            case RECORD -> RecordText.format(type, data, start, end, zone, false);
            case BIT, VARBIT -> BitString.read(data, start, end).toString();
            case INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE,
                    NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE ->
                RangeForm.format(type.kind(), data, start, end, zone, false);
            default -> new String(data, start, end - start, UTF_8);
        };
    }

    private static String formatLabel(byte[] data, int start, int end) {
        return new String(data, start, end - start, UTF_8);
    }

    private static String formatUuid(byte[] data, int start) {
        HexFormat hex = HexFormat.of();
        StringBuilder out = new StringBuilder(36);
        for (int i = 0; i < 16; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                out.append('-');
            }
            hex.toHexDigits(out, data[start + i]);
        }
        return out.toString();
    }

    /**
     * Reads a text by the input function of a type, enforces the type's modifiers as an assignment does, and appends
     * the value.
     *
     * @throws SqlException as PostgreSQL's: 22P02, 22003, 22007, 22008, 22001, ...; then nothing was appended
     */
    public static void parse(SqlType type, String text, ZoneId zone, ColumnBuilder out) {
        switch (type.kind()) {
            case NUMERIC -> NumberText.fit(NumberText.parseNumeric(text), type).appendTo(out);
            case TEXT, UNKNOWN -> out.appendText(Guises.fit(checkText(text), type));
            case VARCHAR, CHAR -> out.appendText(fitText(checkText(text), type, false));
            case BYTEA -> out.appendBytes(parseBytea(text));
            case INTERVAL -> IntervalText.parse(text, type).appendTo(out);
            case UUID -> out.appendBytes(parseUuid(text));
            case ENUM -> out.appendBytes(type.labels().value(text));
            case INET -> out.appendBytes(NetworkAddress.parse(text, false).toBytes());
            case CIDR -> out.appendBytes(NetworkAddress.parse(text, true).toBytes());
            case MACADDR -> out.appendBytes(NetworkAddress.parseMac(text));
            case JSON -> out.appendText(JsonText.check(text));
            case JSONB -> out.appendText(JsonText.canonical(text));
            case ARRAY -> out.appendBytes(ArrayText.parse(type, text, zone));
            case RECORD -> out.appendBytes(RecordText.parse(type, text, zone));
            case JSONPATH -> out.appendText(PathSpelling.known().canonical(checkText(text)));
            case PG_SNAPSHOT -> out.appendText(TransactionSnapshot.parse(text).toString());
            case BIT, VARBIT -> out.appendBytes(BitString.parse(text).as(type, false).toBytes());
            case INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE,
                    NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE ->
                out.appendBytes(RangeForm.parse(type.kind(), text, zone));
            case BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ,
                    MONEY, PG_LSN, XID8 ->
                out.appendWord(parseWord(type, text, zone));
        }
    }

    /** Reads a text by the input function of a type of layout WORD. */
    public static long parseWord(SqlType type, String text, ZoneId zone) {
        if (type.numbersObjects()) {
            return ObjectSpelling.current().read(type.guise(), text);
        }
        return switch (type.kind()) {
            case BOOLEAN -> parseBoolean(text) ? 1 : 0;
            case REAL, DOUBLE -> Double.doubleToLongBits(NumberText.parseFloat(type.kind(), text));
            case TIMETZ -> TimeOfDay.parse(text, zone, type);
            case MONEY -> Money.parse(text);
            case PG_LSN -> Unsigned.parsePosition(text);
            case XID8 -> Unsigned.parse(text);
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ ->
                fitTime(DateTimeParser.parse(type.kind(), text, zone), type);
            default -> NumberText.parseInteger(type.kind(), text);
        };
    }

    /** Rounds a TIME, TIMESTAMP or TIMESTAMPTZ to the type's fractional digits. */
    public static long fitTime(long micros, SqlType type) {
        if (type.precision() == SqlType.UNSPECIFIED
                || type.precision() >= 6
                || type.kind() == SqlType.Kind.DATE
                || Civil.isInfinite(micros)) {
            return micros;
        }
        if (type.kind() == SqlType.Kind.TIMETZ) {
            long time = fitTime(TimeOfDay.micros(micros), new SqlType(SqlType.Kind.TIME, type.precision(), -1, null));
            return TimeOfDay.pack(time, TimeOfDay.offsetSeconds(micros));
        }
        long unit = Numeric.POWERS_OF_TEN[6 - type.precision()];
        long half = unit / 2;
        // Half away from zero of PostgreSQL's own epoch, 2000-01-01.
        long origin = type.kind() == SqlType.Kind.TIME ? 0 : 946_684_800L * Interval.MICROS_PER_SECOND;
        long distance = micros - origin;
        long rounded = distance >= 0 ? (distance + half) / unit * unit : -((half - distance) / unit * unit);
        return origin + rounded;
    }

    /**
     * Makes text a value of {@code varchar(n)} or {@code char(n)}.
     *
     * @param truncate what an explicit cast does to longer text; otherwise 22001 unless the excess is blanks
     */
    public static String fitText(String text, SqlType type, boolean truncate) {
        int limit = type.precision();
        if (limit == SqlType.UNSPECIFIED) {
            return text;
        }
        int length = text.codePointCount(0, text.length());
        if (length > limit) {
            int cut = text.offsetByCodePoints(0, limit);
            if (!truncate && !text.substring(cut).chars().allMatch(c -> c == ' ')) {
                throw new SqlException(
                        SqlState.STRING_DATA_RIGHT_TRUNCATION, "value too long for type " + type);
            }
            return text.substring(0, cut);
        }
        return type.kind() == SqlType.Kind.CHAR ? text + " ".repeat(limit - length) : text;
    }

    private static String checkText(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new SqlException(
                    SqlState.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\": 0x00");
        }
        return text;
    }

    static boolean parseBoolean(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "t", "tr", "tru", "true", "y", "ye", "yes", "on", "1" -> true;
            case "f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0" -> false;
            default -> throw NumberText.invalid(SqlType.Kind.BOOLEAN, text);
        };
    }

    /** Hex or escape form. */
    public static byte[] parseBytea(String text) {
        if (text.startsWith("\\x")) {
            return parseHex(text.substring(2));
        }
        byte[] escaped = text.getBytes(UTF_8);
        byte[] bytes = new byte[escaped.length];
        int length = 0;
        for (int i = 0; i < escaped.length; i++) {
            if (escaped[i] != '\\') {
                bytes[length++] = escaped[i];
            } else if (i + 1 < escaped.length && escaped[i + 1] == '\\') {
                bytes[length++] = '\\';
                i++;
            } else if (i + 3 < escaped.length && isOctal(escaped, i + 1)) {
                bytes[length++] =
                        (byte) ((escaped[i + 1] - '0') << 6 | (escaped[i + 2] - '0') << 3 | escaped[i + 3] - '0');
                i += 3;
            } else {
                throw new SqlException(SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type bytea");
            }
        }
        return java.util.Arrays.copyOf(bytes, length);
    }

    private static boolean isOctal(byte[] text, int at) {
        return text[at] >= '0' && text[at] <= '3' && text[at + 1] >= '0' && text[at + 1] <= '7'
                && text[at + 2] >= '0' && text[at + 2] <= '7';
    }

    /** Pairs of hex digits; white space between pairs is allowed. */
    public static byte[] parseHex(String text) {
        byte[] bytes = new byte[text.length() / 2];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
                continue;
            }
            int high = hexDigit(text, i++);
            if (i == text.length()) {
                throw new SqlException(
                        SqlState.INVALID_PARAMETER_VALUE, "invalid hexadecimal data: odd number of digits");
            }
            bytes[length++] = (byte) (high << 4 | hexDigit(text, i));
        }
        return java.util.Arrays.copyOf(bytes, length);
    }

    private static int hexDigit(String text, int at) {
        int digit = text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
        if (digit < 0) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "invalid hexadecimal digit: \"" + Character.toString(text.codePointAt(at)) + "\"");
        }
        return digit;
    }

    /** With or without braces; a hyphen is allowed after every fourth digit. */
    static byte[] parseUuid(String text) {
        String digits = text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text;
        byte[] bytes = new byte[16];
        int count = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c == '-' && count > 0 && count % 4 == 0 && count < 32 && digits.charAt(i - 1) != '-') {
                continue;
            }
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0 || count == 32) {
                throw NumberText.invalid(SqlType.Kind.UUID, text);
            }
            bytes[count >> 1] |= (byte) ((count & 1) == 0 ? digit << 4 : digit);
            count++;
        }
        if (count != 32) {
            throw NumberText.invalid(SqlType.Kind.UUID, text);
        }
        return bytes;
    }
}
