package dev.millrace.sqltests.run;

import java.util.List;
import java.util.Map;

/**
 * How a script fared.
 *
 * @param passed  the number of its records that were as expected
 * @param answers what queries answered, by the line of their record, as a script would have it
 */
public record Report(String script, int passed, List<Failure> failures, Map<Integer, List<String>> answers) {
    public Report {
        failures = List.copyOf(failures);
        answers = Map.copyOf(answers);
    }

    /** A script that could not even be read. */
    public static Report unreadable(String script, String message) {
        return new Report(script, 0, List.of(new Failure(1, "", message)), Map.of());
    }

    /** One record that was not as expected: where, what was sent, and what is wrong. */
    public record Failure(int line, String sql, String message) {
    }

    public boolean isGreen() {
        return failures.isEmpty();
    }

    /** All failures for a reader, each with file and line as editors know them. */
    public String explanation() {
        StringBuilder text = new StringBuilder();
        for (Failure failure : failures) {
            text.append(script).append(':').append(failure.line()).append(": ")
                    .append(failure.message().indent(4).strip());
            text.append('\n');
            if (!failure.sql().isEmpty()) {
                text.append(failure.sql().indent(4));
            }
        }
        return text.toString();
    }
}
