package dev.millrace.executor.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.millrace.executor.plan.SqlType;
import dev.millrace.storage.ByteReader;
import dev.millrace.storage.ByteWriter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The order of encodings is the order of values, and what is written is read back. */
class KeyCodecTest {

    private final Random random = new Random(42);

    @Test
    void numericsSortByValueThenScale() {
        List<Numeric> numbers = new ArrayList<>(List.of(Numeric.NAN, Numeric.INFINITY, Numeric.NEGATIVE_INFINITY));
        for (int i = 0; i < 400; i++) {
            BigInteger unscaled = new BigInteger(random.nextInt(100), random);
            BigDecimal value = new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), random.nextInt(30));
            numbers.add(Numeric.of(value));
            numbers.add(Numeric.of(value.setScale(value.scale() + random.nextInt(3))));
        }
        ColumnBuilder column = new ColumnBuilder(SqlType.Layout.BYTES);
        numbers.forEach(number -> number.appendTo(column));
        checkOrder(SqlType.NUMERIC, column.build(), (a, b) -> numbers.get(a).compareTo(numbers.get(b)));
    }

    @Test
    void doublesSortWithNanLast() {
        double[] numbers = new double[300];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Double.longBitsToDouble(random.nextLong());
        }
        numbers[0] = Double.NaN;
        numbers[1] = Double.POSITIVE_INFINITY;
        numbers[2] = Double.NEGATIVE_INFINITY;
        numbers[3] = 0.0;
        numbers[4] = -0.0;
        ColumnBuilder column = new ColumnBuilder(SqlType.Layout.WORD);
        for (double number : numbers) {
            column.appendDouble(number);
        }
        checkOrder(SqlType.DOUBLE, column.build(), (a, b) -> Double.compare(numbers[a] + 0.0, numbers[b] + 0.0));
    }

    @Test
    void bytesSortAsBytesWithZerosInside() {
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            byte[] value = new byte[random.nextInt(6)];
            for (int j = 0; j < value.length; j++) {
                value[j] = (byte) (random.nextInt(4) - 1);
            }
            values.add(value);
        }
        ColumnBuilder column = new ColumnBuilder(SqlType.Layout.BYTES);
        values.forEach(column::appendBytes);
        checkOrder(SqlType.BYTEA, column.build(), (a, b) -> Arrays.compareUnsigned(values.get(a), values.get(b)));
    }

    @Test
    void integersSortSigned() {
        long[] values = random.longs(300).toArray();
        values[0] = Long.MIN_VALUE;
        values[1] = Long.MAX_VALUE;
        checkOrder(
                SqlType.BIGINT, new WordColumn(values, null, values.length),
                (a, b) -> Long.compare(values[a], values[b]));
    }

    @Test
    void intervalsSortByLength() {
        List<Interval> values = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            values.add(new Interval(random.nextInt(5) - 2, random.nextInt(90) - 45, random.nextLong() >> 20));
        }
        ColumnBuilder column = new ColumnBuilder(SqlType.Layout.BYTES);
        values.forEach(value -> value.appendTo(column));
        checkOrder(SqlType.INTERVAL, column.build(), (a, b) -> values.get(a).sameLength(values.get(b))
                ? 0 : values.get(a).compareTo(values.get(b)));
    }

    private interface RowOrder {
        int compare(int left, int right);
    }

    private static void checkOrder(SqlType type, Column column, RowOrder order) {
        DeltaBatch batch = DeltaBatch.inserts(new Column[] {column}, column.size());
        int[] columns = {0};
        for (boolean descending : new boolean[] {false, true}) {
            List<KeyCodec.Field> fields = List.of(new KeyCodec.Field(type, descending, descending));
            KeyCodec equality = new KeyCodec(fields, KeyCodec.Form.EQUALITY);
            KeyCodec identity = new KeyCodec(fields, KeyCodec.Form.IDENTITY);
            byte[][] keys = new byte[column.size()][];
            ColumnBuilder readBack = new ColumnBuilder(type.layout());
            for (int row = 0; row < keys.length; row++) {
                ByteWriter sink = new ByteWriter();
                equality.encode(batch, columns, row, sink);
                keys[row] = sink.toByteArray();
                sink.reset();
                identity.encode(batch, columns, row, sink);
                identity.decode(new ByteReader(sink.toByteArray()), new ColumnBuilder[] {readBack});
            }
            assertSame(column, readBack.build());
            for (KeyCodec.Form form : KeyCodec.Form.values()) {
                checkSkipping(fields.getFirst(), form, column);
            }
            for (int i = 0; i < keys.length; i++) {
                for (int j = 0; j < keys.length; j++) {
                    int expected = Integer.signum(order.compare(i, j)) * (descending ? -1 : 1);
                    int actual = Integer.signum(Arrays.compareUnsigned(keys[i], keys[j]));
                    assertEquals(expected, actual, type + " " + i + " " + j);
                }
            }
        }
    }

    /** What stands behind a field can be read whether that field can be or not. */
    private static void checkSkipping(KeyCodec.Field field, KeyCodec.Form form, Column column) {
        KeyCodec pairs = new KeyCodec(List.of(field, new KeyCodec.Field(SqlType.BIGINT, false, false)), form);
        ColumnBuilder numbers = new ColumnBuilder(SqlType.Layout.WORD);
        for (int row = 0; row < column.size(); row++) {
            numbers.appendWord(row);
        }
        Column expected = numbers.build();
        DeltaBatch batch = DeltaBatch.inserts(new Column[] {column, expected}, column.size());
        for (int row = 0; row < column.size(); row++) {
            ByteWriter sink = new ByteWriter();
            pairs.encode(batch, new int[] {0, 1}, row, sink);
            pairs.decode(new ByteReader(sink.toByteArray()), new ColumnBuilder[] {null, numbers});
        }
        assertSame(expected, numbers.build());
    }

    private static void assertSame(Column expected, Column actual) {
        assertEquals(expected.size(), actual.size());
        for (int row = 0; row < expected.size(); row++) {
            switch (expected) {
                case WordColumn words -> {
                    long value = ((WordColumn) actual).value(row);
                    boolean bothNan = Double.isNaN(words.doubleValue(row))
                            && Double.isNaN(Double.longBitsToDouble(value));
                    assertTrue(bothNan || words.value(row) == value);
                }
                case BytesColumn bytes -> assertArrayEquals(bytes.bytes(row), ((BytesColumn) actual).bytes(row));
            }
        }
    }
}
