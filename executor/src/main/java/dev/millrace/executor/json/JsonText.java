package dev.millrace.executor.json;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * JSON as text. JSON keeps the text it was given. JSONB's physical form is its one canonical text, as PostgreSQL
 * prints it: the last of equal keys, keys by length and then bytes, {@code ": "} and {@code ", "} between.
 */
public final class JsonText {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private JsonText() {}

    /** The text itself. @throws dev.millrace.executor.plan.SqlException 22P02 when it is not JSON */
    public static String check(String text) {
        JsonReader.check(text);
        return text;
    }

    /** The canonical text. @throws dev.millrace.executor.plan.SqlException 22P02 when it is not JSON */
    public static String canonical(String text) {
        return JsonReader.read(text).text();
    }

    /** Appends a string as JSON writes it, in quotes. */
    public static void quote(String value, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** A string in quotes. */
    public static String quoted(String value) {
        StringBuilder out = new StringBuilder(value.length() + 2);
        quote(value, out);
        return out.toString();
    }

    /** What a JSON string, which lies there with its quotes, says. */
    public static String unquoted(byte[] data, int start, int end) {
        for (int i = start + 1; i < end - 1; i++) {
            if (data[i] == '\\') {
                JsonValue value = JsonReader.read(new String(data, start, end - start, UTF_8));
                return ((JsonValue.Text) value).value();
            }
        }
        return new String(data, start + 1, end - start - 2, UTF_8);
    }
}
