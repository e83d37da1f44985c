package dev.millrace.sqltests.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The three streams of the Nexmark auction, over whichever source. */
enum NexmarkTables {
    PERSON("""
            id bigint, name text, "emailAddress" text, "creditCard" text, city text, state text, \
            "dateTime" timestamp, extra text"""),
    AUCTION("""
            id bigint, "itemName" text, description text, "initialBid" bigint, reserve bigint, \
            "dateTime" timestamp, expires timestamp, seller bigint, category bigint, extra text"""),
    BID("""
            auction bigint, bidder bigint, price bigint, channel text, url text, "dateTime" timestamp, extra text""");

    private final String columns;

    NexmarkTables(String columns) {
        this.columns = columns;
    }

    /** Rows of this server's own generator, of a stream of so many events. */
    static List<String> generated(long events) {
        List<String> statements = new ArrayList<>();
        for (NexmarkTables table : values()) {
            statements.add(table.create(Map.of(
                    "connector", "generator",
                    "generator.kind", "nexmark",
                    "generator.table", table.lowerName(),
                    "events", Long.toString(events))));
        }
        return statements;
    }

    /** Records of one topic that holds all three kinds, each in an object of its kind's name. */
    static List<String> ofKafka(String bootstrap, String topic) {
        List<String> statements = new ArrayList<>();
        for (NexmarkTables table : values()) {
            statements.add(table.create(Map.of(
                    "connector", "kafka",
                    "topic", topic,
                    "properties.bootstrap.servers", bootstrap,
                    "format", "json",
                    "json.root", table.lowerName())));
        }
        return statements;
    }

    String lowerName() {
        return name().toLowerCase(Locale.ROOT);
    }

    private String create(Map<String, String> options) {
        return options.entrySet().stream()
                .map(option -> "'" + option.getKey() + "' = '" + option.getValue() + "'")
                .collect(Collectors.joining(", ", "CREATE STREAM " + lowerName() + " (" + columns + ") WITH (", ")"));
    }
}
