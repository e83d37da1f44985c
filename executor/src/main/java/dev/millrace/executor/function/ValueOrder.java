package dev.millrace.executor.function;

import java.util.Arrays;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.JsonKey;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.RangeForm;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/**
 * The order and equality of values in columns, the same as {@code <} and {@code =} have; of values that are not NULL.
 */
public final class ValueOrder {

    private ValueOrder() {}

    /** Compares two values of one type. */
    public static int compare(SqlType type, Column left, int leftRow, Column right, int rightRow) {
        return type.kind() == Kind.RECORD || type.kind() == Kind.ARRAY
                ? KeyEncoder.compare(type, (BytesColumn) left, leftRow, (BytesColumn) right, rightRow)
                : compare(type.kind(), left, leftRow, right, rightRow);
    }

    /** Compares two values of one kind, whose order nothing but that decides. */
    private static int compare(Kind kind, Column left, int leftRow, Column right, int rightRow) {
        return switch (left) {
            case WordColumn words ->
                compareWords(kind, words.values()[leftRow], ((WordColumn) right).values()[rightRow]);
            case BytesColumn bytes -> compareBytes(kind, bytes, leftRow, (BytesColumn) right, rightRow);
        };
    }

    private static int compareWords(Kind kind, long left, long right) {
        return kind.isFloat()
                ? ComparisonFunctions.compareDoubles(Double.longBitsToDouble(left), Double.longBitsToDouble(right))
                : Long.compare(left, right);
    }

    private static int compareBytes(Kind kind, BytesColumn left, int leftRow, BytesColumn right, int rightRow) {
        byte[] leftData = left.data();
        byte[] rightData = right.data();
        int leftStart = left.start(leftRow);
        int rightStart = right.start(rightRow);
        int leftEnd = left.end(leftRow);
        int rightEnd = right.end(rightRow);
        return switch (kind) {
            case NUMERIC -> Numeric.compare(leftData, leftStart, leftEnd, rightData, rightStart, rightEnd);
            case NUMRANGE, NUMMULTIRANGE ->
                RangeForm.compare(kind, leftData, leftStart, leftEnd, rightData, rightStart, rightEnd);
            case JSONB -> JsonKey.compare(leftData, leftStart, leftEnd, rightData, rightStart, rightEnd);
            case INTERVAL -> Interval.compare(leftData, leftStart, rightData, rightStart);
            case CHAR ->
                ComparisonFunctions.comparePadded(
                        new Text(leftData, leftStart, leftEnd), new Text(rightData, rightStart, rightEnd));
            default -> Arrays.compareUnsigned(leftData, leftStart, leftEnd, rightData, rightStart, rightEnd);
        };
    }

    /** The word that all words equal to this one share. */
    public static long normaliseWord(Kind kind, long word) {
        if (!kind.isFloat()) {
            return word;
        }
        double value = Double.longBitsToDouble(word);
        return value == 0 ? 0 : Double.doubleToLongBits(value);
    }

    /** The bytes that all values equal to this one share, for hashing and grouping. */
    public static byte[] normaliseBytes(Kind kind, BytesColumn column, int row) {
        byte[] data = column.data();
        int start = column.start(row);
        int end = column.end(row);
        return switch (kind) {
            case NUMERIC -> Numeric.normalise(data, start, end);
            case JSONB -> JsonKey.of(data, start, end);
            case NUMRANGE, NUMMULTIRANGE ->
                Arrays.copyOfRange(data, start, RangeForm.keyEnd(kind, data, start, end));
            case INTERVAL -> Interval.normalise(data, start);
            case CHAR ->
                Arrays.copyOfRange(data, start, ComparisonFunctions.trimmedEnd(new Text(data, start, end)));
            default -> Arrays.copyOfRange(data, start, end);
        };
    }
}
