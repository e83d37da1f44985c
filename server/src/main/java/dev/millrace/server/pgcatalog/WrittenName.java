package dev.millrace.server.pgcatalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.millrace.executor.plan.Identifier;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** A name as SQL writes it, read into its parts: {@code public."My Table"}. */
final class WrittenName {

    private WrittenName() {}

    /** @throws SqlException 42602 when it is none */
    static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        String rest = text.strip();
        while (true) {
            int end;
            if (at < rest.length() && rest.charAt(at) == '"') {
                StringBuilder name = new StringBuilder();
                end = at + 1;
                while (true) {
                    int quote = rest.indexOf('"', end);
                    if (quote < 0) {
                        throw invalid();
                    }
                    name.append(rest, end, quote);
                    end = quote + 1;
                    if (end >= rest.length() || rest.charAt(end) != '"') {
                        break;
                    }
                    name.append('"');
                    end++;
                }
                parts.add(name.toString());
            } else {
                end = rest.indexOf('.', at) < 0 ? rest.length() : rest.indexOf('.', at);
                parts.add(rest.substring(at, end).strip().toLowerCase(Locale.ROOT));
            }
            if (parts.getLast().isEmpty() || end < rest.length() && rest.charAt(end) != '.') {
                throw invalid();
            }
            if (end >= rest.length()) {
                return parts;
            }
            at = end + 1;
        }
    }

    private static SqlException invalid() {
        return new SqlException(SqlState.INVALID_NAME, "invalid name syntax");
    }

    static String quoted(String name) {
        return Identifier.quoted(name);
    }
}
