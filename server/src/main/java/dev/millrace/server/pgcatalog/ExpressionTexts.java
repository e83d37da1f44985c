package dev.millrace.server.pgcatalog;

import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.ExpressionPlace;
import dev.millrace.server.session.Session;

/** The expressions that definitions of tables keep, as PostgreSQL shows them to a session. */
final class ExpressionTexts {

    private final Session session;
    private final ObjectDirectory directory;

    ExpressionTexts(Session session, ObjectDirectory directory) {
        this.session = session;
        this.directory = directory;
    }

    /**
     * Null where it cannot be told better than it was written.
     *
     * @param table whose columns it reads; 0 for none
     * @param type what it is converted to, or null
     */
    String of(String sql, long table, SqlType type, boolean isPretty) {
        if (table == 0) {
            return of(sql, ExpressionPlace.NOWHERE, type, isPretty);
        }
        return session.catalog().table(table)
                .map(stored -> of(sql, ExpressionPlace.ofTable(stored), type, isPretty))
                .orElse(null);
    }

    /** Positions of the columns of its table that an expression reads; none where it cannot be read any more. */
    List<Integer> columns(String sql, long table) {
        try {
            return session.catalog().table(table)
                    .map(stored -> List.copyOf(session.database().planning().columns(sql, stored, session)))
                    .orElse(List.of());
        } catch (SqlException unreadable) {
            return List.of();
        }
    }

    /** Of a trigger on a table. */
    String condition(String sql, long table, boolean isPretty) {
        return session.catalog().table(table)
                .map(stored -> of(sql, ExpressionPlace.ofTrigger(stored), SqlType.BOOLEAN, isPretty))
                .orElse(null);
    }

    String of(String sql, ExpressionPlace place, SqlType type, boolean isPretty) {
        if (sql == null) {
            return null;
        }
        try {
            return session.database().planning()
                    .describe(sql, place, type, new SessionNames(session, directory), isPretty, session);
        } catch (SqlException unreadable) {
            return null;
        }
    }

    /** What is neither a column nor a call, in parentheses. */
    String key(String sql, long table, boolean isPretty) {
        String text = of(sql, table, null, isPretty);
        if (text == null) {
            return sql.startsWith("(") ? "(" + sql + ")" : sql;
        }
        return isCall(text) ? text : "(" + text + ")";
    }

    /** Whether a text is a name, perhaps with parentheses that are closed at its end. */
    private static boolean isCall(String text) {
        int open = text.indexOf('(');
        boolean isName = (open < 0 ? text : text.substring(0, open)).matches("[\\w.\"]+");
        if (open < 0 || !isName) {
            return isName;
        }
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i == text.length() - 1;
            }
        }
        return false;
    }
}
