package dev.millrace.sqltests.trial;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a query answered, whatever its order: how many rows, and the sum of a 64-bit hash of each row's text. Rows are
 * looked at as they come and not kept.
 */
record RowSum(long rows, long sum, double seconds) {
    private static final int FETCH_ROWS = 10_000;
    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    static RowSum of(Connection connection, String sql) throws SQLException {
        long begin = System.nanoTime();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            long rows = 0;
            long sum = 0;
            try (ResultSet result = statement.executeQuery(sql)) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    long hash = FNV_START;
                    for (int column = 1; column <= columns; column++) {
                        hash = hash(hash, result.getString(column));
                    }
                    rows++;
                    sum += hash ^ hash >>> 29;
                }
            }
            return new RowSum(rows, sum, (System.nanoTime() - begin) / 1e9);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static long hash(long before, String text) {
        long hash = before;
        if (text == null) {
            return (hash ^ 0xFFFF) * FNV_PRIME;
        }
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return (hash ^ 0xFFFE) * FNV_PRIME;
    }

    boolean isSame(RowSum other) {
        return other != null && rows == other.rows && sum == other.sum;
    }

    @Override
    public String toString() {
        return String.format("%d rows (%016x) in %.1f s", rows, sum, seconds);
    }
}
