package dev.millrace.executor.connector.format;

import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.RecordForm;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Writes rows as JSON objects, as PostgreSQL's {@code row_to_json} does: numbers as numbers, JSON as it is, times in
 * ISO 8601 (UTC where they have a zone), all else as text. What is not a JSON number, such as NaN, becomes text too.
 */
public final class JsonRowEncoder {

    private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);
    private static final byte[] NULL = "null".getBytes(UTF_8);
    private static final byte[] TRUE = "true".getBytes(UTF_8);
    private static final byte[] FALSE = "false".getBytes(UTF_8);

    private final SqlType[] types;
    private final int[] columns;
    /** What stands before each value: a brace or comma, and the name. */
    private final byte[][] lead;

    private byte[] out = new byte[512];
    private int size;

    /** @param columns the columns that become members, in this order */
    public JsonRowEncoder(Schema schema, List<Integer> columns) {
        this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
        types = new SqlType[this.columns.length];
        lead = new byte[this.columns.length][];
        for (int i = 0; i < types.length; i++) {
            Schema.Field field = schema.field(this.columns[i]);
            types[i] = field.type();
            size = 0;
            put((byte) (i == 0 ? '{' : ','));
            byte[] name = field.name().getBytes(UTF_8);
            putQuoted(name, 0, name.length);
            put((byte) ':');
            lead[i] = Arrays.copyOf(out, size);
        }
    }

    /** The object of a row. */
    public byte[] encode(DeltaBatch batch, int row) {
        size = 0;
        for (int i = 0; i < columns.length; i++) {
            put(lead[i]);
            putValue(types[i], batch.column(columns[i]), row);
        }
        if (columns.length == 0) {
            put((byte) '{');
        }
        put((byte) '}');
        return Arrays.copyOf(out, size);
    }

    private void putValue(SqlType type, Column column, int row) {
        if (column.isNull(row)) {
            put(NULL);
            return;
        }
        switch (type.kind()) {
            case BOOLEAN -> put(((WordColumn) column).value(row) != 0 ? TRUE : FALSE);
            case SMALLINT, INTEGER, BIGINT, OID -> putNumber(((WordColumn) column).value(row));
            case REAL, DOUBLE, NUMERIC -> putNumberText(TextForm.formatBytes(type, column, row, ZoneOffset.UTC));
            case TEXT, VARCHAR, CHAR, UNKNOWN -> {
                BytesColumn texts = (BytesColumn) column;
                putQuoted(texts.data(), texts.start(row), texts.end(row));
            }
            case JSON, JSONB -> {
                BytesColumn texts = (BytesColumn) column;
                put(texts.data(), texts.start(row), texts.end(row));
            }
            case TIMESTAMP, TIMESTAMPTZ -> putTime(type, column, row);
            case ARRAY -> putArray(type, (BytesColumn) column, row);
            case RECORD -> putRow(type.row(), (BytesColumn) column, row);
            case DATE, TIME, TIMETZ, BYTEA, INTERVAL, UUID, INET, CIDR, MACADDR, MONEY, PG_LSN, XID8, PG_SNAPSHOT,
                    ENUM, JSONPATH, BIT, VARBIT,
                    INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE,
                    NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE -> {
                byte[] text = TextForm.formatBytes(type, column, row, ZoneOffset.UTC);
                putQuoted(text, 0, text.length);
            }
        }
    }

    private void putArray(SqlType type, BytesColumn column, int row) {
        Column elements = ArrayForm.decode(type.element(), column.data(), column.start(row), column.end(row));
        ArrayForm.nest(
                ArrayForm.shape(column.data(), column.start(row), column.end(row)),
                i -> putValue(type.element(), elements, i),
                () -> put((byte) '['),
                () -> put((byte) ','),
                () -> put((byte) ']'));
    }

    private void putRow(RowType type, BytesColumn column, int row) {
        Column[] fields = RecordForm.fields(type, column.data(), column.start(row), column.end(row));
        put((byte) '{');
        for (int i = 0; i < fields.length; i++) {
            if (i > 0) {
                put((byte) ',');
            }
            byte[] name = type.fields().get(i).name().getBytes(UTF_8);
            putQuoted(name, 0, name.length);
            put((byte) ':');
            putValue(type.type(i), fields[i], 0);
        }
        put((byte) '}');
    }

    /** PostgreSQL's text with a T for the blank, and with minutes in the offset. */
    private void putTime(SqlType type, Column column, int row) {
        byte[] text = TextForm.formatBytes(type, column, row, ZoneOffset.UTC);
        boolean isPlain = text.length > 10 && text[0] >= '0' && text[0] <= '9' && text[text.length - 1] != 'C';
        if (isPlain) {
            for (int i = 0; i < text.length; i++) {
                if (text[i] == ' ') {
                    text[i] = 'T';
                }
            }
        }
        putQuoted(text, 0, text.length);
        if (isPlain && type.kind() == SqlType.Kind.TIMESTAMPTZ) {
            size--;
            put((byte) ':');
            put((byte) '0');
            put((byte) '0');
            put((byte) '"');
        }
    }

    private void putNumberText(byte[] text) {
        byte last = text[text.length - 1];
        if (last >= '0' && last <= '9') {
            put(text);
        } else {
            putQuoted(text, 0, text.length);
        }
    }

    private void putNumber(long value) {
        if (value == Long.MIN_VALUE) {
            put("-9223372036854775808".getBytes(UTF_8));
            return;
        }
        long rest = Math.abs(value);
        int digits = 1;
        for (long next = rest; next >= 10; next /= 10) {
            digits++;
        }
        room(digits + 1);
        if (value < 0) {
            out[size++] = '-';
        }
        size += digits;
        for (int at = size - 1; digits > 0; digits--) {
            out[at--] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private void putQuoted(byte[] text, int start, int end) {
        // Six bytes at most for each, so one look at the room is enough.
        room(Math.addExact(Math.multiplyExact(end - start, 6), 2));
        out[size++] = '"';
        for (int i = start; i < end; i++) {
            byte next = text[i];
            if (next == '"' || next == '\\') {
                out[size++] = '\\';
                out[size++] = next;
            } else if (next >= 0 && next < 0x20) {
                putControl(next);
            } else {
                out[size++] = next;
            }
        }
        out[size++] = '"';
    }

    private void putControl(byte next) {
        out[size++] = '\\';
        byte letter = switch (next) {
            case '\b' -> 'b';
            case '\t' -> 't';
            case '\n' -> 'n';
            case '\f' -> 'f';
            case '\r' -> 'r';
            default -> 'u';
        };
        out[size++] = letter;
        if (letter == 'u') {
            out[size++] = '0';
            out[size++] = '0';
            out[size++] = HEX[next >> 4];
            out[size++] = HEX[next & 15];
        }
    }

    private void put(byte next) {
        room(1);
        out[size++] = next;
    }

    private void put(byte[] bytes) {
        put(bytes, 0, bytes.length);
    }

    private void put(byte[] bytes, int start, int end) {
        room(end - start);
        System.arraycopy(bytes, start, out, size, end - start);
        size += end - start;
    }

    private void room(int bytes) {
        if (bytes > out.length - size) {
            out = Arrays.copyOf(out, Math.max(out.length * 2, Math.addExact(size, bytes)));
        }
    }
}
