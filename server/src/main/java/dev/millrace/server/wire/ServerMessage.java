package dev.millrace.server.wire;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * The fields of an ErrorResponse or NoticeResponse. Those that are null (or a position of 0) are not sent.
 *
 * @param severity {@code ERROR}, {@code FATAL}, {@code PANIC}; {@code WARNING}, {@code NOTICE}, ...
 * @param position 1-based character in the text of the query message
 * @param routine drivers look at it for {@code RevalidateCachedQuery}
 */
public record ServerMessage(
        String severity,
        String sqlState,
        String text,
        String detail,
        String hint,
        int position,
        String context,
        SqlException.Origin origin,
        String routine) {

    /** The message of PostgreSQL's plan cache; drivers prepare again when they see it. */
    public static final String CACHED_PLAN_CHANGED = "cached plan must not change result type";

    public static ServerMessage error(SqlException e) {
        return of("ERROR", e);
    }

    public static ServerMessage fatal(SqlException e) {
        return of("FATAL", e);
    }

    private static ServerMessage of(String severity, SqlException e) {
        String routine = CACHED_PLAN_CHANGED.equals(e.getMessage()) ? "RevalidateCachedQuery" : "exec_statement";
        return new ServerMessage(
                severity, e.sqlState(), e.getMessage(), e.detail(), e.hint(), e.position(), e.context(), e.origin(),
                routine);
    }

    public static ServerMessage fatal(String sqlState, String text) {
        return new ServerMessage("FATAL", sqlState, text, null, null, 0, null, SqlException.Origin.NONE, "session");
    }

    public static ServerMessage warning(String sqlState, String text) {
        return new ServerMessage(
                "WARNING", sqlState, text, null, null, 0, null, SqlException.Origin.NONE, "exec_statement");
    }

    public static ServerMessage notice(String text) {
        return notice("00000", text, null);
    }

    public static ServerMessage notice(String sqlState, String text, String detail) {
        return new ServerMessage(
                "NOTICE", sqlState, text, detail, null, 0, null, SqlException.Origin.NONE, "exec_statement");
    }

    /** Whether a client hears it, by what {@code client_min_messages} is. */
    public boolean isWanted(String least) {
        return switch (least) {
            case "error" -> false;
            case "warning" -> severity.equals("WARNING");
            case "notice" -> !severity.equals("DEBUG") && !severity.equals("LOG");
            default -> true;
        };
    }

    /** What RAISE says. @param told with or without a SQLSTATE */
    public static ServerMessage raised(String severity, SqlException told, String context) {
        String state = severity.equals("WARNING") ? "01000" : "00000";
        return new ServerMessage(
                severity, told.sqlState() == null ? state : told.sqlState(), told.getMessage(), told.detail(),
                told.hint(), 0, context, told.origin(), "exec_stmt_raise");
    }

    /** A fault of ours: the user gets an id to find it in the log by. */
    public static ServerMessage internal(String faultId) {
        return new ServerMessage(
                "FATAL",
                SqlState.INTERNAL_ERROR,
                "internal error " + faultId,
                null,
                "The server's log tells more under this id.",
                0,
                null,
                SqlException.Origin.NONE,
                "session");
    }
}
