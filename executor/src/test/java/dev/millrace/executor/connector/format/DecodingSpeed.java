package dev.millrace.executor.connector.format;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

import dev.millrace.executor.connector.ConnectorOptions;
import dev.millrace.executor.connector.ConnectorTesting;
import dev.millrace.executor.connector.Source;
import dev.millrace.executor.connector.SourcePosition;
import dev.millrace.executor.connector.SourceSpec;
import dev.millrace.executor.connector.bundled.Connectors;
import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.plan.Schema;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Prints what it costs to bring a record into columns, in nanoseconds of CPU time of one thread: the least and the
 * median of interleaved rounds. A program, no test.
 */
final class DecodingSpeed {

    private static final int RECORDS = 20_000;
    private static final int ROUNDS = 60;
    private static final int BATCH = 4096;

    private static final Schema BID = ConnectorTesting.schema("auction bigint", "bidder bigint", "price bigint",
            "channel text", "url text", "dateTime timestamp", "extra text");
    private static final Schema BID_NUMERIC = ConnectorTesting.schema("auction bigint", "bidder bigint",
            "price numeric(12,2)", "channel text", "url text", "dateTime timestamptz", "extra text");
    private static final List<Integer> ALL = List.of(0, 1, 2, 3, 4, 5, 6);
    private static final List<Integer> SOME = List.of(0, 2, 5);

    private record Candidate(String name, IntConsumer run) {}

    private DecodingSpeed() {}

    public static void main(String[] arguments) {
        byte[][] json = new byte[RECORDS][];
        byte[][] spaced = new byte[RECORDS][];
        byte[][] csv = new byte[RECORDS][];
        long bytes = 0;
        for (int i = 0; i < RECORDS; i++) {
            String extra = "abcdefghijklmnopqrstuvwxyz".repeat(3).substring(0, 40 + i % 20);
            String time = String.format("2015-07-15 00:%02d:%02d.%03d", i / 60 % 60, i % 60, i % 1000);
            String text = "{\"auction\":" + (1000 + i % 700) + ",\"bidder\":" + (2000 + i % 500) + ",\"price\":"
                    + i * 7L
                    + ",\"channel\":\"channel-" + i % 999
                            + "\",\"url\":\"https://www.nexmark.com/a/b/item?q=1\",\"dateTime\":\""
                    + time + "\",\"extra\":\"" + extra + "\"}";
            json[i] = text.getBytes(UTF_8);
            spaced[i] = text.replace(",\"", ", \"").replace("\":", "\": ").getBytes(UTF_8);
            csv[i] = (1000 + i % 700 + "," + (2000 + i % 500) + "," + i * 7L + ",channel-" + i % 999
                    + ",https://www.nexmark.com/a/b/item?q=1," + time + "," + extra + "\n").getBytes(UTF_8);
            bytes += json[i].length;
        }
        System.out.println("JSON bid of " + bytes / RECORDS + " bytes");
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(decoding("json, 7 of 7 columns", new JsonDecoder(BID, ALL, null), BID, ALL, json));
        candidates.add(decoding("json, 3 of 7 columns", new JsonDecoder(BID, SOME, null), BID, SOME, json));
        candidates.add(decoding("json, numeric and timestamptz", new JsonDecoder(BID_NUMERIC, ALL, null), BID_NUMERIC,
                ALL,
                json));
        candidates.add(decoding("json with blanks, 7 columns", new JsonDecoder(BID, ALL, null), BID, ALL, spaced));
        candidates.add(decoding("json by Jackson alone, 7 columns", new JsonDecoder(BID, ALL, null, false), BID, ALL,
                json));
        Format format = Format.of(new ConnectorOptions("file",
                ConnectorTesting.options()), "csv");
        candidates.add(decoding("csv, 7 columns", format.decoder(ConnectorTesting.spec(BID)), BID, ALL, csv));
        candidates.add(generating("nexmark bids, 7 columns", BID, ALL, "nexmark"));
        candidates.add(generating("nexmark bids, 3 columns", BID, SOME, "nexmark"));
        candidates.add(generating("random rows of a schema, 7 columns", BID, ALL, "schema"));
        measure(candidates);
    }

    private static Candidate decoding(
            String name, RecordDecoder decoder, Schema schema, List<Integer> columns, byte[][] records) {
        Schema selected = schema.select(columns);
        BatchBuilder batch = new BatchBuilder(selected);
        return new Candidate(name, round -> {
            for (byte[] record : records) {
                if (decoder.decode(record, 0, record.length, batch) != RecordDecoder.Outcome.ROW) {
                    throw new IllegalStateException(decoder.rejection());
                }
                if (batch.size() == BATCH) {
                    batch.build();
                }
            }
            batch.build();
        });
    }

    private static Candidate generating(String name, Schema schema, List<Integer> columns, String kind) {
        String[] options = kind.equals("nexmark")
                ? new String[] {"generator.kind", kind, "generator.table", "bid"}
                : new String[] {"generator.kind", kind};
        SourceSpec all = ConnectorTesting.spec(schema, options);
        Source source = Connectors.named("generator")
                .openSource(new SourceSpec(1, "speed", schema, all.options(), columns));
        // Of 50 events 46 are bids: so many events hold as many rows as there are records.
        long events = kind.equals("nexmark") ? RECORDS / 46 * 50 : RECORDS;
        return new Candidate(name, round -> {
            SourcePosition at = SourcePosition.of("events", round * events);
            SourcePosition to = SourcePosition.of("events", (round + 1) * events);
            while (!at.equals(to)) {
                at = source.read(at, to, 1 << 20).to();
            }
        });
    }

    private static void measure(List<Candidate> candidates) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double[][] nanos = new double[candidates.size()][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < nanos.length; i++) {
                long begin = threads.getCurrentThreadCpuTime();
                candidates.get(i).run().accept(round);
                nanos[i][round] = (threads.getCurrentThreadCpuTime() - begin) / (double) RECORDS;
            }
        }
        for (int i = 0; i < nanos.length; i++) {
            double[] settled = Arrays.copyOfRange(nanos[i], ROUNDS / 2, ROUNDS);
            Arrays.sort(settled);
            System.out.printf("%-36s min %6.0f  median %6.0f ns a row%n",
                    candidates.get(i).name(), settled[0], settled[settled.length / 2]);
        }
    }
}
