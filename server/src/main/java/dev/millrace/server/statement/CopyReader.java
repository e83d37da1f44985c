package dev.millrace.server.statement;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.CopyFormat;
import dev.millrace.server.wire.Utf8;

/** Takes COPY data in pieces that end anywhere, and hands over rows. */
abstract sealed class CopyReader permits CopyTextReader, CopyCsvReader, CopyBinaryReader {

    /** Where rows go: a value into each field's column, then the end of the row. */
    interface Target {
        ColumnBuilder column(int field);

        void endRow();

        /** The name of the table. */
        String relation();
    }

    private static final int SHOWN_CHARACTERS_MAX = 100;

    protected final CopyFormat format;
    protected final List<Schema.Field> fields;
    private final ZoneId zone;
    protected final Target target;
    /** What has not been read yet; the first {@code length} bytes. */
    protected byte[] data = new byte[1024];
    protected int length;
    protected boolean isEnded;
    private long line;

    CopyReader(CopyFormat format, List<Schema.Field> fields, ZoneId zone, Target target) {
        this.format = format;
        this.fields = fields;
        this.zone = zone;
        this.target = target;
    }

    static CopyReader of(CopyFormat format, List<Schema.Field> fields, ZoneId zone, Target target) {
        return switch (format.kind()) {
            case TEXT -> new CopyTextReader(format, fields, zone, target);
            case CSV -> new CopyCsvReader(format, fields, zone, target);
            case BINARY -> new CopyBinaryReader(format, fields, zone, target);
        };
    }

    /** Reads as much as is whole. */
    final void accept(byte[] bytes) {
        if (isEnded) {
            return;
        }
        if (length + bytes.length > data.length) {
            data = Arrays.copyOf(data, Math.max(data.length * 2, Math.addExact(length, bytes.length)));
        }
        System.arraycopy(bytes, 0, data, length, bytes.length);
        length += bytes.length;
        int used = read();
        System.arraycopy(data, used, data, 0, length - used);
        length -= used;
    }

    /** Reads whole rows from the beginning of {@link #data}; returns how many bytes were used. */
    abstract int read();

    /** No more data comes. */
    abstract void finish();

    protected final ZoneId zone() {
        return zone;
    }

    /** Whether the line that begins now is data; else it names the columns. */
    protected final boolean nextLineIsData() {
        line++;
        return line > 1 || format.header() == CopyFormat.Header.NONE;
    }

    /** The first line has said how the columns are called. */
    protected final void checkHeader(List<String> names) {
        if (format.header() != CopyFormat.Header.MATCH) {
            return;
        }
        if (names.size() != fields.size()) {
            throw bad("wrong number of fields in header line: got " + names.size() + ", expected " + fields.size());
        }
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (!fields.get(i).name().equals(name)) {
                String got = name == null ? "null value (\"" + format.nullText() + "\")" : "\"" + name + "\"";
                throw bad("column name mismatch in header line field " + (i + 1) + ": got " + got + ", expected \""
                        + fields.get(i).name() + "\"");
            }
        }
    }

    /** A field whose bytes are its text. The usual forms of whole numbers and ASCII texts need no string. */
    protected final void put(int field, int start, int end) {
        if (field < fields.size()) {
            SqlType type = fields.get(field).type();
            ColumnBuilder column = target.column(field);
            switch (type.kind()) {
                case SMALLINT, INTEGER, BIGINT -> {
                    if (PlainNumber.isPlain(data, start, end, type.kind())) {
                        column.appendWord(PlainNumber.value(data, start, end));
                        return;
                    }
                }
                case TEXT -> {
                    if (Utf8.isPlain(data, start, end)) {
                        column.appendBytes(data, start, end);
                        return;
                    }
                }
                case BOOLEAN, OID, REAL, DOUBLE, NUMERIC, VARCHAR, CHAR, BYTEA, DATE, TIME, TIMESTAMP, TIMESTAMPTZ,
                        INTERVAL, UUID, JSON, JSONB, ARRAY, RECORD, UNKNOWN, TIMETZ, INET, CIDR, MACADDR, MONEY,
                        PG_LSN, XID8, PG_SNAPSHOT,
                        ENUM,
                        JSONPATH,
                        BIT, VARBIT, INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE, INT4MULTIRANGE,
                        INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE -> { }
            }
        }
        put(field, Utf8.decode(data, start, end));
    }

    /** @param text null for NULL */
    protected final void put(int field, String text) {
        if (field >= fields.size()) {
            throw bad("extra data after last expected column");
        }
        Schema.Field column = fields.get(field);
        if (text == null) {
            target.column(field).appendNull();
            return;
        }
        try {
            TextForm.parse(column.type(), text, zone, target.column(field));
        } catch (SqlException e) {
            throw e.withContext(place() + ", column " + column.name() + ": \"" + shortened(text) + "\"");
        }
    }

    protected final void endRow(int count) {
        if (count < fields.size()) {
            throw bad("missing data for column \"" + fields.get(count).name() + "\"");
        }
        target.endRow();
    }

    /** A fault of the line that is read now, which is this text; null where lines are no text. */
    protected final SqlException bad(String message) {
        String text = lineText();
        return new SqlException(SqlState.BAD_COPY_FILE_FORMAT, message)
                .withContext(text == null ? place() : place() + ": \"" + shortened(text) + "\"");
    }

    /** The line that is read now; null where lines are no text. */
    abstract String lineText();

    private String place() {
        return "COPY " + target.relation() + ", line " + line;
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_CHARACTERS_MAX ? text : text.substring(0, SHOWN_CHARACTERS_MAX) + "...";
    }
}
