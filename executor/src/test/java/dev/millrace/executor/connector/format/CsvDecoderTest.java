package dev.millrace.executor.connector.format;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.millrace.executor.connector.ConnectorOptions;
import dev.millrace.executor.connector.ConnectorTesting;
import dev.millrace.executor.connector.SourceSpec;
import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.plan.Schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

class CsvDecoderTest {

    private static final Schema SCHEMA = ConnectorTesting.schema("id bigint!", "name text", "at timestamp");

    @Test
    void readsLinesQuotedOrNot() {
        RecordDecoder decoder = decoder();
        BatchBuilder batch = new BatchBuilder(SCHEMA);
        for (String line : List.of(
                "1,one,2015-07-15 00:00:00\n", "2,,\r\n", "3,\"\",2015-07-15", "4,\"a \"\"b\"\",\nc\",", "5,\u00e9,")) {
            assertEquals(RecordDecoder.Outcome.ROW, decode(decoder, line, batch), line);
        }
        assertEquals(RecordDecoder.Outcome.NO_ROW, decode(decoder, "\n", batch));
        assertEquals(
                List.of("1|one|1436918400000000", "2|NULL|NULL", "3||1436918400000000", "4|a \"b\",\nc|NULL",
                        "5|\u00e9|NULL"),
                ConnectorTesting.rows(batch.build()));
    }

    @Test
    void headerSaysTheOrder() {
        Format format = format("csv.header", "true", "csv.delimiter", ";", "csv.null", "-");
        SourceSpec spec = new SourceSpec(1, "t", SCHEMA, Map.of(), List.of(1, 0));
        RecordDecoder decoder = format.decoder(spec, "Name;other;\"ID\"\r\n".getBytes(UTF_8));
        BatchBuilder batch = new BatchBuilder(spec.batchSchema());
        assertEquals(RecordDecoder.Outcome.ROW, decode(decoder, "one;x,y;1\n", batch));
        assertEquals(RecordDecoder.Outcome.ROW, decode(decoder, "-;;2\n", batch));
        assertEquals(List.of("one|1", "NULL|2"), ConnectorTesting.rows(batch.build()));
        assertEquals("the record has 2 fields, the header 3", rejection(decoder, "one;1\n"));
    }

    @Test
    void rejectsWhatIsNoRow() {
        assertEquals("missing data for column \"at\"", rejection(decoder(), "1,one"));
        assertEquals("extra data after last expected column", rejection(decoder(), "1,one,,"));
        assertEquals("null value in column \"id\" violates not-null constraint", rejection(decoder(), ",one,"));
        assertEquals("column \"id\": invalid input syntax for type bigint: \"x\"", rejection(decoder(), "x,one,"));
        assertEquals("malformed CSV: quotes do not match", rejection(decoder(), "1,\"one\"x,"));
    }

    @Test
    void lineEndsWithinQuotesEndNoRecord() {
        byte[] text = "1,\"a\n\"\"b\",\n2,b,\n3".getBytes(UTF_8);
        Format format = format();
        assertEquals(11, format.recordEnd(text, 0, text.length));
        assertEquals(16, format.recordEnd(text, 11, text.length));
        assertEquals(-1, format.recordEnd(text, 16, text.length));
    }

    private static Format format(String... options) {
        return Format.of(new ConnectorOptions("file", ConnectorTesting.options(options)), "csv");
    }

    private static RecordDecoder decoder() {
        return format().decoder(ConnectorTesting.spec(SCHEMA));
    }

    private static RecordDecoder.Outcome decode(RecordDecoder decoder, String line, BatchBuilder batch) {
        byte[] bytes = line.getBytes(UTF_8);
        return decoder.decode(bytes, 0, bytes.length, batch);
    }

    private static String rejection(RecordDecoder decoder, String line) {
        assertEquals(RecordDecoder.Outcome.REJECTED, decode(decoder, line, new BatchBuilder(SCHEMA)), line);
        return decoder.rejection();
    }
}
