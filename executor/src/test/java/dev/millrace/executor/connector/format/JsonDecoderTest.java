package dev.millrace.executor.connector.format;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.millrace.executor.connector.ConnectorTesting;
import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.Schema;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JsonDecoderTest {

    private static final Schema BID = ConnectorTesting.schema("auction bigint", "price bigint", "channel text",
            "dateTime timestamp");
    private static final List<Integer> BID_COLUMNS = List.of(0, 1, 2, 3);

    @Test
    void readsAnyOrderAndSpelling() {
        assertRow("1|2|Apple|1436918400123000", BID,
                "{\"auction\":1,\"price\":2,\"channel\":\"Apple\",\"dateTime\":\"2015-07-15 00:00:00.123\"}");
        assertRow("1|2|Apple|1436918400123000", BID,
                " { \"dateTime\" : \"2015-07-15T00:00:00.123Z\", \"more\": [1, {\"a\": 2}], \"price\": 2,"
                        + " \"channel\": \"Apple\", \"auction\": 1 }\n");
        assertRow("1|NULL|NULL|1436918400123000", BID, "{\"AUCTION\":1,\"channel\":null,\"datetime\":1436918400123}");
        assertRow("9|NULL|NULL|NULL", BID, "{\"auction\":1,\"auction\":9}");
        assertRow("NULL|NULL|NULL|NULL", BID, "{}");
        assertRow("NULL|NULL|a\"\u00e9\ud83d\ude00\n|NULL", BID, "{\"channel\":\"a\\\"\\u00e9\\ud83d\\ude00\\n\"}");
        assertRow("NULL|NULL|\u00e9\ud83d\ude00|NULL", BID, "{\"channel\":\"\u00e9\ud83d\ude00\"}");
        assertRow("NULL|NULL|{\"a\": [1,2]}|NULL", BID, "{\"channel\":{\"a\": [1,2]}}");
        assertRow("NULL|NULL|1.50|NULL", BID, "{\"channel\":1.50}");
        assertRow("NULL|NULL|true|NULL", BID, "{\"channel\":true}");
    }

    @Test
    void readsEveryType() {
        Schema schema = ConnectorTesting.schema("a boolean", "b smallint", "c integer", "d double", "e varchar(3)",
                "f date", "g time", "h timestamptz", "i json", "j char(3)", "k jsonb");
        assertRow("1|-7|12|4609434218613702656|abc|16631|3661000000|1436911200000000|[1, 2]|x  |{\"a\": 1, \"b\": 2}",
                schema,
                "{\"a\":true,\"b\":-7,\"c\":1.2e1,\"d\":1.5,\"e\":\"abc\",\"f\":\"2015-07-15\",\"g\":\"01:01:01\","
                        + "\"h\":\"2015-07-15T00:00:00+02:00\",\"i\":[1, 2],\"j\":\"x\",\"k\":{\"b\":2,\"a\":1}}");
        Schema numerics = ConnectorTesting.schema("a numeric", "b numeric(10,2)");
        assertEquals(
                List.of("1.500|2.35", "123456789012345678901234567890.1|-2.00", "-0.10|1000.00"),
                numerics(numerics, "{\"a\":1.500,\"b\":\"2.345\"}",
                        "{\"a\":123456789012345678901234567890.1,\"b\":-2}", "{\"a\":-0.10,\"b\":1e3}"));
        Schema array = ConnectorTesting.schema("a integer[]");
        BatchBuilder batch = new BatchBuilder(array);
        decode(new JsonDecoder(array, List.of(0), null), "{\"a\":[1,null,3]}", batch);
        assertEquals("{1,NULL,3}", TextForm.format(
                array.type(0), batch.build().column(0), 0, ZoneOffset.UTC));
    }

    @Test
    void rejectsWhatIsNoRow() {
        assertRejected("column \"auction\": invalid input syntax for type bigint: \"x\"", "{\"auction\":\"x\"}");
        assertRejected("column \"auction\": invalid input syntax for type bigint: \"1.5\"", "{\"auction\":1.5}");
        assertRejected("column \"auction\": value \"9223372036854775808\" is out of range for type bigint",
                "{\"auction\":9223372036854775808}");
        assertRejected("column \"auction\": value \"1e999999999999\" is out of range for type bigint",
                "{\"auction\":1e999999999999}");
        assertRejected("column \"auction\": a JSON object is no value of type bigint", "{\"auction\":{}}");
        assertRejected("column \"dateTime\": timestamp out of range", "{\"dateTime\":9223372036854775807}");
        assertRejected("the record is no JSON object", "[1]");
        assertRejected("text after the JSON object", "{} {}");
        assertRejected("invalid byte sequence for encoding \"UTF8\"",
                "{\"channel\":\"\u0000x\"}".replace('\0', '\u00ff'));
        assertRejected("column \"channel\": invalid byte sequence for encoding \"UTF8\": 0x00",
                "{\"channel\":\"\\u0000\"}");
        assertRejected("invalid JSON: half a surrogate pair", "{\"channel\":\"\\ud83d\"}");
        assertTrue(rejection(BID, "{\"auction\":01}").startsWith("invalid JSON: "));
        assertTrue(rejection(BID, "{\"auction\":1,}").startsWith("invalid JSON: "));
        assertTrue(rejection(BID, "{\"channel\":\"a").startsWith("invalid JSON: "));
        assertEquals("null value in column \"a\" violates not-null constraint",
                rejection(ConnectorTesting.schema("a bigint!"), "{\"b\":1}"));
        assertEquals("column \"a\": value too long for type character varying(2)",
                rejection(ConnectorTesting.schema("a varchar(2)"), "{\"a\":\"abc\"}"));
    }

    @Test
    void rowMayLieDeeper() {
        JsonDecoder decoder = new JsonDecoder(BID, BID_COLUMNS, "payload.after");
        BatchBuilder batch = new BatchBuilder(BID);
        for (int i = 0; i < 3; i++) {
            decode(decoder, "{\"op\":\"c\",\"payload\":{\"after\":{\"auction\":" + i + "},\"x\":{\"auction\":9}}}",
                    batch);
            assertEquals(RecordDecoder.Outcome.NO_ROW,
                    decode(decoder, "{\"op\":\"d\",\"payload\":{\"after\":null}}", batch));
            assertEquals(RecordDecoder.Outcome.NO_ROW, decode(decoder, "{\"auction\":1}", batch));
        }
        assertEquals(
                List.of("0|NULL|NULL|NULL", "1|NULL|NULL|NULL", "2|NULL|NULL|NULL"),
                ConnectorTesting.rows(batch.build()));
    }

    @Test
    void otherColumnsAreCheckedToo() {
        JsonDecoder decoder = new JsonDecoder(BID, List.of(2), null);
        BatchBuilder batch = new BatchBuilder(BID.select(List.of(2)));
        assertEquals(RecordDecoder.Outcome.REJECTED, decode(decoder, "{\"auction\":\"x\",\"channel\":\"c\"}", batch));
        assertEquals(RecordDecoder.Outcome.ROW, decode(decoder, "{\"auction\":1,\"channel\":\"c\"}", batch));
        assertEquals(List.of("c"), ConnectorTesting.rows(batch.build()));
    }

    /** Random records, some of them broken, give the same by shape and by the full reading. */
    @Test
    void shapesReadWhatTheFullReaderReads() {
        Schema schema = ConnectorTesting.schema("a bigint", "b text", "c timestamp(3)", "d numeric(8,2)", "e boolean",
                "f double", "g varchar(4)", "h integer", "i json", "j timestamptz", "k numeric");
        List<Integer> columns = List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        Random random = new Random(7);
        int rows = 0;
        for (int round = 0; round < 200; round++) {
            List<String> keys = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "x",
                    "y"));
            Collections.shuffle(keys, random);
            keys = keys.subList(0, random.nextInt(keys.size() + 1));
            String blank = random.nextBoolean() ? "" : " ";
            JsonDecoder fast = new JsonDecoder(schema, columns, null);
            JsonDecoder full = new JsonDecoder(schema, columns, null, false);
            for (int i = 0; i < 50; i++) {
                byte[] record = corrupt(record(keys, blank, random).getBytes(UTF_8), random);
                BatchBuilder fastRows = new BatchBuilder(schema);
                BatchBuilder fullRows = new BatchBuilder(schema);
                var expected = full.decode(record, 0, record.length, fullRows);
                byte[] shifted = new byte[record.length + 9];
                System.arraycopy(record, 0, shifted, 5, record.length);
                var actual = fast.decode(shifted, 5, 5 + record.length, fastRows);
                String text = new String(record, UTF_8);
                assertEquals(expected, actual, text + ": " + full.rejection() + " / " + fast.rejection());
                assertEquals(ConnectorTesting.rows(fullRows.build()), ConnectorTesting.rows(fastRows.build()), text);
                rows += expected == RecordDecoder.Outcome.ROW ? 1 : 0;
            }
        }
        assertTrue(rows > 2000 && rows < 9000, rows + " of 10000 were rows");
    }

    private static String record(List<String> keys, String blank, Random random) {
        StringBuilder text = new StringBuilder("{");
        for (String key : keys) {
            text.append(text.length() > 1 ? "," + blank : "").append('"').append(key).append("\":").append(blank)
                    .append(value(key, random));
        }
        return text.append('}').toString();
    }

    private static String value(String key, Random random) {
        if (random.nextInt(40) == 0) {
            String[] odd = {"null", "\"\"", "{}", "[]", "[1]", "\"a\\nb\"", "-", "1e2", "0.0", "-0", "\"\u00e9\"",
                    "true", "\"1\"",
                    "12345678901234567890", "\"2020-02-30 00:00:00\""};
            return odd[random.nextInt(odd.length)];
        }
        return switch (key) {
            case "a" -> Long.toString(random.nextLong() >> random.nextInt(64));
            case "b", "x" -> '"' + "abcdefgh\u00e9ijklmnop".substring(random.nextInt(9), 9 + random.nextInt(8)) + '"';
            case "c", "j" -> random.nextInt(4) == 0
                    ? Integer.toString(random.nextInt())
                    : String.format("\"20%02d-%02d-%02d%s%02d:%02d:%02d%s%s\"", random.nextInt(100), 1
                            + random.nextInt(12),
                            1 + random.nextInt(28), random.nextBoolean() ? " " : "T", random.nextInt(24),
                            random.nextInt(60),
                            random.nextInt(60), random.nextBoolean() ? "" : "." + random.nextInt(9999999),
                            new String[] {"", "Z", "+02", "-03:30", "+0530"}[random.nextInt(5)]);
            case "d", "k" -> (random.nextInt(2_000_000) - 1_000_000)
                    + (random.nextBoolean() ? "" : "." + random.nextInt(1000));
            case "e" -> Boolean.toString(random.nextBoolean());
            case "f" -> Double.toString(random.nextGaussian());
            case "g" -> '"' + "abcdef".substring(0, random.nextInt(6)) + '"';
            case "h" -> Long.toString((long) random.nextInt() + random.nextInt(9));
            case "i" -> Integer.toString(random.nextInt(9));
            default -> "null";
        };
    }

    /** Now and then breaks a byte. */
    private static byte[] corrupt(byte[] record, Random random) {
        if (random.nextInt(10) == 0) {
            byte[] broken = {'"', '\\', '{', '}', ',', ':', ' ', '0', '-', 'e', '.', (byte) 0x80, (byte) 0xc3, 1, 'n'};
            record[random.nextInt(record.length)] = broken[random.nextInt(broken.length)];
        }
        return record;
    }

    private static List<String> numerics(Schema schema, String... records) {
        JsonDecoder decoder = new JsonDecoder(schema, List.of(0, 1), null);
        BatchBuilder batch = new BatchBuilder(schema);
        for (String record : records) {
            assertEquals(RecordDecoder.Outcome.ROW, decode(decoder, record, batch), record);
        }
        var built = batch.build();
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < built.size(); row++) {
            rows.add(Numeric.read(built.bytes(0), row) + "|"
                    + Numeric.read(built.bytes(1), row));
        }
        return rows;
    }

    private static RecordDecoder.Outcome decode(RecordDecoder decoder, String record, BatchBuilder batch) {
        byte[] bytes = record.getBytes(record.indexOf('\u00ff') >= 0 ? ISO_8859_1 : UTF_8);
        return decoder.decode(bytes, 0, bytes.length, batch);
    }

    /** Three times, so that the second and third may go by shape. */
    private static void assertRow(String expected, Schema schema, String record) {
        List<Integer> columns = IntStream.range(0, schema.size()).boxed().toList();
        JsonDecoder decoder = new JsonDecoder(schema, columns, null);
        BatchBuilder batch = new BatchBuilder(schema);
        for (int i = 0; i < 3; i++) {
            RecordDecoder.Outcome outcome = decode(decoder, record, batch);
            assertEquals(RecordDecoder.Outcome.ROW, outcome, () -> record + ": " + decoder.rejection());
        }
        assertEquals(List.of(expected, expected, expected), ConnectorTesting.rows(batch.build()));
    }

    private static void assertRejected(String reason, String record) {
        assertEquals(reason, rejection(BID, record));
    }

    private static String rejection(Schema schema, String record) {
        List<Integer> columns = IntStream.range(0, schema.size()).boxed().toList();
        JsonDecoder decoder = new JsonDecoder(schema, columns, null);
        BatchBuilder batch = new BatchBuilder(schema);
        for (int i = 0; i < 3; i++) {
            assertEquals(RecordDecoder.Outcome.REJECTED, decode(decoder, record, batch), record);
        }
        assertEquals(0, batch.build().size());
        return decoder.rejection();
    }
}
