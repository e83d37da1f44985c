package dev.millrace.executor.connector.format;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.SqlException;

/**
 * The bytes between the values of a record, learned from one that was read in full. Records of one origin mostly repeat
 * them: same keys, same order, same blanks. Then a record is read by comparing those bytes and scanning the values.
 */
final class JsonShape {

    /** More values than this are not worth a shape. */
    private static final int VALUES_MAX = 512;

    /** Bytes before each value, and after the last one. */
    private final JsonGap[] gaps;
    /** The columns of the values; null where a value is passed over. */
    private final FieldDecoder[] fields;
    private final boolean hasRow;

    private JsonShape(JsonGap[] gaps, FieldDecoder[] fields, boolean hasRow) {
        this.gaps = gaps;
        this.fields = fields;
        this.hasRow = hasRow;
    }

    /** Whether records of this shape are rows at all. */
    boolean hasRow() {
        return hasRow;
    }

    /**
     * Fills the row.
     *
     * @return false when the record is of another shape, or is better left to {@link JsonWalk}; what the row holds then
     *     does not matter
     * @throws SqlException when a value is not one of its column
     */
    boolean read(byte[] data, int start, int end, JsonScan scan, RowBuffer row) {
        scan.startRecord();
        int at = start;
        for (int i = 0; i < fields.length; i++) {
            JsonGap gap = gaps[i];
            // One byte at least is left for the value.
            if (at + gap.length() >= end || !gap.isAt(data, at)) {
                return false;
            }
            at += gap.length();
            at = data[at] == '"' ? string(data, at, end, fields[i], scan, row) : other(data, at, end, fields[i], row);
            if (at == JsonScan.SURPRISE) {
                return false;
            }
        }
        JsonGap tail = gaps[fields.length];
        return at + tail.length() == end
                && tail.isAt(data, at)
                && (scan.sawOnlyAscii() || Utf8.isValid(data, start, end));
    }

    /** Reads a string and answers its end. */
    private static int string(byte[] data, int from, int end, FieldDecoder field, JsonScan scan, RowBuffer row) {
        int quote = scan.closingQuote(data, from + 1, end);
        if (quote == JsonScan.SURPRISE) {
            return quote;
        }
        if (field != null) {
            if (field.keepsText(quote - from - 1)) {
                row.setBytes(field.column(), data, from + 1, quote);
            } else if (field.isJson()) {
                return JsonScan.SURPRISE;
            } else {
                if (!scan.sawOnlyAscii() && !Utf8.isValid(data, from + 1, quote)) {
                    return JsonScan.SURPRISE;
                }
                field.text(data, from + 1, quote, row);
            }
        }
        return quote + 1;
    }

    /** Reads a number, null, true or false and answers its end. */
    private static int other(byte[] data, int from, int end, FieldDecoder field, RowBuffer row) {
        byte first = data[from];
        if (first == '-' || first >= '0' && first <= '9') {
            int to = field == null ? JsonScan.SURPRISE : field.integer(data, from, end, row);
            if (to != JsonScan.SURPRISE) {
                return to;
            }
            to = JsonScan.endOfNumber(data, from, end);
            if (to != JsonScan.SURPRISE && field != null) {
                field.number(data, from, to, row);
            }
            return to;
        }
        int to = JsonScan.endOfWord(data, from, end);
        if (to != JsonScan.SURPRISE && field != null) {
            if (first == 'n') {
                row.setNull(field.column());
            } else {
                field.truth(first == 't', row);
            }
        }
        return to;
    }

    /** Takes note of a record's shape while it is being read. */
    static final class Builder {

        private final List<JsonGap> gaps = new ArrayList<>();
        private final List<FieldDecoder> fields = new ArrayList<>();
        private byte[] data;
        private int gapStart;
        private int end;
        private boolean isGivenUp;
        private boolean hasRow;

        void start(byte[] record, int start, int recordEnd) {
            data = record;
            gapStart = start;
            end = recordEnd;
            isGivenUp = false;
            gaps.clear();
            fields.clear();
        }

        /** The record is of no shape that could be repeated. */
        void giveUp() {
            isGivenUp = true;
        }

        /** The next value lies here. @param field null when it is no column's */
        void value(int from, int to, FieldDecoder field) {
            if (isGivenUp || fields.size() == VALUES_MAX) {
                isGivenUp = true;
                return;
            }
            gaps.add(JsonGap.of(data, gapStart, from));
            fields.add(field);
            gapStart = to;
        }

        void end(boolean recordHasRow) {
            hasRow = recordHasRow;
            if (!isGivenUp) {
                gaps.add(JsonGap.of(data, gapStart, end));
            }
        }

        /** The shape of the record that was read to its end, or null. */
        JsonShape build() {
            return isGivenUp
                    ? null
                    : new JsonShape(gaps.toArray(JsonGap[]::new), fields.toArray(FieldDecoder[]::new), hasRow);
        }
    }
}
