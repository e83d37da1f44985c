package dev.millrace.executor.operator;

import java.util.Arrays;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.WordColumn;

/** Whether two columns hold the very same value in a row: the same bytes, not merely equal in SQL. */
final class SameValue {

    private SameValue() {}

    static boolean at(Column left, Column right, int row) {
        return at(left, row, right, row);
    }

    static boolean at(Column left, int leftRow, Column right, int rightRow) {
        if (left.isNull(leftRow) != right.isNull(rightRow)) {
            return false;
        }
        return switch (left) {
            case WordColumn words -> words.value(leftRow) == ((WordColumn) right).value(rightRow);
            case BytesColumn bytes -> {
                BytesColumn other = (BytesColumn) right;
                yield Arrays.equals(
                        bytes.data(), bytes.start(leftRow), bytes.end(leftRow),
                        other.data(), other.start(rightRow), other.end(rightRow));
            }
        };
    }
}
