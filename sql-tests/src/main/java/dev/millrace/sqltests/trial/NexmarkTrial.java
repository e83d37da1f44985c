package dev.millrace.sqltests.trial;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

import dev.millrace.sqltests.server.Broker;
import dev.millrace.sqltests.server.OwnServer;

import static java.nio.charset.StandardCharsets.UTF_8;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The promise: one answer. The Nexmark auction (seed 42) is written to a real broker's topics by sinks over the
 * built-in generator, read from there into the views of six queries, and each view is the same query run ad hoc on the
 * streams afterwards, and what PostgreSQL answers over the same events, which it gets from the generator and not from
 * Kafka.
 */
@Command(name = "nexmark", mixinStandardHelpOptions = true,
        description = "Nexmark from Kafka into views: equal to the queries run ad hoc, and to PostgreSQL's answers.")
final class NexmarkTrial implements Callable<Integer> {
    private static final List<String> KINDS = List.of("person", "auction", "bid");
    private static final long LOOK_MILLIS = 200;
    private static final int BID_PARTITIONS = 4;
    private static final long SLICE_EVENTS = 1_000_000;
    private static final long EVENTS_PER_MILLISECOND = 100;

    @Option(names = "--events", defaultValue = "5000000", description = "of all three kinds (${DEFAULT-VALUE})")
    private long events;

    @Option(names = "--queries", defaultValue = "q1,q3,q4,q5,q7,q8", split = ",",
            description = "which (${DEFAULT-VALUE})")
    private List<String> queries;

    @Option(names = "--postgres", paramLabel = "JDBC-URL",
            description = "a PostgreSQL to compare with; its tables person, auction and bid are made anew")
    private String postgres;

    @Option(names = "--java", paramLabel = "OPTIONS", defaultValue = "-Xmx6g -XX:+UseG1GC",
            description = "options for the server's java (${DEFAULT-VALUE})")
    private String javaOptions;

    private final Figures figures = new Figures("nexmark");
    private boolean holds = true;

    @Override
    public Integer call() throws Exception {
        try (Broker broker = Broker.start();
                OwnServer server = OwnServer.start(List.of(javaOptions.split(" ")), List.of(), Map.of());
                Connection connection = DriverManager.getConnection(server.url())) {
            connection.setAutoCommit(true);
            figures.with("events", events);
            try {
                prove(connection, broker);
            } catch (SQLException e) {
                holds = false;
                System.err.println("millrace: " + e + "\n" + server.lastWords());
            }
        }
        return figures.finish(holds);
    }

    private void prove(Connection connection, Broker broker) throws Exception {
        Topics topics = new Topics(broker.address());
        try (Statement statement = connection.createStatement()) {
            timed("fill", () -> fill(statement, topics, broker.address()));
            timed("views", () -> makeViews(statement, topics, broker.address()));
        }
        if (postgres != null) {
            timed("postgres_load", () -> load(connection));
        }
        for (String query : queries) {
            compare(query, connection);
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    private void timed(String what, Step step) throws Exception {
        long begin = System.nanoTime();
        step.run();
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("%s: %.1f s%n", what, seconds);
        figures.with(what + "_s", seconds);
    }

    private void fill(Statement statement, Topics topics, String brokers) throws Exception {
        for (String kind : KINDS) {
            topics.create(kind, kind.equals("bid") ? BID_PARTITIONS : 1);
            statement.execute("CREATE STREAM generated_" + kind + " (" + NexmarkText.columns(kind) + ") WITH ("
                    + "'connector' = 'generator', 'generator.kind' = 'nexmark', 'generator.table' = '" + kind
                    + "', 'events' = '" + events + "')");
            statement.execute("CREATE SINK " + kind + "_topic AS SELECT * FROM generated_" + kind
                    + " WITH ('connector' = 'kafka', 'topic' = '" + kind + "', 'properties.bootstrap.servers' = '"
                    + brokers + "')");
        }
        await(statement, "SELECT count(*) FROM millrace.streams WHERE status <> 'ended'");
        await(statement, "SELECT count(*) FROM millrace.sinks WHERE waiting_bytes > 0");
        for (String kind : KINDS) {
            statement.execute("DROP SINK " + kind + "_topic");
        }
    }

    private void makeViews(Statement statement, Topics topics, String brokers) throws Exception {
        for (String kind : KINDS) {
            statement.execute("CREATE STREAM " + kind + " (" + NexmarkText.columns(kind) + ") WITH ("
                    + "'connector' = 'kafka', 'topic' = '" + kind + "', 'properties.bootstrap.servers' = '" + brokers
                    + "')");
        }
        for (String query : queries) {
            long begin = System.nanoTime();
            statement.execute("CREATE MATERIALIZED VIEW " + query + " AS " + NexmarkText.query(query));
            System.out.printf("view %s made after %.1f s%n", query, (System.nanoTime() - begin) / 1e9);
        }
        for (String kind : KINDS) {
            Map<Integer, Long> ends = topics.ends(kind);
            while (isRead(statement, kind) && !position(statement, kind).equals(ends)) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
    }

    private static void await(Statement statement, String remaining) throws SQLException, InterruptedException {
        while (true) {
            try (ResultSet rows = statement.executeQuery(remaining)) {
                rows.next();
                if (rows.getLong(1) == 0) {
                    return;
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /** Whether a view needs the stream. */
    private static boolean isRead(Statement statement, String stream) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "SELECT status <> 'idle' FROM millrace.streams WHERE name = '" + stream + "'")) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    /** Of "split:offset, split:offset". */
    private static Map<Integer, Long> position(Statement statement, String stream) throws SQLException {
        Map<Integer, Long> position = new HashMap<>();
        try (ResultSet rows = statement.executeQuery(
                "SELECT status, message, position FROM millrace.streams WHERE name = '" + stream + "'")) {
            rows.next();
            if (rows.getString(1).equals("failed")) {
                throw new SQLException("stream " + stream + " failed: " + rows.getString(2));
            }
            if (rows.getString(3) != null) {
                for (String split : rows.getString(3).split(", ")) {
                    String[] parts = split.split(":");
                    position.put(Integer.valueOf(parts[0]), Long.valueOf(parts[1]));
                }
            }
        }
        return position;
    }

    /** From the generator straight into PostgreSQL. */
    private void load(Connection source) throws SQLException {
        try (Connection target = DriverManager.getConnection(postgres);
                Statement statement = target.createStatement()) {
            for (String kind : KINDS) {
                statement.execute("DROP TABLE IF EXISTS " + kind);
                statement.execute("CREATE UNLOGGED TABLE " + kind + " (" + NexmarkText.columns(kind) + ")");
                CopyIn in = target.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + kind + " FROM STDIN");
                // In slices of time: a query's result is held in the server's memory.
                for (long from = 0; from < events; from += SLICE_EVENTS) {
                    CopyOut out = source.unwrap(PGConnection.class).getCopyAPI().copyOut(
                            "COPY (SELECT * FROM generated_" + kind + " WHERE \"dateTime\" >= " + moment(from)
                                    + " AND \"dateTime\" < " + moment(from + SLICE_EVENTS) + ") TO STDOUT");
                    for (byte[] line = out.readFromCopy(); line != null; line = out.readFromCopy()) {
                        in.writeToCopy(line, 0, line.length);
                    }
                }
                System.out.printf("PostgreSQL has %d rows of %s%n", in.endCopy(), kind);
                statement.execute("ANALYZE " + kind);
            }
        }
    }

    /** When the event with this number happens: 100,000 make a second. */
    private static String moment(long event) {
        return "(TIMESTAMP '2015-07-15 00:00:00' + " + event / EVENTS_PER_MILLISECOND + " * INTERVAL '1 millisecond')";
    }

    private void compare(String query, Connection connection) throws Exception {
        RowSum view = RowSum.of(connection, "SELECT * FROM " + query);
        RowSum adHoc = null;
        String failure = null;
        try {
            adHoc = RowSum.of(connection, NexmarkText.query(query));
        } catch (SQLException e) {
            failure = e.getMessage();
        }
        boolean isSame = view.isSame(adHoc);
        String said = String.format("%s: view %s; ad hoc %s", query, view, failure == null ? adHoc : failure);
        figures.with(query + "_rows", view.rows());
        if (adHoc != null) {
            figures.with(query + "_ad_hoc_s", adHoc.seconds());
        }
        if (postgres != null) {
            try (Connection other = DriverManager.getConnection(postgres)) {
                RowSum truth = RowSum.of(other, NexmarkText.standardQuery(query));
                said += "; PostgreSQL " + truth;
                isSame &= view.isSame(truth);
            }
        }
        System.out.println(said + (isSame ? "" : "   DIFFERENT"));
        holds &= isSame;
    }

    /** Texts of the queries and tables. */
    private static final class NexmarkText {
        private static final Map<String, String> COLUMNS = Map.of(
                "person", "id bigint, name text, \"emailAddress\" text, \"creditCard\" text, city text, state text, "
                        + "\"dateTime\" timestamp, extra text",
                "auction", "id bigint, \"itemName\" text, description text, \"initialBid\" bigint, reserve bigint, "
                        + "\"dateTime\" timestamp, expires timestamp, seller bigint, category bigint, extra text",
                "bid", "auction bigint, bidder bigint, price bigint, channel text, url text, \"dateTime\" timestamp, "
                        + "extra text");

        static String columns(String kind) {
            return COLUMNS.get(kind);
        }

        static String query(String name) throws IOException {
            return resource("/nexmark/" + name + ".sql");
        }

        /** The same with nothing that PostgreSQL does not know. */
        static String standardQuery(String name) throws IOException {
            return switch (name) {
                case "q5", "q7", "q8" -> resource("/nexmark/postgres/" + name + ".sql");
                default -> query(name);
            };
        }

        private static String resource(String path) throws IOException {
            try (InputStream in = NexmarkTrial.class.getResourceAsStream(path)) {
                if (in == null) {
                    throw new IOException("there is no " + path);
                }
                return new String(in.readAllBytes(), UTF_8);
            }
        }
    }
}
