package dev.millrace.executor.connector.generator;

import dev.millrace.executor.data.ColumnBuilder;

/** Makes the values of one column. */
@FunctionalInterface
interface FieldGenerator {

    /** Appends the value of an event; draws only from {@code random}, which was started for this event and column. */
    void append(long event, SeededRandom random, ColumnBuilder column);

    /** Whole numbers (words) that grow by the same step with each event. */
    static FieldGenerator sequence(long start, long step) {
        return (event, random, column) -> column.appendWord(start + event * step);
    }

    /** Whole numbers (words) from {@code min} to {@code max}, all as likely as each other. */
    static FieldGenerator uniform(long min, long max) {
        return (event, random, column) -> column.appendWord(random.between(min, max));
    }

    /** Times (microseconds) of whole milliseconds, from {@code minMillis} to {@code maxMillis}. */
    static FieldGenerator uniformTimes(long minMillis, long maxMillis) {
        return (event, random, column) -> column.appendWord(random.between(minMillis, maxMillis) * 1000);
    }

    static FieldGenerator uniformDouble(double min, double max, boolean isSingle) {
        return (event, random, column) -> {
            double value = min + (max - min) * random.nextDouble();
            column.appendDouble(isSingle ? (float) value : value);
        };
    }

    /** Small letters. */
    static FieldGenerator letters(int length) {
        byte[] text = new byte[length];
        return (event, random, column) -> {
            for (int i = 0; i < length; i++) {
                text[i] = (byte) ('a' + random.below(26));
            }
            column.appendBytes(text);
        };
    }

    /** A prefix and the event's number. */
    static FieldGenerator numbered(String prefix, long start, long step) {
        return (event, random, column) -> column.appendText(prefix + (start + event * step));
    }

    /** One of a few texts. */
    static FieldGenerator oneOf(byte[][] texts) {
        return (event, random, column) -> column.appendBytes(texts[random.below(texts.length)]);
    }

    /** Random UUIDs (version 4) of 16 bytes. */
    static FieldGenerator uuid() {
        byte[] bytes = new byte[16];
        return (event, random, column) -> {
            long high = random.nextLong();
            long low = random.nextLong();
            for (int i = 0; i < 8; i++) {
                bytes[i] = (byte) (high >>> 56 - 8 * i);
                bytes[8 + i] = (byte) (low >>> 56 - 8 * i);
            }
            bytes[6] = (byte) (bytes[6] & 0x0F | 0x40);
            bytes[8] = (byte) (bytes[8] & 0x3F | 0x80);
            column.appendBytes(bytes);
        };
    }

    /** NULL now and then, otherwise what the other makes. */
    static FieldGenerator sometimesNull(double rate, FieldGenerator other) {
        return (event, random, column) -> {
            if (random.nextDouble() < rate) {
                column.appendNull();
            } else {
                other.append(event, random, column);
            }
        };
    }
}
