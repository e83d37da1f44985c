package dev.millrace.executor.jsonpath;

import dev.millrace.executor.plan.SqlException;

/** What a predicate, or a silent call, makes unknown, and what is otherwise the user's fault. */
final class PathFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient SqlException reason;

    PathFault(SqlException reason) {
        super(reason.getMessage(), reason, false, false);
        this.reason = reason;
    }

    PathFault(String sqlState, String message) {
        this(new SqlException(sqlState, message));
    }

    SqlException reason() {
        return reason;
    }
}
