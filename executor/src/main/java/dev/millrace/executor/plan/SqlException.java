package dev.millrace.executor.plan;

/**
 * The user's fault, in PostgreSQL's manner: a SQLSTATE, a short lower-case message without full stop, detail and hint
 * as
 * sentences, and the place in the statement. Never used for faults of ours.
 */
public final class SqlException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sqlState;
    private final String detail;
    private final String hint;
    private final int position;
    private final transient Origin origin;
    private final String context;

    /** The object an error is about, for clients that read it by field; each may be null. */
    public record Origin(String schema, String table, String column, String constraint) {
        public static final Origin NONE = new Origin(null, null, null, null);
    }

    /**
     * @param detail may be null
     * @param hint may be null
     * @param position 1-based character in the statement, or 0
     */
    public SqlException(String sqlState, String message, String detail, String hint, int position) {
        this(sqlState, message, detail, hint, position, Origin.NONE, null);
    }

    private SqlException(
            String sqlState, String message, String detail, String hint, int position, Origin origin, String context) {
        // No stack trace: these are answers to the client, made by the thousand when bad rows are counted.
        super(message, null, false, false);
        this.sqlState = sqlState;
        this.detail = detail;
        this.hint = hint;
        this.position = position;
        this.origin = origin;
        this.context = context;
    }

    public SqlException(String sqlState, String message) {
        this(sqlState, message, null, null, 0);
    }

    /** 0A000: what PostgreSQL users may expect and Millrace does not have. */
    public static SqlException unsupported(String what) {
        return new SqlException(SqlState.FEATURE_NOT_SUPPORTED, what + " is not supported");
    }

    public SqlException withDetail(String detail) {
        return new SqlException(sqlState, getMessage(), detail, hint, position, origin, context);
    }

    public SqlException withHint(String hint) {
        return new SqlException(sqlState, getMessage(), detail, hint, position, origin, context);
    }

    /** @param position 1-based character in the statement */
    public SqlException at(int position) {
        return new SqlException(sqlState, getMessage(), detail, hint, position, origin, context);
    }

    public SqlException withOrigin(Origin origin) {
        return new SqlException(sqlState, getMessage(), detail, hint, position, origin, context);
    }

    /** @param context where in its input the statement was, such as a line of COPY */
    public SqlException withContext(String context) {
        return new SqlException(sqlState, getMessage(), detail, hint, position, origin, context);
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

    /** Null for none. */
    public String context() {
        return context;
    }

    public int position() {
        return position;
    }

    /** Never null. */
    public Origin origin() {
        return origin == null ? Origin.NONE : origin;
    }
}
