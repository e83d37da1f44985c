package dev.millrace.executor.function;

import java.nio.ByteBuffer;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

import static dev.millrace.executor.plan.SqlType.Kind.ARRAY;

/** The order of arrays: by their first elements that differ, NULL being the largest one; then by lengths and shapes. */
final class ArrayOrderFunctions {

    private ArrayOrderFunctions() {}

    private static int compare(byte[] left, byte[] right, Conversion conversion) {
        SqlType type = conversion.from().element();
        Column ones = ArrayForm.decode(type, left, 0, left.length);
        Column others = ArrayForm.decode(type, right, 0, right.length);
        for (int i = 0; i < Math.min(ones.size(), others.size()); i++) {
            boolean isOneNull = ones.isNull(i);
            int order = isOneNull || others.isNull(i)
                    ? Boolean.compare(isOneNull, others.isNull(i))
                    : ValueOrder.compare(type, ones, i, others, i);
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(ones.size(), others.size());
        return order != 0 ? order : ArrayForm.shape(left).compareTo(ArrayForm.shape(right));
    }

    @SqlFunction(name = "=", description = "Whether two arrays have the same elements.",
            of = KindSet.SORTED)
    static boolean isEqual(@ArrayOf(ARRAY) byte[] left, @ArrayOf(ARRAY) byte[] right, Conversion conversion) {
        return compare(left, right, conversion) == 0;
    }

    @SqlFunction(name = {"<>", "!="}, description = "Whether two arrays have different elements.",
            of = KindSet.SORTED)
    static boolean isDifferent(@ArrayOf(ARRAY) byte[] left, @ArrayOf(ARRAY) byte[] right, Conversion conversion) {
        return compare(left, right, conversion) != 0;
    }

    @SqlFunction(name = "<", description = "Whether the first array is smaller.",
            of = KindSet.SORTED)
    static boolean isLess(@ArrayOf(ARRAY) byte[] left, @ArrayOf(ARRAY) byte[] right, Conversion conversion) {
        return compare(left, right, conversion) < 0;
    }

    @SqlFunction(name = "<=", description = "Whether the first array is smaller or equal.",
            of = KindSet.SORTED)
    static boolean isAtMost(@ArrayOf(ARRAY) byte[] left, @ArrayOf(ARRAY) byte[] right, Conversion conversion) {
        return compare(left, right, conversion) <= 0;
    }

    @SqlFunction(name = ">", description = "Whether the first array is larger.",
            of = KindSet.SORTED)
    static boolean isMore(@ArrayOf(ARRAY) byte[] left, @ArrayOf(ARRAY) byte[] right, Conversion conversion) {
        return compare(left, right, conversion) > 0;
    }

    @SqlFunction(name = ">=", description = "Whether the first array is larger or equal.",
            of = KindSet.SORTED)
    static boolean isAtLeast(@ArrayOf(ARRAY) byte[] left, @ArrayOf(ARRAY) byte[] right, Conversion conversion) {
        return compare(left, right, conversion) >= 0;
    }

    @SqlFunction(name = "width_bucket", description = "How many of the sorted bounds are not above a value.",
            of = KindSet.WORDS)
    static int bucket(@Each long value, @ArrayOf(ARRAY) byte[] bounds, Conversion conversion) {
        return bucket(ByteBuffer.allocate(8).putLong(value).array(), bounds, conversion);
    }

    @SqlFunction(name = "width_bucket", description = "How many of the sorted bounds are not above a value.",
            of = KindSet.SORTED_BYTES,
            example = "width_bucket(2.5, ARRAY[1.0, 2.0, 3.0]) = 2")
    static int bucket(@Each Text value, @ArrayOf(ARRAY) byte[] bounds, Conversion conversion) {
        return bucket(value.toBytes(), bounds, conversion);
    }

    private static int bucket(byte[] value, byte[] bounds, Conversion conversion) {
        SqlType type = conversion.from();
        if (ArrayForm.shape(bounds).dimensions() > 1) {
            throw new SqlException(SqlState.ARRAY_SUBSCRIPT_ERROR, "thresholds must be one-dimensional array");
        }
        Column sorted = ArrayForm.decode(type, bounds, 0, bounds.length);
        byte[] alone = ArrayFunctions.appended(null, value);
        Column wanted = ArrayForm.decode(type, alone, 0, alone.length);
        for (int i = 0; i < sorted.size(); i++) {
            if (sorted.isNull(i)) {
                throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "thresholds array must not contain NULLs");
            }
        }
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ValueOrder.compare(type, wanted, 0, sorted, middle) < 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
