package dev.millrace.executor.json;

import java.util.Arrays;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Walks over the members of one object or array where it lies, without a tree; of a valid JSON text in UTF-8. A
 * member's text is a part of the container's, which for canonical text is canonical itself.
 */
public final class JsonMembers {

    private final byte[] data;
    private final int limit;
    private final boolean isObject;
    private int at;
    private int keyStart;
    private int keyEnd;
    private int start;
    private int end;

    private JsonMembers(byte[] data, int at, int limit, boolean isObject) {
        this.data = data;
        this.at = at;
        this.limit = limit;
        this.isObject = isObject;
    }

    /** The members, none of them reached yet; null when the value is a scalar. */
    public static JsonMembers of(byte[] data, int start, int end) {
        int first = blanks(data, start, end);
        return switch (data[first]) {
            case '{' -> new JsonMembers(data, first + 1, end, true);
            case '[' -> new JsonMembers(data, first + 1, end, false);
            default -> null;
        };
    }

    /** As {@code json_typeof} names it. */
    public static String typeName(byte[] data, int start, int end) {
        return switch (data[blanks(data, start, end)]) {
            case '{' -> "object";
            case '[' -> "array";
            case '"' -> "string";
            case 't', 'f' -> "boolean";
            case 'n' -> "null";
            default -> "number";
        };
    }

    public boolean isObject() {
        return isObject;
    }

    /** Goes to the next member, if there is one. */
    public boolean next() {
        at = blanks(data, at, limit);
        if (data[at] == '}' || data[at] == ']') {
            return false;
        }
        if (data[at] == ',') {
            at = blanks(data, at + 1, limit);
        }
        if (isObject) {
            keyStart = at;
            keyEnd = stringEnd(at);
            at = blanks(data, blanks(data, keyEnd, limit) + 1, limit);
        }
        start = at;
        end = valueEnd(at);
        at = end;
        return true;
    }

    public int start() {
        return start;
    }

    public int end() {
        return end;
    }

    /** Whether this member's key says these bytes. */
    public boolean hasKey(byte[] key, int from, int to) {
        if (Arrays.equals(data, keyStart + 1, keyEnd - 1, key, from, to)) {
            return !isEscaped();
        }
        return isEscaped() && Arrays.equals(key().getBytes(UTF_8), Arrays.copyOfRange(key, from, to));
    }

    /** What this member's key says. */
    public String key() {
        return JsonText.unquoted(data, keyStart, keyEnd);
    }

    private boolean isEscaped() {
        for (int i = keyStart; i < keyEnd; i++) {
            if (data[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    private static int blanks(byte[] data, int from, int limit) {
        int at = from;
        while (at < limit && (data[at] == ' ' || data[at] == '\n' || data[at] == '\t' || data[at] == '\r')) {
            at++;
        }
        return at;
    }

    private int stringEnd(int from) {
        int i = from + 1;
        while (data[i] != '"') {
            i += data[i] == '\\' ? 2 : 1;
        }
        return i + 1;
    }

    private int valueEnd(int from) {
        int i = from;
        int depth = 0;
        do {
            switch (data[i]) {
                case '"' -> i = stringEnd(i);
                case '{', '[' -> {
                    depth++;
                    i++;
                }
                case '}', ']' -> {
                    depth--;
                    i++;
                }
                case ' ', '\n', '\t', '\r', ',', ':' -> i++;
                default -> i = scalarEnd(i);
            }
        } while (depth > 0);
        return i;
    }

    private int scalarEnd(int from) {
        int i = from;
        while (i < limit && ",]}: \n\t\r".indexOf(data[i]) < 0) {
            i++;
        }
        return i;
    }
}
