package dev.millrace.server.session;

import java.util.List;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;

/**
 * A statement's text with what it was first planned as. It is planned again (from the plan cache, as a rule) when the
 * catalog has changed.
 *
 * @param text one statement, or nothing but comments when {@code planned} is null
 * @param hints types the client gave for its parameters, UNKNOWN where the server infers
 * @param planned what the client was told about
 * @param result the columns the client was told of, null when there are none
 * @param isFromSql made by PREPARE, not by the protocol
 * @param micros when it was prepared, since 1970-01-01 00:00 UTC
 */
public record PreparedStatement(
        String name,
        StatementText text,
        List<SqlType> hints,
        Planned planned,
        List<SqlType> parameters,
        Schema result,
        boolean isFromSql,
        long micros) {

    static PreparedStatement ofProtocol(
            String name, StatementText text, List<SqlType> hints, Planned planned, List<SqlType> parameters,
            Schema result) {
        return new PreparedStatement(name, text, hints, planned, parameters, result, false, now());
    }

    public static PreparedStatement ofSql(String name, StatementText text, List<SqlType> hints, Planned planned) {
        return new PreparedStatement(name, text, hints, planned, planned.parameters(), planned.result(), true, now());
    }

    private static long now() {
        return System.currentTimeMillis() * 1000;
    }

    public String sql() {
        return text.sql();
    }

    /** Nothing to execute. */
    boolean isEmpty() {
        return planned == null;
    }
}
