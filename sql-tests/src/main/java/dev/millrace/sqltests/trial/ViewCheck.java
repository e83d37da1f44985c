package dev.millrace.sqltests.trial;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The first law, asked of a running server: a view holds what its query answers. */
final class ViewCheck {

    private ViewCheck() {}

    /** Rows in which a view and its query, asked in one statement, differ. */
    static long differences(Statement statement, String view, String query) throws SQLException {
        String both = "SELECT (SELECT count(*) FROM (TABLE " + view + " EXCEPT ALL (" + query + ")) more)"
                + " + (SELECT count(*) FROM ((" + query + ") EXCEPT ALL TABLE " + view + ") fewer)";
        try (ResultSet rows = statement.executeQuery(both)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
