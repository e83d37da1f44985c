package dev.millrace.sqltests.run;

import java.util.List;

/**
 * How a script fared.
 *
 * @param passed the number of its records that were as expected
 */
public record Report(String script, int passed, List<Failure> failures) {
    public Report {
        failures = List.copyOf(failures);
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
