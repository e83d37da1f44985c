package dev.millrace.executor.data;

import java.time.ZoneId;

import dev.millrace.executor.json.JsonText;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlType;

/**
 * Values of every type as {@code to_json} writes them: numbers and booleans as they are, JSON unchanged, times in ISO
 * 8601, arrays element by element, rows as objects of their fields, everything else as its output text in quotes.
 */
public final class JsonForm {

    private JsonForm() {}

    /** @param zone of the session, for TIMESTAMPTZ; a NULL is JSON's null */
    public static void append(SqlType type, Column column, int row, ZoneId zone, StringBuilder out) {
        if (column.isNull(row)) {
            out.append("null");
            return;
        }
        switch (type.kind()) {
            case JSON, JSONB -> out.append(TextForm.format(type, column, row, zone));
            case BOOLEAN -> out.append(((WordColumn) column).values()[row] != 0);
            case SMALLINT, INTEGER, BIGINT -> out.append(((WordColumn) column).values()[row]);
            case REAL, DOUBLE, NUMERIC -> appendNumber(TextForm.format(type, column, row, zone), out);
            case TIMESTAMP, TIMESTAMPTZ -> appendTime(TextForm.format(type, column, row, zone), type, out);
            case ARRAY -> {
                BytesColumn arrays = (BytesColumn) column;
                appendArray(type.element(), arrays.data(), arrays.start(row), arrays.end(row), zone, ",", out);
            }
            case RECORD -> {
                BytesColumn rows = (BytesColumn) column;
                appendRow(type.row(), rows.data(), rows.start(row), rows.end(row), zone, ",", out);
            }
            case OID, TEXT, VARCHAR, CHAR, BYTEA, DATE, TIME, INTERVAL, UUID, UNKNOWN, TIMETZ, INET, CIDR,
                    MACADDR, MONEY, PG_LSN, XID8, PG_SNAPSHOT,
                    ENUM, JSONPATH, BIT, VARBIT, INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE,
                    DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE,
                    DATEMULTIRANGE ->
                JsonText.quote(TextForm.format(type, column, row, zone), out);
        }
    }

    /** @param type of its elements; {@code comma}: what stands between two of the array itself, not of those within */
    public static void appendArray(
            SqlType type, byte[] data, int start, int end, ZoneId zone, String comma, StringBuilder out) {
        Column elements = ArrayForm.decode(type, data, start, end);
        int[] depth = {0};
        ArrayForm.nest(
                ArrayForm.shape(data, start, end),
                i -> append(type, elements, i, zone, out),
                () -> {
                    depth[0]++;
                    out.append('[');
                },
                () -> out.append(depth[0] == 1 ? comma : ","),
                () -> {
                    depth[0]--;
                    out.append(']');
                });
    }

    /** @param comma what stands between two fields */
    public static void appendRow(
            RowType type, byte[] data, int start, int end, ZoneId zone, String comma, StringBuilder out) {
        Column[] fields = RecordForm.fields(type, data, start, end);
        out.append('{');
        for (int i = 0; i < fields.length; i++) {
            if (i > 0) {
                out.append(comma);
            }
            JsonText.quote(type.fields().get(i).name(), out);
            out.append(':');
            append(type.type(i), fields[i], 0, zone, out);
        }
        out.append('}');
    }

    /** NaN and the infinities are no numbers to JSON. */
    private static void appendNumber(String text, StringBuilder out) {
        char last = text.charAt(text.length() - 1);
        if (last >= '0' && last <= '9') {
            out.append(text);
        } else {
            JsonText.quote(text, out);
        }
    }

    private static void appendTime(String text, SqlType type, StringBuilder out) {
        StringBuilder iso = new StringBuilder(text);
        int blank = text.indexOf(' ');
        if (blank >= 0) {
            iso.setCharAt(blank, 'T');
            int end = text.endsWith(" BC") ? text.length() - 3 : text.length();
            if (type.kind() == SqlType.Kind.TIMESTAMPTZ && isHourOnly(text, end)) {
                iso.insert(end, ":00");
            }
        }
        JsonText.quote(iso.toString(), out);
    }

    private static boolean isHourOnly(String text, int end) {
        char sign = text.charAt(end - 3);
        return sign == '+' || sign == '-';
    }
}
