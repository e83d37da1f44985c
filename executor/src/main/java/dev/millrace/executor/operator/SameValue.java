package dev.millrace.executor.operator;

import java.util.Arrays;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.WordColumn;

/** Whether two columns hold the very same value in a row: the same bytes, not merely equal in SQL. */
final class SameValue {

    private SameValue() {}

    static boolean at(Column left, Column right, int row) {
        if (left.isNull(row) != right.isNull(row)) {
            return false;
        }
        return switch (left) {
            case WordColumn words -> words.value(row) == ((WordColumn) right).value(row);
            case BytesColumn bytes -> {
                BytesColumn other = (BytesColumn) right;
                yield Arrays.equals(
                        bytes.data(), bytes.start(row), bytes.end(row), other.data(), other.start(row), other.end(row));
            }
        };
    }
}
