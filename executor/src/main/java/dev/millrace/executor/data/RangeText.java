package dev.millrace.executor.data;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/** PostgreSQL's text of ranges, <code>[1,5)</code>, and of multiranges, <code>{[1,5),[7,)}</code>. */
final class RangeText {

    private final String what;
    private final String text;
    private final SqlType element;
    private final ZoneId zone;
    private int at;

    private RangeText(String what, String text, SqlType element, ZoneId zone) {
        this.what = what;
        this.text = text;
        this.element = element;
        this.zone = zone;
    }

    // ---- writing ----------------------------------------------------------------------------------------------------

    static String format(Kind kind, List<Range> ranges, ZoneId zone, boolean isShown) {
        StringBuilder out = new StringBuilder("{");
        for (Range range : ranges) {
            out.append(out.length() > 1 ? "," : "").append(format(kind, range, zone, isShown));
        }
        return out.append('}').toString();
    }

    static String format(Kind kind, Range range, ZoneId zone, boolean isShown) {
        if (range.isEmpty()) {
            return "empty";
        }
        SqlType element = RangeTypes.element(kind);
        StringBuilder out = new StringBuilder();
        out.append(range.lowerInclusive() ? '[' : '(');
        append(element, range.lower(), zone, isShown, out);
        out.append(',');
        append(element, range.upper(), zone, isShown, out);
        return out.append(range.upperInclusive() ? ']' : ')').toString();
    }

    private static void append(SqlType element, byte[] value, ZoneId zone, boolean isShown, StringBuilder out) {
        if (value == null) {
            return;
        }
        Column column = column(element, value);
        String bound = isShown
                ? TextForm.shown(element, column, 0, zone)
                : TextForm.format(element, column, 0, zone);
        if (!bound.isEmpty() && bound.chars().noneMatch(c -> c == ' ' || "\"\\()[],\t\n".indexOf(c) >= 0)) {
            out.append(bound);
        } else {
            out.append('"').append(bound.replace("\\", "\\\\").replace("\"", "\"\"")).append('"');
        }
    }

    private static Column column(SqlType element, byte[] value) {
        byte[] alone = ArrayForm.encode(ArrayShape.list(1), List.of(value));
        return ArrayForm.decode(element, alone, 0, alone.length);
    }

    // ---- reading ----------------------------------------------------------------------------------------------------

    static Range parse(Kind kind, String text, ZoneId zone) {
        RangeText reader = new RangeText("range", text, RangeTypes.element(kind), zone);
        reader.skipBlanks();
        Range range = reader.range();
        reader.skipBlanks();
        if (reader.at < text.length()) {
            throw reader.malformed(
                    range.isEmpty() && text.strip().toLowerCase(java.util.Locale.ROOT).startsWith("empty")
                            ? "Junk after \"empty\" key word."
                            : "Junk after right parenthesis or bracket.");
        }
        return range;
    }

    static List<Range> parseAll(Kind kind, String text, ZoneId zone) {
        RangeText reader = new RangeText("multirange", text, RangeTypes.element(kind), zone);
        List<Range> ranges = new ArrayList<>();
        reader.skipBlanks();
        if (!reader.accept('{')) {
            throw reader.malformed("Missing left brace.");
        }
        reader.skipBlanks();
        if (!reader.accept('}')) {
            do {
                reader.skipBlanks();
                ranges.add(reader.range());
                reader.skipBlanks();
            } while (reader.accept(','));
            if (!reader.accept('}')) {
                throw reader.malformed(
                        reader.at < text.length()
                                ? "Expected comma or end of multirange."
                                : "Unexpected end of input.");
            }
        }
        reader.skipBlanks();
        if (reader.at < text.length()) {
            throw reader.malformed("Junk after closing right brace.");
        }
        return Multirange.of(RangeTypes.element(kind), ranges);
    }

    private SqlException malformed(String detail) {
        return new SqlException(
                        SqlState.INVALID_TEXT_REPRESENTATION, "malformed " + what + " literal: \"" + text + "\"")
                .withDetail(detail);
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean accept(char c) {
        boolean isThere = at < text.length() && text.charAt(at) == c;
        at += isThere ? 1 : 0;
        return isThere;
    }

    private Range range() {
        if (text.regionMatches(true, at, "empty", 0, 5)) {
            at += 5;
            return Range.EMPTY;
        }
        boolean isLowerIn = accept('[');
        if (!isLowerIn && !accept('(')) {
            throw malformed(
                    what.equals("range")
                            ? "Missing left parenthesis or bracket."
                            : at < text.length() ? "Expected range start." : "Unexpected end of input.");
        }
        String lower = bound();
        if (!accept(',')) {
            throw malformed("Missing comma after lower bound.");
        }
        String upper = bound();
        boolean isUpperIn = accept(']');
        if (!isUpperIn && !accept(')')) {
            throw malformed("Too many commas.");
        }
        return Range.of(element, value(lower), isLowerIn, value(upper), isUpperIn);
    }

    /** Null where there is none. */
    private String bound() {
        StringBuilder bound = new StringBuilder();
        int start = at;
        boolean inQuotes = false;
        while (true) {
            if (at >= text.length()) {
                throw malformed("Unexpected end of input.");
            }
            char c = text.charAt(at);
            if (!inQuotes && (c == ',' || c == ')' || c == ']')) {
                break;
            }
            at++;
            if (c == '\\') {
                if (at >= text.length()) {
                    throw malformed("Unexpected end of input.");
                }
                bound.append(text.charAt(at++));
            } else if (c != '"') {
                bound.append(c);
            } else if (inQuotes && at < text.length() && text.charAt(at) == '"') {
                bound.append('"');
                at++;
            } else {
                inQuotes = !inQuotes;
            }
        }
        return at == start ? null : bound.toString();
    }

    private byte[] value(String bound) {
        if (bound == null) {
            return null;
        }
        ColumnBuilder out = new ColumnBuilder(element.layout());
        TextForm.parse(element, bound, zone, out);
        return ArrayForm.elements(ArrayForm.encode(out.build())).getFirst();
    }
}
