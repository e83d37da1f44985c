package dev.millrace.sqltests.trial;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;

/** Payments by a thread with two connections of pgjdbc, one that writes and one that reads. */
final class JdbcPayments implements Crew.Work {
    private final String url;
    private final Payments payments;

    JdbcPayments(String url, Payments payments) {
        this.url = url;
        this.payments = payments;
    }

    @Override
    public void run() throws SQLException {
        // The driver keeps a statement on the server from its fifth use on.
        try (Connection writing = DriverManager.getConnection(url);
                Connection reading = DriverManager.getConnection(url);
                PreparedStatement insert = writing.prepareStatement(Payments.INSERT.replaceAll("\\$\\d", "?"));
                PreparedStatement read = reading.prepareStatement(
                        "SELECT n, spent, merchants, newest FROM card_now WHERE card = ?")) {
            while (payments.goOn()) {
                for (long nanos = payments.nanosUntilDue(); nanos > 0; nanos = payments.nanosUntilDue()) {
                    LockSupport.parkNanos(nanos);
                }
                Payments.Payment payment = payments.next();
                insert.setLong(1, payment.id());
                insert.setInt(2, payment.card());
                insert.setInt(3, payment.merchant());
                insert.setString(4, payment.country());
                insert.setBigDecimal(5, payment.amount());
                insert.executeUpdate();
                long inserted = System.nanoTime();
                read.setInt(1, payment.card());
                try (ResultSet rows = read.executeQuery()) {
                    boolean isThere = rows.next();
                    payments.seen(payment, inserted, isThere ? rows.getLong(1) : 0, isThere ? rows.getLong(4) : 0);
                }
            }
        }
    }
}
