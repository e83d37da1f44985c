package dev.millrace.sqltests.run;

import java.util.ArrayList;
import java.util.List;

/** One line of PostgreSQL's COPY text format as its values; {@code \N} is null. */
final class CopyText {
    private CopyText() {
    }

    static List<String> values(String line) {
        String text = line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
        List<String> values = new ArrayList<>();
        for (String field : text.split("\t", -1)) {
            values.add(field.equals("\\N") ? null : unescaped(field));
        }
        return values;
    }

    private static String unescaped(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c != '\\' || i + 1 == field.length()) {
                text.append(c);
                continue;
            }
            char escaped = field.charAt(++i);
            text.append(switch (escaped) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'v' -> '\u000b';
                default -> escaped;
            });
        }
        return text.toString();
    }
}
