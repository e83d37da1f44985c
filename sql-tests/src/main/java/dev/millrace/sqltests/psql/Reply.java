package dev.millrace.sqltests.psql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * All that a server said to one statement, in the order in which it came.
 *
 * @param results one for each statement of the text that was carried out
 * @param state   SQLSTATE of the error; empty where there was none
 */
record Reply(List<Result> results, String state, String message) {
    static final String NO_ANSWER = "no answer";

    /**
     * What one statement gave.
     *
     * @param columns name and type's OID; empty for a command
     * @param rows    values as text, {@code null} for null; lines of a COPY
     */
    record Result(List<String> columns, List<List<String>> rows, String tag) {}

    static Reply none(String why) {
        return new Reply(List.of(), NO_ANSWER, why);
    }

    boolean failed() {
        return !state.isEmpty();
    }

    /** Whether both say the same; rows in another order are the same where the statement asks for none. */
    boolean agreesWith(Reply other, String sql) {
        if (failed() || other.failed()) {
            return state.equals(other.state);
        }
        if (results.size() != other.results.size()) {
            return false;
        }
        boolean ordered = sql.toLowerCase(Locale.ROOT).contains("order by");
        for (int i = 0; i < results.size(); i++) {
            Result mine = results.get(i);
            Result theirs = other.results.get(i);
            if (!mine.columns().equals(theirs.columns()) || !mine.tag().equals(theirs.tag())
                    || !sameRows(mine.rows(), theirs.rows()) && !(ordered && mine.rows().equals(theirs.rows()))) {
                return false;
            }
        }
        return true;
    }

    /** Ties of an ORDER BY may come in any order, so rows are compared as a bag; what is sorted is tested elsewhere. */
    private static boolean sameRows(List<List<String>> some, List<List<String>> others) {
        return some.equals(others) || sorted(some).equals(sorted(others));
    }

    private static List<String> sorted(List<List<String>> rows) {
        List<String> lines = new ArrayList<>(rows.size());
        rows.forEach(row -> lines.add(row.toString()));
        lines.sort(null);
        return lines;
    }

    /** At most so many lines, for a report. */
    String inWords(int lines) {
        StringBuilder text = new StringBuilder();
        for (Result result : results) {
            text.append(result.tag()).append(' ').append(result.columns()).append('\n');
            result.rows().stream().limit(lines).forEach(row -> text.append("    ").append(row).append('\n'));
        }
        return failed() ? text + "ERROR " + state + ": " + message + "\n" : text.toString();
    }
}
