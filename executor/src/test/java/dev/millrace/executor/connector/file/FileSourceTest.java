package dev.millrace.executor.connector.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

class FileSourceTest {

    private static final FileConnector CONNECTOR = new FileConnector();
    private static final Schema SCHEMA = ConnectorTesting.schema("a bigint", "b text");

    @TempDir
    private Path folder;

    @Test
    void readsFilesOfAPatternToTheirEnd() throws IOException {
        write("1.csv", "b,a\nx,1\n\"y\n\"\"z\",2\n");
        write("2.csv", "\ufeffa,b\n3,\n4,w");
        write("other.txt", "no");
        SourceSpec spec = spec("*.csv", "format", "csv", "csv.header", "true");
        CONNECTOR.checkSource(spec);
        List<String> expected = List.of("1|x", "2|y\n\"z", "3|NULL", "4|w");
        try (Source source = CONNECTOR.openSource(spec)) {
            assertEquals("1.csv:18, 2.csv:13", source.end().toString());
            source.seek(source.initial());
            SourceBatch batch = source.poll(Duration.ofSeconds(5), 1 << 20);
            assertEquals(expected, ConnectorTesting.rows(batch.rows()));
            assertEquals(source.end(), batch.to());
            assertEquals(ConnectorStatus.ENDED, source.status());
            assertFalse(source.poll(Duration.ZERO, 1000).isProgress());
            assertEquals(expected, read(source, source.initial(), source.end(), 1));
            SourcePosition inside = SourcePosition.of("1.csv", 8);
            assertEquals(expected.subList(1, 4), read(source, inside, source.end(), 1000));
        }
    }

    @Test
    void followsGrowthByWholeRecords() throws IOException {
        write("log.json", "{\"a\":1}\n{\"a\":");
        SourceSpec spec = spec("log.json", "format", "json", "file.follow", "true");
        try (Source source = CONNECTOR.openSource(spec)) {
            assertEquals("log.json:8", source.end().toString());
            source.seek(source.initial());
            assertEquals(List.of("1|NULL"), poll(source, 1));
            assertTrue(source.poll(Duration.ofMillis(30), 1000).rows().isEmpty());
            write("log.json", "2}\n\n{\"a\":3,\"b\":\"x\"}\n{");
            assertEquals(List.of("2|NULL", "3|x"), poll(source, 2));
            assertEquals(ConnectorStatus.RUNNING, source.status());
            assertEquals(1, source.lag());
            source.wakeup();
            assertFalse(source.poll(Duration.ofHours(1), 1000).isProgress());
        }
        SourceSpec latest = spec("*.json", "format", "json", "file.follow", "true", "scan.startup.mode", "latest");
        try (Source source = CONNECTOR.openSource(latest)) {
            source.seek(source.initial());
            assertFalse(source.poll(Duration.ZERO, 1000).isProgress());
            write("new.json", "{\"a\":4}\n");
            write("log.json", "}\n");
            assertEquals(List.of("NULL|NULL", "4|NULL"), poll(source, 2).stream().sorted().toList().reversed());
        }
    }

    @Test
    void longRecordsAndManyFit() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            text.append(i).append(',').append("x".repeat(i == 1500 ? 300_000 : i % 90)).append('\n');
        }
        write("many.csv", text.toString());
        try (Source source = CONNECTOR.openSource(spec("many.csv", "format", "csv"))) {
            List<String> rows = read(source, source.initial(), source.end(), 10_000);
            assertEquals(3000, rows.size());
            assertEquals(text.toString(), String.join("\n", rows).replace('|', ',').replace("NULL", "") + "\n");
            source.seek(source.initial());
            assertEquals(rows, poll(source, 3000));
        }
    }

    @Test
    void badRecordsAreCountedOrStopTheSource() throws IOException {
        write("bad.csv", "1,a\nx,b\n3,c\n");
        try (Source source = CONNECTOR.openSource(spec("bad.csv", "format", "csv"))) {
            source.seek(source.initial());
            SourceBatch batch = source.poll(Duration.ofSeconds(5), 1000);
            assertEquals(List.of("1|a", "3|c"), ConnectorTesting.rows(batch.rows()));
            assertEquals(1, batch.rejected());
            assertEquals("file bad.csv, byte 4: column \"a\": invalid input syntax for type bigint: \"x\"",
                    batch.lastRejection());
        }
        try (Source source = CONNECTOR.openSource(spec("bad.csv", "format", "csv", "on_error", "fail"))) {
            source.seek(source.initial());
            SourceBatch batch = source.poll(Duration.ofSeconds(5), 1000);
            assertEquals("bad.csv:4", batch.to().toString());
            assertEquals(ConnectorStatus.State.FAILED, source.status().state());
            assertThrows(SqlException.class, () -> read(source, source.initial(), source.end(), 1000));
        }
    }

    @Test
    void filesThatChangedStopTheSource() throws IOException {
        write("short.csv", "1,a\n");
        try (Source source = CONNECTOR.openSource(spec("short.csv", "format", "csv"))) {
            source.seek(SourcePosition.of("short.csv", 9));
            assertTrue(source.poll(Duration.ZERO, 1000).rows().isEmpty());
            assertTrue(source.status().message().endsWith("is shorter than when it was read"));
            source.seek(SourcePosition.of("short.csv", 2));
            assertTrue(source.poll(Duration.ZERO, 1000).rows().isEmpty());
            assertTrue(source.status().message().endsWith("was changed after it was read"));
            assertThrows(SqlException.class, () -> source.read(
                    SourcePosition.ZERO, SourcePosition.of("missing.csv", 5), 1000));
        }
    }

    @Test
    void refusesWhatCannotBe() throws IOException {
        write("twice.csv", "a,a\n");
        assertRefused("no file matches \"" + folder + "/x*.csv\"", "x*.csv", "format", "csv");
        assertRefused("connector \"file\" needs option \"format\"", "twice.csv");
        assertRefused("the header names column \"a\" twice", "twice.csv", "format", "csv", "csv.header", "true");
        assertRefused("invalid value for option \"csv.delimiter\": \"\"\"", "twice.csv", "format", "csv",
                "csv.delimiter", "\"");
        assertRefused("connector \"file\" has no option \"csv.headers\"", "twice.csv", "format", "csv", "csv.headers",
                "true");
    }

    private void assertRefused(String message, String path, String... options) {
        assertEquals(message,
                assertThrows(SqlException.class, () -> CONNECTOR.checkSource(spec(path, options))).getMessage());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private SourceSpec spec(String path, String... options) {
        return ConnectorTesting.spec(SCHEMA, Stream.concat(
                Stream.of("path", folder + "/" + path), Stream.of(options)).toArray(String[]::new));
    }

    private static List<String> poll(Source source, int count) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 1000 && rows.size() < count; i++) {
            rows.addAll(ConnectorTesting.rows(source.poll(Duration.ofSeconds(2), 10_000).rows()));
        }
        return rows;
    }

    private static List<String> read(Source source, SourcePosition from, SourcePosition to, int maxBytes) {
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
