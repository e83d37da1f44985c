package dev.millrace.sqltests.differential;

/**
 * Something the two servers differ in.
 *
 * @param what how it differs, the same for differences that are alike: "ad hoc: other rows", "view: 0A000 for rows"
 * @param statement the statement; for a question its text, also where a view of it was asked
 * @param question its number; -1 where a change was answered differently
 */
record Finding(String what, String statement, int question, Answer expected, Answer actual) {
    /** Whether Millrace only refused what PostgreSQL takes. */
    boolean isRefusal() {
        return actual.isUnsupported() && !expected.isError();
    }

    /** What findings of one cause have in common, as far as that can be told. */
    String cause() {
        return actual.isError()
                ? what + ": " + actual.message().replaceAll("\\d+", "#").replaceAll("\"[^\"]*\"", "?")
                : what;
    }
}
