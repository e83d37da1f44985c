package dev.millrace.server.wire;

import java.time.ZoneId;

import io.netty.buffer.ByteBuf;

import dev.millrace.executor.data.BitString;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.NetworkAddress;
import dev.millrace.executor.data.RangeTypes;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.data.TimeOfDay;
import dev.millrace.executor.data.Unsigned;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.Guise;
import dev.millrace.executor.plan.SqlType;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Writes a value that is not NULL, without its length. */
interface ValueEncoder {

    /** Days from 1970-01-01 to 2000-01-01, where PostgreSQL's binary dates begin. */
    int POSTGRES_EPOCH_DAYS = 10_957;

    long POSTGRES_EPOCH_MICROS = POSTGRES_EPOCH_DAYS * 86_400_000_000L;

    void encode(Column column, int row, ByteBuf out);

    static ValueEncoder of(SqlType type, Format format, ZoneId zone) {
        return switch (format) {
            case TEXT -> text(type, zone);
            case BINARY -> binary(type, zone);
        };
    }

    private static ValueEncoder text(SqlType type, ZoneId zone) {
        if (type.numbersObjects()) {
            return (column, row, out) -> out.writeCharSequence(TextForm.format(type, column, row, zone), UTF_8);
        }
        return switch (type.kind()) {
            case BOOLEAN -> (column, row, out) -> out.writeByte(word(column, row) != 0 ? 't' : 'f');
            case SMALLINT, INTEGER, BIGINT, OID -> (column, row, out) -> Digits.write(word(column, row), out);
            case TEXT, VARCHAR, CHAR, JSON, JSONB, JSONPATH, UNKNOWN -> ValueEncoder::bytes;
            case REAL, DOUBLE, NUMERIC, BYTEA, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL, UUID, ARRAY, RECORD,
                    TIMETZ, INET,
                    CIDR, MACADDR, MONEY, PG_LSN, XID8, PG_SNAPSHOT,
                    ENUM, BIT, VARBIT, INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE,
                    DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE,
                    DATEMULTIRANGE ->
                (column, row, out) -> out.writeCharSequence(TextForm.shown(type, column, row, zone), UTF_8);
        };
    }

    private static ValueEncoder binary(SqlType type, ZoneId zone) {
        if (type.guise() == Guise.LETTER) {
            return ValueEncoder::letter;
        }
        return switch (type.kind()) {
            case BOOLEAN -> (column, row, out) -> out.writeByte((int) word(column, row));
            case SMALLINT -> (column, row, out) -> out.writeShort((int) word(column, row));
            case INTEGER, OID -> (column, row, out) -> out.writeInt((int) word(column, row));
            case BIGINT, TIME, MONEY -> (column, row, out) -> out.writeLong(word(column, row));
            case PG_LSN, XID8 -> (column, row, out) -> out.writeLong(Unsigned.turned(word(column, row)));
            case PG_SNAPSHOT -> SnapshotWire::encode;
            case REAL -> (column, row, out) -> out.writeFloat((float) Double.longBitsToDouble(word(column, row)));
            case DOUBLE -> (column, row, out) -> out.writeLong(word(column, row));
            case DATE -> (column, row, out) -> out.writeInt(date(word(column, row)));
            case TIMESTAMP, TIMESTAMPTZ -> (column, row, out) -> out.writeLong(timestamp(word(column, row)));
            case TEXT, VARCHAR, CHAR, JSON, UNKNOWN, BYTEA, UUID, MACADDR -> ValueEncoder::bytes;
            case TIMETZ -> (column, row, out) -> {
                out.writeLong(TimeOfDay.micros(word(column, row)));
                out.writeInt(-TimeOfDay.offsetSeconds(word(column, row)));
            };
            case INET, CIDR -> (column, row, out) -> {
                BytesColumn values = (BytesColumn) column;
                out.writeBytes(NetworkAddress.read(values.data(), values.start(row), values.end(row))
                        .wire(type.kind() == SqlType.Kind.CIDR));
            };
            case ENUM -> (column, row, out) ->
                out.writeBytes(TextForm.formatBytes(type, column, row, zone));
            case JSONB, JSONPATH -> (column, row, out) -> {
                out.writeByte(1);
                bytes(column, row, out);
            };
            case NUMERIC -> (column, row, out) -> NumericWire.encode(column, row, out);
            case INTERVAL -> ValueEncoder::interval;
            case BIT, VARBIT -> (column, row, out) -> {
                BytesColumn values = (BytesColumn) column;
                BitString bits = BitString.read(values.data(), values.start(row), values.end(row));
                out.writeInt(bits.length());
                out.writeBytes(bits.packed());
            };
            case INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE,
                    NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE ->
                RangeWire.encoder(type, of(RangeTypes.element(type.kind()), Format.BINARY, zone));
            case ARRAY -> ArrayWire.encoder(type, of(type.element(), Format.BINARY, zone));
            case RECORD -> RecordWire.encoder(type, zone);
        };
    }

    private static long word(Column column, int row) {
        return ((WordColumn) column).values()[row];
    }

    private static void bytes(Column column, int row, ByteBuf out) {
        BytesColumn values = (BytesColumn) column;
        out.writeBytes(values.data(), values.start(row), values.length(row));
    }

    /** One byte, which is zero where the text is empty. */
    private static void letter(Column column, int row, ByteBuf out) {
        BytesColumn values = (BytesColumn) column;
        String text = new String(values.data(), values.start(row), values.length(row), UTF_8);
        boolean isOctal = text.length() > 1;
        out.writeByte(text.isEmpty() ? 0 : isOctal ? Integer.parseInt(text.substring(1), 8) : text.charAt(0));
    }

    /** Ours is months, days, microseconds; PostgreSQL sends microseconds, days, months. */
    private static void interval(Column column, int row, ByteBuf out) {
        BytesColumn values = (BytesColumn) column;
        int start = values.start(row);
        out.writeBytes(values.data(), start + 8, 8);
        out.writeBytes(values.data(), start + 4, 4);
        out.writeBytes(values.data(), start, 4);
    }

    private static int date(long days) {
        if (days == Long.MAX_VALUE) {
            return Integer.MAX_VALUE;
        }
        return days == Long.MIN_VALUE ? Integer.MIN_VALUE : Math.toIntExact(days - POSTGRES_EPOCH_DAYS);
    }

    private static long timestamp(long micros) {
        return micros == Long.MAX_VALUE || micros == Long.MIN_VALUE ? micros : micros - POSTGRES_EPOCH_MICROS;
    }
}
