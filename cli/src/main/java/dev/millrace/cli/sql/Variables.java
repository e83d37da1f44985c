package dev.millrace.cli.sql;

import java.util.Map;
import java.util.TreeMap;

/**
 * The shell's variables, and their use in SQL: {@code :name}, {@code :'name'} as a string, {@code :"name"} as a name.
 */
final class Variables {
    private final Map<String, String> values = new TreeMap<>();

    void set(String name, String value) {
        values.put(name, value);
    }

    void unset(String name) {
        values.remove(name);
    }

    String get(String name) {
        return values.get(name);
    }

    Map<String, String> all() {
        return values;
    }

    /** Whether a variable that is a switch is on. */
    boolean isOn(String name) {
        String value = values.get(name);
        return value != null && !value.equalsIgnoreCase("off") && !value.equals("0")
                && !value.equalsIgnoreCase("false");
    }

    /**
     * The text with variables put in, outside of strings, quoted names and comments; unknown ones are left as they are.
     */
    String interpolated(String sql) {
        if (values.isEmpty() || sql.indexOf(':') < 0) {
            return sql;
        }
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            int end = at + 1;
            if (c == '\'' || c == '"') {
                end = after(sql, String.valueOf(c), at + 1);
            } else if (sql.startsWith("--", at)) {
                end = after(sql, "\n", at);
            } else if (sql.startsWith("/*", at)) {
                end = after(sql, "*/", at);
            } else if (sql.startsWith("::", at) || sql.startsWith(":=", at)) {
                end = at + 2;
            } else if (c == ':') {
                int used = variable(sql, at, text);
                if (used > at) {
                    at = used;
                    continue;
                }
            }
            text.append(sql, at, end);
            at = end;
        }
        return text.toString();
    }

    /** Puts in the variable that is named after the colon at this place, and gives the place after it. */
    private int variable(String sql, int colon, StringBuilder text) {
        int begin = colon + 1;
        char quote = begin < sql.length() ? sql.charAt(begin) : ' ';
        boolean isQuoted = quote == '\'' || quote == '"';
        begin += isQuoted ? 1 : 0;
        int end = begin;
        while (end < sql.length() && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_')) {
            end++;
        }
        String value = values.get(sql.substring(begin, end));
        if (value == null || isQuoted && (end == sql.length() || sql.charAt(end) != quote)) {
            return colon;
        }
        String mark = isQuoted ? String.valueOf(quote) : "";
        text.append(mark).append(isQuoted ? value.replace(mark, mark + mark) : value).append(mark);
        return end + mark.length();
    }

    private static int after(String sql, String mark, int from) {
        int found = sql.indexOf(mark, from);
        return found < 0 ? sql.length() : found + mark.length();
    }
}
