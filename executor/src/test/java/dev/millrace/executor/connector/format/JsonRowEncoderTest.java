package dev.millrace.executor.connector.format;

import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.millrace.executor.connector.ConnectorTesting;
import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.Schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

class JsonRowEncoderTest {

    private static final Schema SCHEMA = ConnectorTesting.schema("a bigint", "b text", "c timestamp", "d timestamptz",
            "e numeric", "f double", "g boolean", "h date", "i json", "j jsonb", "k integer[]", "l bytea", "m uuid",
            "n interval", "o char(3)", "p time", "q real");
    private static final List<Integer> ALL = IntStream.range(0, SCHEMA.size()).boxed().toList();

    @Test
    void writesWhatPostgresWouldAndReadsItBack() {
        String first = """
                {"a":-9223372036854775808,"b":"q\\"\\\\\\n\\u0001\u00e9","c":"2015-07-15T00:00:00.123",
                "d":"2015-07-15T00:00:00+00:00","e":1.50,"f":0.1,"g":true,"h":"2015-07-15","i":{"x" : 1},
                "j":[1, {"y": null}],"k":[1,null,-3],"l":"\\\\x00ff","m":"00112233-4455-6677-8899-aabbccddeeff",
                "n":"26:00:00","o":"x  ","p":"01:02:03","q":1.5}""".replace(",\n", ",");
        String second = """
                {"a":0,"b":"","c":"infinity","d":null,"e":"NaN","f":"-Infinity","g":false,"h":null,"i":null,
                "j":null,"k":[],"l":"\\\\x","m":null,"n":null,"o":null,"p":null,"q":null}""".replace(",\n", ",");
        DeltaBatch rows = fromText(
                List.of("-9223372036854775808", "q\"\\\n\u0001\u00e9", "2015-07-15 00:00:00.123",
                        "2015-07-15 02:00:00+02", "1.50",
                        "0.1", "t", "2015-07-15", "{\"x\" : 1}", "[1,{\"y\":null}]", "{1,NULL,-3}", "\\x00ff",
                        "00112233-4455-6677-8899-aabbccddeeff", "26 hours", "x", "01:02:03", "1.5"),
                Arrays.asList("0", "", "infinity", null, "NaN", "-Infinity", "f", null, null, null, "{}", "\\x", null,
                        null, null, null, null));
        JsonRowEncoder encoder = new JsonRowEncoder(SCHEMA, ALL);
        assertEquals(first, new String(encoder.encode(rows, 0), UTF_8));
        assertEquals(second, new String(encoder.encode(rows, 1), UTF_8));
        RecordDecoder decoder = new JsonDecoder(SCHEMA, ALL, null);
        BatchBuilder back = new BatchBuilder(SCHEMA);
        for (int row = 0; row < 2; row++) {
            byte[] json = encoder.encode(rows, row);
            assertEquals(RecordDecoder.Outcome.ROW, decoder.decode(json, 0, json.length, back), decoder::rejection);
        }
        assertEquals(ConnectorTesting.rows(rows), ConnectorTesting.rows(back.build()));
    }

    @Test
    void writesSomeColumnsInAnyOrder() {
        DeltaBatch rows = fromText(Collections.nCopies(SCHEMA.size(), null));
        assertEquals("{\"g\":null,\"a\":null}",
                new String(new JsonRowEncoder(SCHEMA, List.of(6, 0)).encode(rows, 0), UTF_8));
    }

    @SafeVarargs
    private static DeltaBatch fromText(List<String>... rows) {
        BatchBuilder batch = new BatchBuilder(SCHEMA);
        for (List<String> row : rows) {
            for (int i = 0; i < SCHEMA.size(); i++) {
                if (row.get(i) == null) {
                    batch.column(i).appendNull();
                } else {
                    TextForm.parse(SCHEMA.type(i), row.get(i), ZoneOffset.UTC, batch.column(i));
                }
            }
            batch.endRow(1);
        }
        return batch.build();
    }
}
