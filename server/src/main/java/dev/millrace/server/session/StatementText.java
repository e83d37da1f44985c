package dev.millrace.server.session;

import dev.millrace.planner.Template;

/**
 * One statement's text: what its plan is found by.
 *
 * @param sql as the client wrote it
 * @param template the same with parameters in the place of constants, by which its plan is looked for first; null when
 *     there is none
 */
public record StatementText(String sql, Template template) {

    /** A text that is planned as it is written. */
    public static StatementText asWritten(String sql) {
        return new StatementText(sql, null);
    }
}
