package dev.millrace.sqltests.run;

import java.util.ArrayList;
import java.util.List;

/**
 * Two lists of lines side by side for a reader: what only the script has after {@code -}, only the server after
 * {@code +}.
 */
final class Difference {
    private static final int COMPARED_MAX = 400;
    private static final int SHOWN_MAX = 40;

    private Difference() {
    }

    static String of(List<String> expected, List<String> actual) {
        List<String> lines = new ArrayList<>();
        if (expected.size() > COMPARED_MAX || actual.size() > COMPARED_MAX) {
            lines.add("expected " + expected.size() + " lines, got " + actual.size() + "; the first that differs:");
            int at = 0;
            while (at < expected.size() && at < actual.size() && expected.get(at).equals(actual.get(at))) {
                at++;
            }
            lines.add("- " + (at < expected.size() ? expected.get(at) : "(end)"));
            lines.add("+ " + (at < actual.size() ? actual.get(at) : "(end)"));
        } else {
            compare(expected, actual, lines);
        }
        if (lines.size() > SHOWN_MAX) {
            int more = lines.size() - SHOWN_MAX;
            lines.subList(SHOWN_MAX, lines.size()).clear();
            lines.add("… " + more + " lines more");
        }
        return String.join("\n", lines);
    }

    /** By the longest common subsequence: shared[i][j] is its length from expected i and actual j on. */
    private static void compare(List<String> expected, List<String> actual, List<String> lines) {
        int[][] shared = new int[expected.size() + 1][actual.size() + 1];
        for (int i = expected.size() - 1; i >= 0; i--) {
            for (int j = actual.size() - 1; j >= 0; j--) {
                shared[i][j] = expected.get(i).equals(actual.get(j))
                        ? shared[i + 1][j + 1] + 1
                        : Math.max(shared[i + 1][j], shared[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < expected.size() || j < actual.size()) {
            if (i < expected.size() && j < actual.size() && expected.get(i).equals(actual.get(j))) {
                lines.add("  " + expected.get(i++));
                j++;
            } else if (i < expected.size() && (j == actual.size() || shared[i + 1][j] >= shared[i][j + 1])) {
                lines.add("- " + expected.get(i++));
            } else {
                lines.add("+ " + actual.get(j++));
            }
        }
    }
}
