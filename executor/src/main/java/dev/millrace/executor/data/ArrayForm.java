package dev.millrace.executor.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/**
 * One-dimensional arrays. Physical form: for each element its length in bytes (4, big-endian; -1 for NULL) and its
 * bytes, an element of layout WORD being 8 bytes big-endian. Text form: PostgreSQL's <code>{1,NULL,"a b"}</code>.
 */
public final class ArrayForm {

    private ArrayForm() {}

    /** @param elements a column of the element's layout */
    public static byte[] encode(Column elements) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(4);
        for (int i = 0; i < elements.size(); i++) {
            byte[] element = elements.isNull(i)
                    ? new byte[0]
                    : switch (elements) {
                        case WordColumn words ->
                            ByteBuffer.allocate(8).putLong(words.values()[i]).array();
                        case BytesColumn bytes -> bytes.bytes(i);
                    };
            header.clear();
            header.putInt(elements.isNull(i) ? -1 : element.length);
            out.writeBytes(header.array());
            out.writeBytes(element);
        }
        return out.toByteArray();
    }

    public static Column decode(SqlType element, byte[] data, int start, int end) {
        ColumnBuilder out = new ColumnBuilder(element.layout());
        ByteBuffer in = ByteBuffer.wrap(data, start, end - start);
        while (in.hasRemaining()) {
            int length = in.getInt();
            if (length < 0) {
                out.appendNull();
            } else if (element.layout() == SqlType.Layout.WORD) {
                out.appendWord(in.getLong());
            } else {
                out.appendBytes(data, in.position(), in.position() + length);
                in.position(in.position() + length);
            }
        }
        return out.build();
    }

    /** @param isShown whether in the style of the session */
    static String format(SqlType type, byte[] data, int start, int end, ZoneId zone, boolean isShown) {
        Column elements = decode(type.element(), data, start, end);
        if (type.guise() != null) {
            return Guises.vector(elements);
        }
        StringBuilder out = new StringBuilder("{");
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            if (elements.isNull(i)) {
                out.append("NULL");
            } else {
                appendQuoted(out, isShown
                        ? TextForm.shown(type.element(), elements, i, zone)
                        : TextForm.format(type.element(), elements, i, zone));
            }
        }
        return out.append('}').toString();
    }

    private static void appendQuoted(StringBuilder out, String element) {
        boolean plain = !element.isEmpty() && !element.equalsIgnoreCase("null")
                && element.chars().noneMatch(c -> "{}\",\\".indexOf(c) >= 0 || Character.isWhitespace(c));
        if (plain) {
            out.append(element);
            return;
        }
        out.append('"').append(element.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }

    static byte[] parse(SqlType type, String text, ZoneId zone) {
        ColumnBuilder out = new ColumnBuilder(type.element().layout());
        for (String element : type.guise() == null ? split(text) : Guises.elements(text)) {
            if (element == null) {
                out.appendNull();
            } else {
                TextForm.parse(type.element(), element, zone, out);
            }
        }
        return encode(out.build());
    }

    private static SqlException malformed(String text, String detail) {
        return new SqlException(SqlState.INVALID_TEXT_REPRESENTATION, "malformed array literal: \"" + text + "\"")
                .withDetail(detail);
    }

    /** The elements' texts; null for NULL. */
    private static List<String> split(String text) {
        String body = text.strip();
        if (!body.startsWith("{")) {
            throw malformed(text, "Array value must start with \"{\" or dimension information.");
        }
        if (!body.endsWith("}") || body.length() < 2) {
            throw malformed(text, "Unexpected end of input.");
        }
        List<String> elements = new ArrayList<>();
        int at = 1;
        int end = body.length() - 1;
        if (body.substring(1, end).isBlank()) {
            return elements;
        }
        while (true) {
            StringBuilder element = new StringBuilder();
            boolean quoted = false;
            boolean inQuotes = false;
            for (; at < end && (inQuotes || body.charAt(at) != ','); at++) {
                char c = body.charAt(at);
                if (c == '\\' && at + 1 < end) {
                    element.append(body.charAt(++at));
                    quoted = true;
                } else if (c == '"') {
                    inQuotes = !inQuotes;
                    quoted = true;
                } else if (!inQuotes && c == '{') {
                    throw SqlException.unsupported("an array of more than one dimension");
                } else if (!inQuotes && c == '}') {
                    throw malformed(text, "Junk after closing right brace.");
                } else {
                    element.append(c);
                }
            }
            if (inQuotes) {
                throw malformed(text, "Unexpected end of input.");
            }
            String value = quoted ? element.toString() : element.toString().strip();
            if (!quoted && value.isEmpty()) {
                throw malformed(text, "Unexpected \"" + (at < end ? "," : "}") + "\" character.");
            }
            elements.add(!quoted && value.equalsIgnoreCase("null") ? null : value);
            if (at >= end) {
                return elements;
            }
            at++;
        }
    }
}
