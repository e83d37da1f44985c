package dev.millrace.storage;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Function;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OrderedBytesTest {
    private final SplittableRandom random = new SplittableRandom(20_260);

    private static <T> byte[] encode(BiConsumer<ByteWriter, T> put, T value) {
        ByteWriter writer = new ByteWriter(1);
        put.accept(writer, value);
        return writer.toByteArray();
    }

    /**
     * Order of bytes == order of values, and reading back, both ascending and inverted, in the middle of other bytes.
     */
    private static <T> void check(
            List<T> values, BiConsumer<ByteWriter, T> put, Function<ByteReader, T> get, Comparator<T> order) {
        for (T value : values) {
            ByteWriter writer = new ByteWriter();
            writer.putByte(0x55);
            put.accept(writer, value);
            int inverted = writer.length();
            put.accept(writer, value);
            OrderedBytes.invert(writer, inverted);
            writer.putByte(0x55);
            ByteReader reader = new ByteReader(writer.toByteArray());
            assertEquals(0x55, reader.getByte());
            assertEquals(0, order.compare(value, get.apply(reader)), () -> "read back " + value);
            assertEquals(0, order.compare(value, get.apply(reader.inverted(true))), () -> "read inverted " + value);
            assertEquals(0x55, reader.inverted(false).getByte());
            assertFalse(reader.hasRemaining());
        }
        List<byte[]> encodings = values.stream().map(value -> encode(put, value)).toList();
        for (int i = 0; i < values.size(); i++) {
            for (int j = 0; j < values.size(); j++) {
                T left = values.get(i);
                T right = values.get(j);
                int expected = Integer.signum(order.compare(left, right));
                int actual = Integer.signum(Arrays.compareUnsigned(encodings.get(i), encodings.get(j)));
                assertEquals(expected, actual, () -> left + " against " + right);
            }
        }
    }

    private static String hex(ByteWriter writer) {
        return HexFormat.of().withDelimiter(" ").withUpperCase().formatHex(writer.toByteArray());
    }

    private List<Long> longs() {
        List<Long> values = new ArrayList<>();
        for (int bits = 0; bits < 64; bits++) {
            for (long near = -2; near <= 2; near++) {
                values.add((1L << bits) + near);
                values.add(-(1L << bits) + near);
            }
            values.add(random.nextLong() >> bits);
        }
        for (long near = -3; near <= 3; near++) {
            values.add(120 + near);
            values.add(-120 + near);
        }
        return values;
    }

    @Test
    void integers() {
        check(longs(), OrderedBytes::putLong, OrderedBytes::getLong, Comparator.naturalOrder());
        check(longs(), OrderedBytes::putCompactLong, OrderedBytes::getCompactLong, Comparator.naturalOrder());
        List<Integer> ints = longs().stream().map(Long::intValue).toList();
        check(ints, OrderedBytes::putInt, OrderedBytes::getInt, Comparator.naturalOrder());
        check(List.of(true, false), OrderedBytes::putBoolean, OrderedBytes::getBoolean, Comparator.naturalOrder());
    }

    @Test
    void compactIntegersAreShort() {
        ByteWriter writer = new ByteWriter();
        for (long value : new long[] {0, 119, -120, 120, -121, 255, 256, Long.MAX_VALUE, Long.MIN_VALUE}) {
            OrderedBytes.putCompactLong(writer, value);
        }
        assertEquals(
                "80 F7 08 F8 78 07 87 F8 FF F9 01 00 FF 7F FF FF FF FF FF FF FF 00 80 00 00 00 00 00 00 00",
                hex(writer));
    }

    @Test
    void floatingPoint() {
        List<Double> doubles = new ArrayList<>(List.of(
                0.0, -0.0, 1.0, -1.0, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE,
                Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, Double.longBitsToDouble(-1L)));
        for (int i = 0; i < 200; i++) {
            doubles.add(Double.longBitsToDouble(random.nextLong()));
            doubles.add(random.nextGaussian());
        }
        check(doubles, OrderedBytes::putDouble, OrderedBytes::getDouble, OrderedBytesTest::comparePostgres);
        List<Float> floats = doubles.stream().map(Double::floatValue).toList();
        check(floats, OrderedBytes::putFloat, OrderedBytes::getFloat, OrderedBytesTest::comparePostgres);
        assertArrayEquals(encode(OrderedBytes::putDouble, 0.0), encode(OrderedBytes::putDouble, -0.0));
    }

    /** NaN equals NaN and is greater than all else; the zeros are equal. */
    private static int comparePostgres(Number left, Number right) {
        return Double.compare(left.doubleValue() + 0.0, right.doubleValue() + 0.0);
    }

    @Test
    void bytes() {
        List<byte[]> values = new ArrayList<>(List.of(new byte[0], new byte[1], new byte[2], "a".getBytes(UTF_8)));
        for (int i = 0; i < 300; i++) {
            // Some are longer than the words that they are looked through by, and these mostly without an escape.
            boolean isLong = random.nextInt(3) == 0;
            byte[] value = new byte[random.nextInt(isLong ? 30 : 6)];
            for (int j = 0; j < value.length; j++) {
                // Few different bytes, so that many values share a prefix or contain what must be escaped.
                int least = isLong && random.nextInt(8) > 0 ? 2 : 0;
                value[j] = (byte) new int[] {0, 1, 2, 'a', 0x7f, 0x80, 0xfe, 0xff}[random.nextInt(least, 8)];
            }
            values.add(value);
        }
        check(values, OrderedBytes::putBytes, OrderedBytes::getBytes, Arrays::compareUnsigned);
        assertEquals("61 01 01 01 02 02 00", HexFormat.of().withDelimiter(" ").formatHex(
                encode(OrderedBytes::putBytes, new byte[] {'a', 0, 1, 2})));
        ByteReader broken = new ByteReader(new byte[] {'a', 1, 7, 0});
        assertThrows(IllegalArgumentException.class, () -> OrderedBytes.getBytes(broken));
        assertThrows(
                IndexOutOfBoundsException.class, () -> OrderedBytes.getBytes(new ByteReader(new byte[] {'a', 'b'})));
    }

    @Test
    void decimals() {
        List<BigDecimal> values = new ArrayList<>();
        for (String text : List.of(
                "0", "0.00", "1", "1.0", "1.00", "-1", "-1.0", "0.1", "0.01", "-0.01", "10", "100", "1E+3", "99", "101",
                "9.99", "1E-300", "-1E+300", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
                "123456789012345678", "1234567890123456789", "12345678901234567890.123456789012345678901234567890")) {
            values.add(new BigDecimal(text));
        }
        for (int i = 0; i < 300; i++) {
            BigInteger unscaled = BigInteger.valueOf(random.nextLong() >> random.nextInt(64));
            BigInteger factor = BigInteger.valueOf(random.nextInt(4) == 0 ? random.nextLong() : 1);
            values.add(new BigDecimal(unscaled.multiply(factor), random.nextInt(-5, 25)));
        }
        Comparator<BigDecimal> order = Comparator.<BigDecimal>naturalOrder().thenComparingInt(BigDecimal::scale);
        check(values, OrderedDecimal::put, OrderedDecimal::get, order);
        check(values, OrderedDecimal::putValue, OrderedDecimal::getValue, Comparator.naturalOrder());
        for (BigDecimal value : values) {
            if (value.unscaledValue().bitLength() < 64) {
                ByteWriter writer = new ByteWriter();
                OrderedDecimal.put(writer, value.unscaledValue().longValue(), value.scale());
                assertArrayEquals(encode(OrderedDecimal::put, value), writer.toByteArray());
            }
        }
    }

    @Test
    void decimalsThatAreNoNumbers() {
        List<byte[]> ascending = List.of(
                encode((writer, _) -> OrderedDecimal.putInfinity(writer, true), null),
                encode(OrderedDecimal::put, new BigDecimal("-1E+1000")),
                encode(OrderedDecimal::put, BigDecimal.ZERO),
                encode(OrderedDecimal::put, new BigDecimal("1E+1000")),
                encode((writer, _) -> OrderedDecimal.putInfinity(writer, false), null),
                encode((writer, _) -> OrderedDecimal.putNaN(writer), null));
        List<OrderedDecimal.Kind> kinds = new ArrayList<>();
        for (int i = 0; i < ascending.size(); i++) {
            kinds.add(OrderedDecimal.peekKind(new ByteReader(ascending.get(i))));
            assertTrue(i == 0 || Arrays.compareUnsigned(ascending.get(i - 1), ascending.get(i)) < 0);
        }
        assertEquals("[NEGATIVE_INFINITY, FINITE, FINITE, FINITE, INFINITY, NAN]", kinds.toString());
    }

    /** Rows of two nullable columns, the second one descending. */
    @Test
    void columnsOneAfterTheOther() {
        record Row(String first, Long second) {}
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String first = random.nextInt(5) == 0 ? null : "ab".repeat(3).substring(random.nextInt(6));
            rows.add(new Row(first, random.nextInt(5) == 0 ? null : (long) random.nextInt(-300, 300)));
        }
        BiConsumer<ByteWriter, Row> put = (writer, row) -> {
            if (row.first() == null) {
                OrderedBytes.putNull(writer);
            } else {
                OrderedBytes.putNotNull(writer);
                OrderedBytes.putBytes(writer, row.first().getBytes(UTF_8));
            }
            int start = writer.length();
            if (row.second() == null) {
                OrderedBytes.putNull(writer);
            } else {
                OrderedBytes.putNotNull(writer);
                OrderedBytes.putCompactLong(writer, row.second());
            }
            OrderedBytes.invert(writer, start);
        };
        Comparator<Row> order = Comparator
                .comparing(Row::first, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(Row::second, Comparator.nullsLast(Comparator.<Long>naturalOrder()).reversed());
        List<byte[]> encodings = rows.stream().map(row -> encode(put, row)).toList();
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < rows.size(); j++) {
                assertEquals(
                        Integer.signum(order.compare(rows.get(i), rows.get(j))),
                        Integer.signum(Arrays.compareUnsigned(encodings.get(i), encodings.get(j))));
            }
            ByteReader reader = new ByteReader(encodings.get(i));
            String first = OrderedBytes.isNull(reader) ? null : new String(OrderedBytes.getBytes(reader), UTF_8);
            reader.inverted(true);
            Long second = OrderedBytes.isNull(reader) ? null : (Long) OrderedBytes.getCompactLong(reader);
            assertEquals(rows.get(i), new Row(first, second));
        }
    }

    @Test
    void skippingAndPrefixes() {
        ByteWriter writer = new ByteWriter();
        OrderedBytes.putBytes(writer, new byte[] {1, 0, 5});
        OrderedBytes.putFixedBytes(writer, new byte[16], 0, 16);
        ByteReader reader = new ByteReader(writer.toByteArray());
        OrderedBytes.skipBytes(reader);
        assertArrayEquals(new byte[16], OrderedBytes.getFixedBytes(reader, 16));
        assertThrows(IndexOutOfBoundsException.class, () -> OrderedBytes.getFixedBytes(reader, 1));
        assertArrayEquals(new byte[] {1, 3}, OrderedBytes.prefixEnd(new byte[] {1, 2, -1, -1}));
        assertNull(OrderedBytes.prefixEnd(new byte[] {-1}));
        assertNull(OrderedBytes.prefixEnd(new byte[0]));
    }

    @Test
    void variableLengthNumbers() {
        ByteWriter writer = new ByteWriter(1);
        List<Long> values = longs();
        values.forEach(writer::putVarLong);
        ByteReader reader = new ByteReader(writer.toByteArray());
        values.forEach(value -> assertEquals(value, reader.getVarLong()));
        assertFalse(reader.hasRemaining());
    }
}
