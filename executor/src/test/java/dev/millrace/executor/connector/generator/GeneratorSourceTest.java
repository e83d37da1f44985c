package dev.millrace.executor.connector.generator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import dev.millrace.executor.connector.ConnectorStatus;
import dev.millrace.executor.connector.ConnectorTesting;
import dev.millrace.executor.connector.Source;
import dev.millrace.executor.connector.SourceBatch;
import dev.millrace.executor.connector.SourcePosition;
import dev.millrace.executor.connector.SourceSpec;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GeneratorSourceTest {

    private static final GeneratorConnector CONNECTOR = new GeneratorConnector();
    private static final Schema BID = ConnectorTesting.schema("datetime timestamp", "price integer", "bidder double");

    @Test
    void nexmarkIsTheSpecifiedStream() {
        assertEquals("9bcc8714506f3b8e", NexmarkChecksum.of(100_000, 42, 100_000));
        assertEquals("646a09678fb4eb25", NexmarkChecksum.of(100_000, 7, 1000));
    }

    @Test
    void anyRangeInAnySliceIsTheSame() {
        SourceSpec spec = ConnectorTesting.spec(
                BID, "generator.kind", "nexmark", "generator.table", "bid", "events", "1000");
        try (Source source = CONNECTOR.openSource(spec)) {
            List<String> whole = readAll(source, source.initial(), source.end(), Integer.MAX_VALUE);
            assertEquals(920, whole.size());
            assertEquals(whole, readAll(source, source.initial(), source.end(), 1));
            SourcePosition middle = SourcePosition.of(GeneratorSource.SPLIT, 501);
            List<String> parts = readAll(source, source.initial(), middle, 100);
            parts.addAll(readAll(source, middle, source.end(), 100));
            assertEquals(whole, parts);
        }
    }

    @Test
    void columnsDoNotDependOnTheOthers() {
        Schema schema = ConnectorTesting.schema("a bigint", "b text", "c timestamp", "d double", "e smallint", "f date",
                "g boolean", "h varchar(5)", "i real", "j uuid");
        String[] options = {
            "generator.kind", "schema", "events", "100", "fields.a.kind", "sequence", "fields.a.start", "10",
            "fields.b.null.rate", "0.5", "fields.h.kind", "values", "fields.h.values", "red, green,blue",
            "fields.c.kind", "sequence", "fields.c.step", "1500"
        };
        SourceSpec all = ConnectorTesting.spec(schema, options);
        SourceSpec some = new SourceSpec(1, "test", schema, all.options(), List.of(7, 1, 0));
        CONNECTOR.checkSource(all);
        try (Source wide = CONNECTOR.openSource(all);
                Source narrow = CONNECTOR.openSource(some)) {
            List<String> expected = new ArrayList<>();
            long nulls = 0;
            for (String row : readAll(wide, wide.initial(), wide.end(), 1000)) {
                String[] cells = row.split("\\|");
                expected.add(cells[7] + "|" + cells[1] + "|" + cells[0]);
                nulls += cells[1].equals("NULL") ? 1 : 0;
            }
            assertEquals(expected, readAll(narrow, narrow.initial(), narrow.end(), 1000));
            assertTrue(nulls > 30 && nulls < 70, "about half of 100 values are NULL: " + nulls);
            assertTrue(expected.getLast().endsWith("|109"), expected.getLast());
            assertTrue(expected.stream().anyMatch(row -> row.startsWith("green|")));
        }
    }

    @Test
    void fieldsThatNobodyWantsDoNotChangeTheOthers() {
        for (NexmarkTable table : NexmarkTable.values()) {
            String columns = table.fields().stream()
                    .map(field -> field.name() + (field.form() == NexmarkTable.Form.TEXT ? " text" : " bigint"))
                    .collect(Collectors.joining(", "));
            Schema schema = ConnectorTesting.schema(columns.split(", "));
            SourceSpec all = ConnectorTesting.spec(
                    schema, "generator.kind", "nexmark", "generator.table", table.name().toLowerCase(Locale.ROOT),
                    "events", "2000");
            List<String> wide = readNexmark(all);
            for (int column = 0; column < schema.size(); column++) {
                int wanted = column;
                List<String> expected = wide.stream().map(row -> row.split("\\|")[wanted]).toList();
                assertEquals(
                        expected, readNexmark(new SourceSpec(1, "test", schema, all.options(), List.of(wanted))),
                        () -> table + "." + schema.field(wanted).name());
            }
        }
    }

    private static List<String> readNexmark(SourceSpec spec) {
        try (Source source = CONNECTOR.openSource(spec)) {
            return readAll(source, source.initial(), source.end(), 10_000);
        }
    }

    @Test
    void boundedStreamEnds() {
        SourceSpec spec = ConnectorTesting.spec(ConnectorTesting.schema("n bigint"), "events", "3");
        try (Source source = CONNECTOR.openSource(spec)) {
            source.seek(source.initial());
            assertEquals(3, source.lag());
            assertEquals(3, source.poll(Duration.ZERO, 1000).rows().size());
            assertEquals(ConnectorStatus.ENDED, source.status());
            assertFalse(source.poll(Duration.ofSeconds(9), 1000).isProgress());
        }
    }

    @Test
    void rateHoldsBackRowsButNotForHistory() {
        SourceSpec spec = ConnectorTesting.spec(
                ConnectorTesting.schema("n bigint"), "events", "1000000", "rows.per.second", "50");
        try (Source source = CONNECTOR.openSource(spec)) {
            source.seek(SourcePosition.of(GeneratorSource.SPLIT, 500));
            SourceBatch first = source.poll(Duration.ofSeconds(5), 1000);
            assertTrue(first.rows().size() >= 1 && first.rows().size() < 50, first.rows().size() + " rows");
            assertEquals(500, first.from().offset(GeneratorSource.SPLIT));
            source.wakeup();
            assertTrue(source.poll(Duration.ofHours(1), 1000).rows().size() < 50);
            assertEquals(400, readAll(
                    source, source.initial(), SourcePosition.of(GeneratorSource.SPLIT, 400), 1 << 20).size());
        }
    }

    @Test
    void refusesWhatCannotBe() {
        assertRefused("connector \"generator\" has no option \"sed\"", BID, "sed", "1");
        assertRefused("connector \"generator\" needs option \"generator.table\"", BID, "generator.kind", "nexmark");
        assertRefused("invalid value for option \"generator.table\": \"bids\"", BID,
                "generator.kind", "nexmark", "generator.table", "bids");
        assertRefused("the generated table has no column \"prize\"", ConnectorTesting.schema("prize bigint"),
                "generator.kind", "nexmark", "generator.table", "bid");
        assertRefused("column \"price\" of type text cannot hold the generated values",
                ConnectorTesting.schema("price text"), "generator.kind", "nexmark", "generator.table", "bid");
        assertRefused("invalid value for option \"fields.n.max\": \"-1\"", ConnectorTesting.schema("n bigint"),
                "fields.n.max", "-1");
        assertRefused("generating column \"j\" of type jsonb is not supported", ConnectorTesting.schema("j jsonb"));
    }

    private static void assertRefused(String message, Schema schema, String... options) {
        SqlException refusal = assertThrows(
                SqlException.class, () -> CONNECTOR.checkSource(ConnectorTesting.spec(schema, options)));
        assertEquals(message, refusal.getMessage());
    }

    private static List<String> readAll(Source source, SourcePosition from, SourcePosition to, int maxBytes) {
        List<String> rows = new ArrayList<>();
        SourcePosition at = from;
        while (!at.equals(to)) {
            SourceBatch slice = source.read(at, to, maxBytes);
            assertEquals(at, slice.from());
            rows.addAll(ConnectorTesting.rows(slice.rows()));
            at = slice.to();
        }
        return rows;
    }
}
