package dev.millrace.sqltests.trial;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postgresql.util.PSQLException;

import dev.millrace.sqltests.server.Broker;
import dev.millrace.sqltests.server.OwnServer;

import static java.nio.charset.StandardCharsets.UTF_8;

import picocli.CommandLine.Command;

/**
 * The promise: a record that is no row does what its stream's {@code on_error} says, is told with its topic, partition
 * and offset, and harms nothing else; after a kill it is all the same.
 */
@Command(name = "poison", mixinStandardHelpOptions = true,
        description = "Bad Kafka records: counted or stopping their stream, and nothing else.")
final class PoisonTrial implements Callable<Integer> {
    private static final long PATIENCE_SECONDS = 30;
    private static final long LOOK_MILLIS = 50;
    private static final String[] RECORDS = {
        "{\"id\":0,\"v\":10}", "{\"id\":1,\"v\":\"many\"}", "no JSON at all", null, "{\"id\":99999999999999999999}",
        "{\"id\":5,\"v\":50}",
    };
    private static final String FIRST_BAD = "topic \"reading\", partition 0, offset 1: column \"v\"";
    private static final String LAST_BAD = "topic \"reading\", partition 0, offset 4: column \"id\"";

    @Override
    public Integer call() throws Exception {
        try (Broker broker = Broker.start(); OwnServer server = OwnServer.start()) {
            Topics topics = new Topics(broker.address());
            topics.create("reading", 1);
            send(topics);
            String fault = null;
            try {
                create(server, broker.address());
                check(server);
                server.restart();
                check(server);
            } catch (AssertionError e) {
                fault = e.getMessage();
                System.err.println("millrace: " + fault + "\n" + server.lastWords());
            }
            return new Figures("poison")
                    .with("records", RECORDS.length)
                    .with("bad", Arrays.stream(RECORDS).filter(record -> record == null || !record.matches(
                            "\\{\"id\":\\d,\"v\":\\d+}")).count())
                    .finish(fault == null);
        }
    }

    private static void send(Topics topics) throws InterruptedException, ExecutionException {
        try (KafkaProducer<byte[], byte[]> producer = topics.producer(Map.of())) {
            for (String record : RECORDS) {
                producer.send(new ProducerRecord<>("reading", record == null ? null : record.getBytes(UTF_8))).get();
            }
        }
    }

    private static void create(OwnServer server, String brokers) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            for (String policy : new String[] {"skip", "fail"}) {
                statement.execute("CREATE STREAM " + policy + "_reading (id bigint, v bigint) WITH ("
                        + "'connector' = 'kafka', 'topic' = 'reading', 'on_error' = '" + policy
                        + "', 'properties.bootstrap.servers' = '" + brokers + "')");
                statement.execute("CREATE MATERIALIZED VIEW " + policy + "_total AS "
                        + "SELECT count(*) AS readings, sum(v) AS v FROM " + policy + "_reading");
            }
            statement.execute("CREATE TABLE other (id bigint)");
        }
    }

    private static void check(OwnServer server) throws SQLException, IOException, InterruptedException {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            await(statement, "SELECT readings || ' ' || v FROM skip_total", "2 60");
            await(statement, "SELECT readings || ' ' || v FROM fail_total", "1 10");
            await(statement, "SELECT status FROM millrace.streams WHERE name = 'fail_reading'", "failed");
            expectStart(statement, "SELECT message FROM millrace.streams WHERE name = 'fail_reading'", FIRST_BAD);
            await(statement, "SELECT status FROM millrace.streams WHERE name = 'skip_reading'", "running");
            expectRejections(statement);
            expectRefusal(statement);
            statement.execute("INSERT INTO other VALUES (1)");
        }
    }

    /** Records that were passed over before the last checkpoint are counted by the process that saw them. */
    private static void expectRejections(Statement statement) throws SQLException {
        String rejected = one(statement, "SELECT rejected FROM millrace.streams WHERE name = 'skip_reading'");
        if (rejected.equals("4")) {
            expectStart(statement, "SELECT last_rejection FROM millrace.streams WHERE name = 'skip_reading'", LAST_BAD);
        } else if (!rejected.equals("0") || !one(statement, "SELECT count(*) FROM other").equals("1")) {
            throw new AssertionError(rejected + " records are counted as rejected, 4 are bad");
        }
    }

    private static void expectRefusal(Statement statement) throws SQLException {
        // Up to where the stream was read there is nothing bad.
        if (!one(statement, "SELECT count(*) FROM fail_reading").equals("1")) {
            throw new AssertionError("the stopped stream does not answer with what is before the bad record");
        }
        try {
            statement.execute("CREATE STREAM broken (id bigint) WITH ('connector' = 'kafka', 'topic' = 'reading', "
                    + "'on_eror' = 'skip', 'properties.bootstrap.servers' = 'localhost:1')");
            throw new AssertionError("an unknown option was taken");
        } catch (PSQLException e) {
            if (!e.getMessage().contains("on_eror")) {
                throw new AssertionError("the refusal does not name the option: " + e.getMessage());
            }
        }
    }

    private static void expectStart(Statement statement, String sql, String start) throws SQLException {
        String answer = one(statement, sql);
        if (answer == null || !answer.startsWith(start)) {
            throw new AssertionError(sql + " answers " + answer + " and not " + start + "...");
        }
    }

    private static void await(Statement statement, String sql, String wanted)
            throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        String answer = one(statement, sql);
        while (!wanted.equals(answer)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(sql + " answers " + answer + " and not " + wanted);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            answer = one(statement, sql);
        }
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }
}
