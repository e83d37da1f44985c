package dev.millrace.server.statement;

import dev.millrace.executor.plan.SqlType;

/** Whole numbers of nothing but digits, perhaps behind a minus, and surely in range: nearly all in bulk data. */
final class PlainNumber {

    private PlainNumber() {}

    /** Whether the bytes are such a number of the type. */
    static boolean isPlain(byte[] data, int start, int end, SqlType.Kind kind) {
        int first = start < end && data[start] == '-' ? start + 1 : start;
        if (first >= end || end - first > digitsMax(kind)) {
            return false;
        }
        for (int i = first; i < end; i++) {
            if (data[i] < '0' || data[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private static int digitsMax(SqlType.Kind kind) {
        if (kind == SqlType.Kind.SMALLINT) {
            return 4;
        }
        return kind == SqlType.Kind.INTEGER ? 9 : 18;
    }

    static long value(byte[] data, int start, int end) {
        boolean isNegative = data[start] == '-';
        long value = 0;
        for (int i = isNegative ? start + 1 : start; i < end; i++) {
            value = 10 * value + data[i] - '0';
        }
        return isNegative ? -value : value;
    }
}
