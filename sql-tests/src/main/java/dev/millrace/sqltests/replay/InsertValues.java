package dev.millrace.sqltests.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code INSERT INTO t (…) VALUES (…), (…)} and nothing after it.
 *
 * @param head the text up to and with VALUES
 * @param columns the named columns, empty when none are named
 * @param rows the text of each row, with its parentheses
 * @param values the text of each value of each row
 */
record InsertValues(String head, String table, List<String> columns, List<String> rows, List<List<String>> values) {
    static Optional<InsertValues> parse(String sql) {
        SqlWords words = SqlWords.of(sql);
        if (!words.startsWith("insert", "into") || words.words().contains("select") || words.word(3).equals(".")) {
            return Optional.empty();
        }
        int at = 3;
        List<String> columns = new ArrayList<>();
        if (words.word(at).equals("(")) {
            for (at++; at < words.words().size() && !words.word(at).equals(")"); at++) {
                if (!words.word(at).equals(",")) {
                    columns.add(words.word(at));
                }
            }
            at++;
        }
        if (!words.word(at).equals("values")) {
            return Optional.empty();
        }
        String head = sql.substring(0, words.ends().get(at));
        List<String> rows = new ArrayList<>();
        List<List<String>> values = new ArrayList<>();
        do {
            int end = row(sql, words, at + 1, rows, values);
            if (end < 0) {
                return Optional.empty();
            }
            at = end;
        } while (words.word(at).equals(","));
        boolean isAll = at == words.words().size() || words.word(at).equals(";");
        return isAll ? Optional.of(new InsertValues(head, words.word(2), columns, rows, values)) : Optional.empty();
    }

    /** Reads one row from its opening parenthesis; gives the place after it, or -1 where there is none. */
    private static int row(String sql, SqlWords words, int open, List<String> rows, List<List<String>> values) {
        if (!words.word(open).equals("(")) {
            return -1;
        }
        List<String> row = new ArrayList<>();
        int depth = 0;
        int from = words.ends().get(open);
        for (int at = open; at < words.words().size(); at++) {
            String word = words.word(at);
            depth += word.equals("(") || word.equals("[") ? 1 : word.equals(")") || word.equals("]") ? -1 : 0;
            if (depth == 0 || depth == 1 && word.equals(",")) {
                row.add(sql.substring(from, words.begins().get(at)).strip());
                from = words.ends().get(at);
            }
            if (depth == 0) {
                rows.add(sql.substring(words.begins().get(open), words.ends().get(at)));
                values.add(row);
                return at + 1;
            }
        }
        return -1;
    }

    /** The same statement with these rows. */
    String with(List<String> chosen) {
        return head + " " + String.join(", ", chosen);
    }
}
