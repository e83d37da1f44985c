package dev.millrace.executor.data;

import java.time.ZoneId;

import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/** PostgreSQL's text of a row: {@code (1,"a b",)}, nothing being NULL, with fields in quotes where they need them. */
final class RecordText {

    private final String text;
    private int at;

    private RecordText(String text) {
        this.text = text;
    }

    /** @param isShown whether in the style of the session */
    static String format(SqlType type, byte[] data, int start, int end, ZoneId zone, boolean isShown) {
        Column[] fields = RecordForm.fields(type.row(), data, start, end);
        StringBuilder out = new StringBuilder("(");
        for (int i = 0; i < fields.length; i++) {
            if (i > 0) {
                out.append(',');
            }
            if (!fields[i].isNull(0)) {
                SqlType field = type.row().type(i);
                appendQuoted(out, isShown
                        ? TextForm.shown(field, fields[i], 0, zone)
                        : TextForm.format(field, fields[i], 0, zone));
            }
        }
        return out.append(')').toString();
    }

    private static void appendQuoted(StringBuilder out, String field) {
        boolean isPlain = !field.isEmpty()
                && field.chars().noneMatch(c -> "()\",\\".indexOf(c) >= 0 || isBlank((char) c));
        if (isPlain) {
            out.append(field);
        } else {
            out.append('"').append(field.replace("\\", "\\\\").replace("\"", "\"\"")).append('"');
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    static byte[] parse(SqlType type, String text, ZoneId zone) {
        if (type.row() == null) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "input of anonymous composite types is not implemented");
        }
        return new RecordText(text).read(type.row(), zone);
    }

    // ---- reading ----------------------------------------------------------------------------------------------------

    private SqlException malformed(String detail) {
        return new SqlException(SqlState.INVALID_TEXT_REPRESENTATION, "malformed record literal: \"" + text + "\"")
                .withDetail(detail);
    }

    private boolean isAt(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private byte[] read(RowType type, ZoneId zone) {
        skipBlanks();
        if (!isAt('(')) {
            throw malformed("Missing left parenthesis.");
        }
        at++;
        Column[] fields = new Column[type.size()];
        for (int i = 0; i < fields.length; i++) {
            if (i > 0) {
                if (!isAt(',')) {
                    throw malformed("Too few columns.");
                }
                at++;
            }
            ColumnBuilder out = new ColumnBuilder(type.type(i).layout());
            if (isAt(',') || isAt(')')) {
                out.appendNull();
            } else {
                TextForm.parse(type.type(i), field(), zone, out);
            }
            fields[i] = out.buildLast();
        }
        if (!isAt(')')) {
            throw malformed("Too many columns.");
        }
        at++;
        skipBlanks();
        if (at < text.length()) {
            throw malformed("Junk after right parenthesis.");
        }
        return RecordForm.encode(fields);
    }

    /** What stands before the next comma or parenthesis that is in no quotes. */
    private String field() {
        StringBuilder field = new StringBuilder();
        boolean isQuoted = false;
        while (isQuoted || !isAt(',') && !isAt(')')) {
            char c = next();
            if (c == '\\') {
                field.append(next());
            } else if (c != '"') {
                field.append(c);
            } else if (!isQuoted) {
                isQuoted = true;
            } else if (isAt('"')) {
                field.append(next());
            } else {
                isQuoted = false;
            }
        }
        return field.toString();
    }

    private char next() {
        if (at == text.length()) {
            throw malformed("Unexpected end of input.");
        }
        return text.charAt(at++);
    }
}
