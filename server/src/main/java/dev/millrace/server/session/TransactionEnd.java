package dev.millrace.server.session;

import java.util.List;
import java.util.Locale;

/** Tells statements that end a transaction by their first word, without reading the rest. */
final class TransactionEnd {

    private static final List<String> WORDS = List.of("commit", "rollback", "end", "abort");

    private TransactionEnd() {}

    static boolean isIn(String sql) {
        int start = 0;
        while (start < sql.length() && !Character.isLetter(sql.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        return WORDS.contains(sql.substring(start, end).toLowerCase(Locale.ROOT));
    }
}
