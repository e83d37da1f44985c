package dev.millrace.sqltests.trial;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The money trial's database: accounts, the transfers between them, and views in which every amount stands once with
 * each sign. Whatever moves, each of {@link #ZEROES} answers 0.
 */
final class Bank {
    static final String SERIALIZATION_FAILURE = "40001";

    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE account (id bigint PRIMARY KEY, balance bigint NOT NULL)",
            "CREATE TABLE transfer (id bigint PRIMARY KEY, debtor bigint NOT NULL, creditor bigint NOT NULL,"
                    + " amount bigint NOT NULL)",
            "CREATE MATERIALIZED VIEW credits AS"
                    + " SELECT creditor AS account, sum(amount) AS amount FROM transfer GROUP BY creditor",
            "CREATE MATERIALIZED VIEW debits AS"
                    + " SELECT debtor AS account, sum(amount) AS amount FROM transfer GROUP BY debtor",
            "CREATE MATERIALIZED VIEW balance AS SELECT account, sum(amount) AS amount FROM"
                    + " (SELECT account, amount FROM credits UNION ALL SELECT account, -amount FROM debits) AS entry"
                    + " GROUP BY account",
            "CREATE MATERIALIZED VIEW total AS SELECT coalesce(sum(amount), 0) AS amount FROM balance",
            "CREATE MATERIALIZED VIEW statement_of_account AS"
                    + " SELECT coalesce(c.account, d.account) AS account,"
                    + " coalesce(c.amount, 0) - coalesce(d.amount, 0) AS amount"
                    + " FROM credits AS c FULL JOIN debits AS d ON c.account = d.account",
            "CREATE MATERIALIZED VIEW discrepancy AS"
                    + " SELECT a.id AS account, a.balance - coalesce(s.amount, 0) AS amount"
                    + " FROM account AS a LEFT JOIN statement_of_account AS s ON a.id = s.account"
                    + " WHERE a.balance <> coalesce(s.amount, 0)",
            "CREATE TABLE note (id bigint PRIMARY KEY, author bigint NOT NULL)",
            "CREATE MATERIALIZED VIEW note_once AS SELECT id, author FROM note WHERE id >= 0",
            "CREATE MATERIALIZED VIEW note_counted AS"
                    + " SELECT author, count(*) AS notes, max(id) AS newest FROM note_once GROUP BY author",
            "CREATE MATERIALIZED VIEW note_newest AS"
                    + " SELECT n.id, n.author, c.notes FROM note_once AS n"
                    + " JOIN note_counted AS c ON n.author = c.author AND n.id = c.newest");

    /** Questions whose answer is 0 at every moment. */
    static final List<String> ZEROES = List.of(
            "SELECT sum(balance) FROM account",
            "SELECT amount FROM total",
            "SELECT coalesce(sum(amount), 0) FROM balance",
            "SELECT coalesce(sum(amount), 0) FROM statement_of_account",
            "SELECT count(*) FROM discrepancy",
            "SELECT coalesce((SELECT sum(amount) FROM credits), 0) - coalesce((SELECT sum(amount) FROM debits), 0)",
            "SELECT coalesce(sum(CASE WHEN s.amount = b.amount THEN 0 ELSE 1 END), 0)"
                    + " FROM statement_of_account AS s FULL JOIN balance AS b ON s.account = b.account");

    private Bank() {
    }

    static void open(Connection connection, int accounts) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : SCHEMA) {
                statement.execute(sql);
            }
            for (int id = 0; id < accounts; id++) {
                statement.execute("INSERT INTO account VALUES (" + id + ", 0)");
            }
        }
    }

    /** A client that moves money, one transaction a transfer. */
    static final class Teller implements AutoCloseable {
        private final Connection connection;
        private final PreparedStatement look;
        private final PreparedStatement pay;
        private final PreparedStatement book;

        Teller(Connection connection) throws SQLException {
            this.connection = connection;
            connection.setAutoCommit(false);
            look = connection.prepareStatement("SELECT balance FROM account WHERE id = ?");
            pay = connection.prepareStatement("UPDATE account SET balance = balance + ? WHERE id = ?");
            book = connection.prepareStatement("INSERT INTO transfer VALUES (?, ?, ?, ?)");
        }

        /** Tries once; false when another transaction was in the way and nothing has happened. */
        boolean transfer(long id, long debtor, long creditor, long amount) throws SQLException {
            try {
                long before = balance(debtor);
                pay(debtor, -amount);
                pay(creditor, amount);
                book.setLong(1, id);
                book.setLong(2, debtor);
                book.setLong(3, creditor);
                book.setLong(4, amount);
                book.executeUpdate();
                if (balance(debtor) != before - amount) {
                    throw new AssertionError("a transaction does not see its own write");
                }
                connection.commit();
                return true;
            } catch (SQLException e) {
                connection.rollback();
                if (SERIALIZATION_FAILURE.equals(e.getSQLState())) {
                    return false;
                }
                throw e;
            }
        }

        private long balance(long account) throws SQLException {
            look.setLong(1, account);
            try (ResultSet rows = look.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }

        private void pay(long account, long amount) throws SQLException {
            pay.setLong(1, amount);
            pay.setLong(2, account);
            if (pay.executeUpdate() != 1) {
                throw new AssertionError("an account was not found");
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
