package dev.millrace.cli.demo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

import dev.millrace.cli.sql.LiveView;

/**
 * How fast the demo runs, and how fresh its views are. The events carry a time that runs at the pace of the wall clock,
 * so the age of the newest event a view shows is the wall clock less that time, but for the moment at which the stream
 * began. That moment is not known from outside; the smallest difference ever seen stands for it. Freshness is therefore
 * measured against the best moment of this run, plus what it takes to read the view.
 */
final class Pace implements LiveView.Status {
    private static final String READ =
            "SELECT bids, CAST(EXTRACT(EPOCH FROM newest) * 1000 AS BIGINT) FROM bids_so_far";
    /** A person and three auctions come with every 46 bids. */
    private static final double EVENTS_PER_BID = 50.0 / 46.0;

    private long firstNanos;
    private double firstEvents;
    private long lastNanos;
    private double lastEvents;
    private double events;
    private double eventsPerSecond;
    private double ageMillisMin = Double.MAX_VALUE;
    private double freshnessMillis;

    /** Looks at the server again. */
    void read(Connection connection) throws SQLException {
        long asked = System.nanoTime();
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(READ)) {
            if (!row.next()) {
                return;
            }
            long now = System.nanoTime();
            events = row.getLong(1) * EVENTS_PER_BID;
            long newestMillis = row.getLong(2);
            if (!row.wasNull()) {
                double age = asked / 1e6 - newestMillis;
                ageMillisMin = Math.min(ageMillisMin, age);
                freshnessMillis = age - ageMillisMin + (now - asked) / 1e6;
            }
            if (lastNanos == 0) {
                firstNanos = now;
                firstEvents = events;
                lastNanos = now;
                lastEvents = events;
            } else if (now - lastNanos > 400_000_000L) {
                eventsPerSecond = (events - lastEvents) / ((now - lastNanos) / 1e9);
                lastNanos = now;
                lastEvents = events;
            }
        }
    }

    @Override
    public String text(Connection connection) throws SQLException {
        read(connection);
        return text();
    }

    String text() {
        return String.format(Locale.ROOT, "%,.0f events · %,.0f rows/s · freshness %.0f ms", events, eventsPerSecond,
                freshnessMillis);
    }

    /** From the first look to the last. */
    String summary() {
        double seconds = (lastNanos - firstNanos) / 1e9;
        return String.format(Locale.ROOT, "%,.0f events; %,.0f rows/s over %.1f s; freshness %.0f ms", events,
                seconds == 0 ? 0 : (lastEvents - firstEvents) / seconds, seconds, freshnessMillis);
    }
}
