package dev.millrace.sqltests.bench;

import java.util.List;
import java.util.Locale;

/** The three ways from an event to a feature that latency is measured for, as statements on Millrace. */
enum LatencyPattern {
    /** Drops one event in ten and hashes the payload. */
    STATELESS("SELECT id, encode(sha256(p::bytea), 'hex') AS h FROM events WHERE v % 10 <> 0", ""),
    /** Adds the name of the key from a table of 1,000 rows. */
    ENRICH("SELECT e.id, e.k, n.name, e.v FROM events e JOIN names n ON e.k = n.k", ""),
    /** Counts and sums by key: each change is told. */
    AGG("SELECT k, count(*) AS cnt, sum(v)::bigint AS total FROM events GROUP BY k", ", 'key' = 'k'");

    private final String query;
    private final String sinkOptions;

    LatencyPattern(String query, String sinkOptions) {
        this.query = query;
        this.sinkOptions = sinkOptions;
    }

    /** Its name in the figures. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether an event shows in the output at all. */
    boolean shows(int event) {
        return this != STATELESS || event % 10 != 0;
    }

    /** What is said to Millrace so that it reads one topic and writes the other. */
    List<String> statements(String brokers, String in, String out, String guarantee) {
        String kafka = "'connector' = 'kafka', 'properties.bootstrap.servers' = '" + brokers + "', 'topic' = '";
        return List.of("CREATE STREAM events (id bigint, k bigint, v bigint, p text) WITH (" + kafka + in + "')",
                "CREATE TABLE names (k bigint PRIMARY KEY, name text NOT NULL)",
                "INSERT INTO names SELECT k, 'name-' || k FROM generate_series(0, " + (LatencyDriver.KEYS - 1) + ") k",
                "CREATE SINK features AS " + query + " WITH (" + kafka + out + "', 'sink.delivery-guarantee' = '"
                        + guarantee + "'" + sinkOptions + ")");
    }
}
