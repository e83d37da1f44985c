package dev.millrace.executor.plan;

/**
 * The user's fault, in PostgreSQL's manner: a SQLSTATE, a short lower-case message without full stop, detail and hint as
 * sentences, and the place in the statement. Never used for faults of ours.
 */
public final class SqlException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sqlState;
    private final String detail;
    private final String hint;
    private final int position;

    /**
     * @param detail may be null
     * @param hint may be null
     * @param position 1-based character in the statement, or 0
     */
    public SqlException(String sqlState, String message, String detail, String hint, int position) {
        // No stack trace: these are answers to the client, made by the thousand when bad rows are counted.
        super(message, null, false, false);
        this.sqlState = sqlState;
        this.detail = detail;
        this.hint = hint;
        this.position = position;
    }

    public SqlException(String sqlState, String message) {
        this(sqlState, message, null, null, 0);
    }

    /** 0A000: what PostgreSQL users may expect and Millrace does not have. */
    public static SqlException unsupported(String what) {
        return new SqlException(SqlState.FEATURE_NOT_SUPPORTED, what + " is not supported");
    }

    public SqlException withDetail(String detail) {
        return new SqlException(sqlState, getMessage(), detail, hint, position);
    }

    public SqlException withHint(String hint) {
        return new SqlException(sqlState, getMessage(), detail, hint, position);
    }

    /** @param position 1-based character in the statement */
    public SqlException at(int position) {
        return new SqlException(sqlState, getMessage(), detail, hint, position);
    }

    public String sqlState() {
        return sqlState;
    }

    public String detail() {
        return detail;
    }

    public String hint() {
        return hint;
    }

    public int position() {
        return position;
    }
}
