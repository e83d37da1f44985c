package dev.millrace.cli.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

import dev.millrace.cli.text.SqlTokens;

/** AUTOCOMMIT and ON_ERROR_ROLLBACK: what is sent around a statement that the user did not type. */
final class Transactions {
    private static final String SAVEPOINT = "millrace_shell_savepoint";
    /** Statements that begin, end, or do not go into a transaction block. */
    private static final Set<String> NOT_INSIDE = Set.of("begin", "start", "abort", "commit", "end", "rollback",
            "prepare", "vacuum", "cluster", "discard");
    private static final Set<String> ENDING = Set.of("commit", "end", "rollback", "abort", "prepare", "begin", "start",
            "savepoint", "release");

    private final Session session;
    private boolean hasSavepoint;

    Transactions(Session session) {
        this.session = session;
    }

    static TransactionState state(Connection connection) {
        try {
            return connection.unwrap(BaseConnection.class).getTransactionState();
        } catch (SQLException e) {
            return TransactionState.IDLE;
        }
    }

    /** Before a statement. */
    void before(Connection connection, String sql) throws SQLException {
        hasSavepoint = false;
        if (!session.variables().isOn("AUTOCOMMIT") && state(connection) == TransactionState.IDLE && beginsOne(sql)) {
            Exchange.ask(connection, "BEGIN");
        }
        String wanted = session.variables().get("ON_ERROR_ROLLBACK");
        boolean isWanted = "on".equals(wanted) || "interactive".equals(wanted) && session.isInteractive();
        if (isWanted && state(connection) == TransactionState.OPEN && !ENDING.contains(word(sql, 0))) {
            Exchange.ask(connection, "SAVEPOINT " + SAVEPOINT);
            hasSavepoint = true;
        }
    }

    /** After it, however it ended: a failure takes back only the statement. */
    void after(Connection connection) throws SQLException {
        if (!hasSavepoint) {
            return;
        }
        hasSavepoint = false;
        switch (state(connection)) {
            case FAILED -> Exchange.ask(connection, "ROLLBACK TO " + SAVEPOINT);
            case OPEN -> Exchange.ask(connection, "RELEASE " + SAVEPOINT);
            case IDLE -> { }
        }
    }

    private static boolean beginsOne(String sql) {
        String first = word(sql, 0);
        if (first.equals("prepare")) {
            return !word(sql, 1).equals("transaction");
        }
        boolean isDatabase = Set.of("create", "drop", "alter").contains(first)
                && Set.of("database", "system", "tablespace").contains(word(sql, 1));
        return !NOT_INSIDE.contains(first) && !isDatabase;
    }

    private static String word(String sql, int index) {
        List<SqlTokens.Token> words = SqlTokens.words(sql);
        return index < words.size() ? words.get(index).text().toLowerCase(Locale.ROOT) : "";
    }
}
