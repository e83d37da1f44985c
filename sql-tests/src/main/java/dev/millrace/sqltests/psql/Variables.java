package dev.millrace.sqltests.psql;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** psql's variables: {@code :name}, {@code :'name'} and {@code :"name"} in a text, outside of its quotes. */
final class Variables {
    private static final Pattern REFERENCE = Pattern.compile(
            "\\$(\\w*)\\$.*?\\$\\1\\$|'[^']*'|\"[^\"]*\"|--[^\n]*|::|:=|:(?:(\\w+)|'(\\w+)'|\"(\\w+)\"|\\{\\?(\\w+)})",
            Pattern.DOTALL);

    private final Map<String, String> values = new HashMap<>();

    void set(String name, String value) {
        values.put(name, value);
    }

    void unset(String name) {
        values.remove(name);
    }

    /** The text with the variables that are set in their places; others stay as they are written. */
    String fill(String text) {
        if (text.indexOf(':') < 0) {
            return text;
        }
        return REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found)));
    }

    private String value(MatchResult found) {
        if (found.group(5) != null) {
            return values.containsKey(found.group(5)) ? "TRUE" : "FALSE";
        }
        for (int form = 2; form <= 4; form++) {
            String value = found.group(form) == null ? null : values.get(found.group(form));
            if (value != null) {
                return form == 2 ? value
                        : form == 3 ? "'" + value.replace("'", "''") + "'"
                        : "\"" + value.replace("\"", "\"\"") + "\"";
            }
        }
        return found.group();
    }
}
