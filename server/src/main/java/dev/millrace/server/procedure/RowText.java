package dev.millrace.server.procedure;

import java.util.List;
import java.util.stream.Collectors;

/** A row as PostgreSQL writes it: {@code (1,"a b",)}. */
final class RowText {

    private RowText() {}

    static String of(List<Value> fields, Statements statements) {
        return fields.stream().map(field -> one(statements.text(field))).collect(Collectors.joining(",", "(", ")"));
    }

    private static String one(String text) {
        if (text == null) {
            return "";
        }
        boolean isQuoted = text.isEmpty() || text.chars().anyMatch(c -> "\",()\\ \t\n\r".indexOf(c) >= 0);
        return isQuoted ? "\"" + text.replace("\\", "\\\\").replace("\"", "\"\"") + "\"" : text;
    }
}
