package dev.millrace.cli.text;

import java.util.Map;
import java.util.TreeMap;

/**
 * The shell's variables, and their use: {@code :name}, {@code :'name'} as a string, {@code :"name"} as a name,
 * <code>:{?name}</code> for whether it is set. Some mean something to the shell: {@link SpecialVariable}.
 */
public final class Variables {
    /**
     * A use of a variable in a text.
     *
     * @param isLiteral whether the text stands as it is, and is not looked at again
     * @param end       the place after it
     */
    public record Use(String name, String text, boolean isLiteral, int end) {
    }

    private final Map<String, String> values = new TreeMap<>();

    public Variables() {
        for (SpecialVariable special : SpecialVariable.values()) {
            if (special.first() != null) {
                values.put(special.name(), special.first());
            }
        }
    }

    /** Sets one. Answers what is wrong with it, or null. */
    public String set(String name, String value) {
        if (name.isEmpty() || !name.codePoints().allMatch(Variables::isNamePart)) {
            return "invalid variable name: \"" + name + "\"";
        }
        SpecialVariable special = SpecialVariable.named(name);
        String kept = value;
        if (special != null) {
            String fault = special.fault(value);
            if (fault != null) {
                return fault;
            }
            kept = special.kept(value);
        }
        values.put(name, kept);
        return null;
    }

    /** Forgets one; what the shell looks at is as if it had never been set. Answers what is wrong with it, or null. */
    public String unset(String name) {
        if (name.isEmpty() || !name.codePoints().allMatch(Variables::isNamePart)) {
            return "invalid variable name: \"" + name + "\"";
        }
        SpecialVariable special = SpecialVariable.named(name);
        if (special != null && special.unset() != null) {
            values.put(name, special.unset());
        } else {
            values.remove(name);
        }
        return null;
    }

    public String get(String name) {
        return values.get(name);
    }

    public Map<String, String> all() {
        return values;
    }

    /** Whether a variable that is a switch is on. */
    public boolean isOn(String name) {
        String value = values.get(name);
        return value != null && Boolean.TRUE.equals(SpecialVariable.asBoolean(value));
    }

    public boolean is(String name, String value) {
        return value.equalsIgnoreCase(values.get(name));
    }

    public int number(String name) {
        try {
            return Integer.parseInt(values.getOrDefault(name, "0").strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The use of a variable that begins with the colon at this place; null where none is named or none is set. */
    public Use use(String text, int colon) {
        int begin = colon + 1;
        if (text.startsWith("{?", begin)) {
            int end = nameEnd(text, begin + 2);
            boolean isWhole = end > begin + 2 && end < text.length() && text.charAt(end) == '}';
            String name = text.substring(begin + 2, end);
            return isWhole ? new Use(name, values.containsKey(name) ? "TRUE" : "FALSE", true, end + 1) : null;
        }
        char quote = begin < text.length() ? text.charAt(begin) : ' ';
        boolean isQuoted = quote == '\'' || quote == '"';
        begin += isQuoted ? 1 : 0;
        int end = nameEnd(text, begin);
        String name = text.substring(begin, end);
        String value = values.get(name);
        if (value == null || isQuoted && (end == text.length() || text.charAt(end) != quote)) {
            return null;
        }
        if (!isQuoted) {
            return new Use(name, value, false, end);
        }
        return new Use(name, quote == '"' ? '"' + value.replace("\"", "\"\"") + '"' : string(value), true, end + 1);
    }

    /** As a string of SQL: with backslashes it is written so that it means the same in any setting. */
    public static String string(String value) {
        String doubled = value.replace("'", "''");
        return doubled.indexOf('\\') < 0 ? "'" + doubled + "'" : " E'" + doubled.replace("\\", "\\\\") + "'";
    }

    private static int nameEnd(String text, int begin) {
        int end = begin;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isNamePart(int c) {
        return c >= 0x80 || Character.isLetterOrDigit(c) || c == '_';
    }
}
