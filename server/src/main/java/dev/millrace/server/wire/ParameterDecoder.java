package dev.millrace.server.wire;

import java.time.ZoneId;
import java.util.HexFormat;
import java.util.UUID;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import dev.millrace.executor.data.BitString;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.Literals;
import dev.millrace.executor.data.NetworkAddress;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.data.TimeOfDay;
import dev.millrace.executor.data.Unsigned;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/** Reads the values of a Bind message as literals of the types the statement was planned with. */
public final class ParameterDecoder {

    private ParameterDecoder() {}

    /**
     * @param bytes null for NULL
     * @param zone of {@code timestamptz} text without one
     * @throws SqlException 22P02, 22P03, 22021, ... when the bytes are no value of the type
     */
    public static Expr.Literal decode(byte[] bytes, Format format, SqlType type, ZoneId zone) {
        if (bytes == null) {
            return Expr.Literal.ofNull(type);
        }
        return switch (format) {
            case TEXT -> literal(withoutZone(text(bytes), type), type, zone);
            case BINARY -> binary(bytes, type, zone);
        };
    }

    /** Through the physical form, so that a literal's text is always the canonical one. */
    private static Expr.Literal literal(String text, SqlType type, ZoneId zone) {
        ColumnBuilder column = new ColumnBuilder(type.layout());
        TextForm.parse(type, text, zone, column);
        return Literals.of(type, column.buildLast(), 0);
    }

    private static String text(byte[] bytes) {
        String text = Utf8.decode(bytes);
        if (text.indexOf('\0') >= 0) {
            throw new SqlException(
                    SqlState.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\": 0x00");
        }
        return text;
    }

    /** pgjdbc sends java.sql.Date and Time of unknown type with an offset behind; PostgreSQL ignores it. */
    private static String withoutZone(String text, SqlType type) {
        return switch (type.kind()) {
            case DATE, TIME, TIMESTAMP -> {
                int end = text.length();
                int sign = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
                boolean isOffset = sign > 0 && end - sign <= 9 && isOffset(text, sign);
                yield isOffset ? text.substring(0, sign).stripTrailing() : text;
            }
            case BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, NUMERIC, TEXT, VARCHAR, CHAR, BYTEA,
                    TIMESTAMPTZ, INTERVAL, UUID, JSON, JSONB, ARRAY, RECORD, UNKNOWN, TIMETZ, INET, CIDR, MACADDR,
                    MONEY, PG_LSN, XID8, PG_SNAPSHOT,
                    ENUM,
                    JSONPATH, BIT, VARBIT, INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE,
                    INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE -> text;
        };
    }

    /** An offset follows a time of day ({@code 10:00:00+02}) or a blank ({@code 1970-01-01 +00}). */
    private static boolean isOffset(String text, int sign) {
        for (int i = sign + 1; i < text.length(); i++) {
            if (!Character.isDigit(text.charAt(i)) && text.charAt(i) != ':') {
                return false;
            }
        }
        return text.charAt(sign - 1) == ' ' || text.lastIndexOf(':', sign) > 0;
    }

    private static Expr.Literal binary(byte[] bytes, SqlType type, ZoneId zone) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        try {
            Object value = switch (type.kind()) {
                case BOOLEAN -> in.readByte() != 0;
                case SMALLINT -> (long) in.readShort();
                case INTEGER -> (long) in.readInt();
                case OID -> in.readUnsignedInt();
                case BIGINT, TIME, MONEY -> in.readLong();
                case PG_LSN, XID8 -> Unsigned.turned(in.readLong());
                case PG_SNAPSHOT -> SnapshotWire.decode(in);
                case REAL -> (double) in.readFloat();
                case DOUBLE -> in.readDouble();
                case DATE -> days(in.readInt());
                case TIMESTAMP, TIMESTAMPTZ -> micros(in.readLong());
                case NUMERIC -> NumericWire.decode(in);
                case INTERVAL -> interval(in);
                case UUID -> new UUID(in.readLong(), in.readLong()).toString();
                case TIMETZ -> TimeOfDay.pack(in.readLong(), -in.readInt());
                case INET, CIDR -> NetworkAddress.ofWire(rest(in)).text(type.kind() == SqlType.Kind.CIDR);
                case MACADDR -> NetworkAddress.formatMac(rest(in), 0);
                case BYTEA -> "\\x" + HexFormat.of().formatHex(rest(in));
                case TEXT, VARCHAR, CHAR, JSON, ENUM, UNKNOWN -> text(rest(in));
                case JSONB, JSONPATH -> jsonb(in);
                case BIT, VARBIT -> bits(in);
                case INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE,
                        NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE ->
                    RangeWire.decode(in, type, zone);
                case ARRAY -> ArrayWire.decode(in, type, zone);
                case RECORD -> RecordWire.decode(in, type, zone);
            };
            if (in.isReadable()) {
                throw invalid(type);
            }
            if (value instanceof String text) {
                boolean isVector = type.guise() != null && type.guise().isVector();
                Expr.Literal literal = literal(text, isVector ? type.withoutModifiers() : type, zone);
                return new Expr.Literal(literal.value(), type);
            }
            return new Expr.Literal(value, type);
        } catch (IndexOutOfBoundsException e) {
            throw invalid(type);
        }
    }

    private static SqlException invalid(SqlType type) {
        return new SqlException(
                SqlState.INVALID_BINARY_REPRESENTATION, "incorrect binary data format for type " + type);
    }

    private static byte[] rest(ByteBuf in) {
        byte[] bytes = new byte[in.readableBytes()];
        in.readBytes(bytes);
        return bytes;
    }

    private static String bits(ByteBuf in) {
        int length = in.readInt();
        byte[] packed = rest(in);
        if (length < 0 || packed.length != (length + 7L) / 8) {
            throw new SqlException(SqlState.INVALID_BINARY_REPRESENTATION, "invalid length in external bit string");
        }
        return BitString.ofPacked(packed, length).toString();
    }

    private static String interval(ByteBuf in) {
        long micros = in.readLong();
        int days = in.readInt();
        int months = in.readInt();
        return new Interval(months, days, micros).toString();
    }

    private static String jsonb(ByteBuf in) {
        if (in.readByte() != 1) {
            throw new SqlException(SqlState.INVALID_BINARY_REPRESENTATION, "unsupported jsonb version number");
        }
        return text(rest(in));
    }

    private static long days(int days) {
        if (days == Integer.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        return days == Integer.MIN_VALUE ? Long.MIN_VALUE : (long) days + ValueEncoder.POSTGRES_EPOCH_DAYS;
    }

    private static long micros(long micros) {
        return micros == Long.MAX_VALUE || micros == Long.MIN_VALUE
                ? micros
                : Math.addExact(micros, ValueEncoder.POSTGRES_EPOCH_MICROS);
    }
}
