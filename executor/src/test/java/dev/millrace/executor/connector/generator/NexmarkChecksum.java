package dev.millrace.executor.connector.generator;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import dev.millrace.executor.connector.ConnectorTesting;
import dev.millrace.executor.connector.Source;
import dev.millrace.executor.connector.SourceBatch;
import dev.millrace.executor.connector.SourcePosition;
import dev.millrace.executor.connector.SourceSpec;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Schema;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The checksum of a Nexmark stream, as its specification defines it: the sum of a hash of every event's JSON, the same
 * for any order. Run as a program it checks 5,000,000 events of seed 42.
 */
final class NexmarkChecksum {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    static final Schema PERSON = ConnectorTesting.schema("id bigint", "name text", "emailAddress text",
            "creditCard text",
            "city text", "state text", "dateTime timestamp", "extra text");
    static final Schema AUCTION = ConnectorTesting.schema("id bigint", "itemName text", "description text",
            "initialBid bigint", "reserve bigint", "expires timestamp", "seller bigint", "category bigint",
            "dateTime timestamp", "extra text");
    static final Schema BID = ConnectorTesting.schema("auction bigint", "bidder bigint", "price bigint", "channel text",
            "url text", "dateTime timestamp", "extra text");

    private long sum;

    private NexmarkChecksum() {}

    public static void main(String[] arguments) {
        String checksum = of(5_000_000, 42, 100_000);
        System.out.println(checksum);
        if (!checksum.equals("ac3791833ec8179a")) {
            throw new IllegalStateException("5,000,000 events of seed 42 must have checksum ac3791833ec8179a");
        }
    }

    static String of(long events, long seed, long eventRate) {
        NexmarkChecksum checksum = new NexmarkChecksum();
        checksum.addTable(NexmarkTable.PERSON, PERSON, events, seed, eventRate);
        checksum.addTable(NexmarkTable.AUCTION, AUCTION, events, seed, eventRate);
        checksum.addTable(NexmarkTable.BID, BID, events, seed, eventRate);
        return String.format("%016x", checksum.sum);
    }

    private void addTable(NexmarkTable table, Schema schema, long events, long seed, long eventRate) {
        SourceSpec spec = ConnectorTesting.spec(schema, "generator.kind", "nexmark",
                "generator.table", table.name().toLowerCase(Locale.ROOT), "seed", Long.toString(seed),
                "generator.event.rate", Long.toString(eventRate), "events", Long.toString(events));
        try (Source source = new GeneratorConnector().openSource(spec)) {
            SourcePosition at = source.initial();
            while (!at.equals(source.end())) {
                SourceBatch slice = source.read(at, source.end(), 1 << 20);
                for (int row = 0; row < slice.rows().size(); row++) {
                    add(json(table, schema, slice.rows(), row).getBytes(UTF_8));
                }
                at = slice.to();
            }
        }
    }

    private void add(byte[] json) {
        long hash = 0xCBF29CE484222325L;
        for (byte next : json) {
            hash = (hash ^ next) * 0x100000001B3L;
        }
        hash ^= hash >>> 32;
        sum += hash * 0x9E3779B97F4A7C15L;
    }

    private static String json(NexmarkTable table, Schema schema, DeltaBatch rows, int row) {
        int eventType = switch (table) {
            case PERSON -> 0;
            case AUCTION -> 1;
            case BID -> 2;
        };
        StringBuilder text = new StringBuilder("{\"event_type\":").append(eventType);
        for (NexmarkTable other : NexmarkTable.values()) {
            text.append(",\"").append(other.name().toLowerCase(Locale.ROOT)).append("\":");
            if (other != table) {
                text.append("null");
                continue;
            }
            for (int i = 0; i < schema.size(); i++) {
                text.append(i == 0 ? "{\"" : ",\"").append(schema.field(i).name()).append("\":");
                switch (schema.type(i).kind()) {
                    case BIGINT -> text.append(rows.words(i).value(row));
                    case TIMESTAMP -> text.append('"').append(time(rows.words(i).value(row))).append('"');
                    default -> text.append('"').append(rows.bytes(i).text(row)).append('"');
                }
            }
            text.append('}');
        }
        return text.append('}').toString();
    }

    private static String time(long micros) {
        return LocalDateTime.ofEpochSecond(
                        Math.floorDiv(micros, 1_000_000L), (int) Math.floorMod(micros, 1_000_000L) * 1000,
                        ZoneOffset.UTC)
                .format(TIME);
    }
}
