package dev.millrace.sqltests.trial;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import dev.millrace.sqltests.server.OwnServer;

/** Rounds of work on a server that is killed now and then: what a kill breaks off goes on with a new connection. */
final class Rounds {
    /** How long after a kill a connection may still fail. */
    private static final long DOWN_MILLIS_MAX = 60_000;
    private static final long RETRY_MILLIS = 50;

    private final Crew crew;
    private volatile long downSince = Long.MIN_VALUE;

    Rounds(Crew crew) {
        this.crew = crew;
    }

    /** One round. */
    interface Round {
        void run(Connection connection) throws SQLException, InterruptedException;
    }

    /** Round after round, on a new connection after a kill. */
    void goOn(OwnServer server, Round round) throws SQLException, InterruptedException {
        while (crew.goesOn()) {
            try (Connection connection = DriverManager.getConnection(server.url())) {
                while (crew.goesOn()) {
                    round.run(connection);
                }
            } catch (SQLException e) {
                boolean isKill = downSince != Long.MIN_VALUE
                        && (System.nanoTime() - downSince) / 1_000_000 < DOWN_MILLIS_MAX;
                if (!isKill) {
                    throw e;
                }
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    /** kill -9, and a start on what is left. */
    void kill(OwnServer server) throws IOException {
        downSince = System.nanoTime();
        server.restart();
        downSince = System.nanoTime();
    }
}
