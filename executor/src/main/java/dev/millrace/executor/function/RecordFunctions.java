package dev.millrace.executor.function;

import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.BytesColumn;

import static dev.millrace.executor.plan.SqlType.Kind.RECORD;

/** The order of rows as values: by their first fields that differ, NULL being the largest one and equal to itself. */
final class RecordFunctions {

    private RecordFunctions() {}

    private static int compare(byte[] left, byte[] right, Conversion conversion) {
        return ValueOrder.compare(conversion.from(), column(left), 0, column(right), 0);
    }

    private static BytesColumn column(byte[] row) {
        return new BytesColumn(row, new int[] {0, row.length}, null, 1);
    }

    @SqlFunction(name = "=", description = "Whether two rows have the same fields.")
    static boolean isEqual(@As(RECORD) byte[] left, @As(RECORD) byte[] right, Conversion conversion) {
        return compare(left, right, conversion) == 0;
    }

    @SqlFunction(name = {"<>", "!="}, description = "Whether two rows have different fields.")
    static boolean isDifferent(@As(RECORD) byte[] left, @As(RECORD) byte[] right, Conversion conversion) {
        return compare(left, right, conversion) != 0;
    }

    @SqlFunction(name = "<", description = "Whether the first row is smaller.")
    static boolean isLess(@As(RECORD) byte[] left, @As(RECORD) byte[] right, Conversion conversion) {
        return compare(left, right, conversion) < 0;
    }

    @SqlFunction(name = "<=", description = "Whether the first row is smaller or equal.")
    static boolean isAtMost(@As(RECORD) byte[] left, @As(RECORD) byte[] right, Conversion conversion) {
        return compare(left, right, conversion) <= 0;
    }

    @SqlFunction(name = ">", description = "Whether the first row is larger.")
    static boolean isMore(@As(RECORD) byte[] left, @As(RECORD) byte[] right, Conversion conversion) {
        return compare(left, right, conversion) > 0;
    }

    @SqlFunction(name = ">=", description = "Whether the first row is larger or equal.")
    static boolean isAtLeast(@As(RECORD) byte[] left, @As(RECORD) byte[] right, Conversion conversion) {
        return compare(left, right, conversion) >= 0;
    }

    // ---- by what lies in memory -------------------------------------------------------------------------------------

    private static int compareImages(byte[] left, byte[] right) {
        List<byte[]> ones = ArrayForm.elements(left);
        List<byte[]> others = ArrayForm.elements(right);
        for (int i = 0; i < ones.size(); i++) {
            byte[] one = ones.get(i);
            byte[] other = others.get(i);
            int order = one == null || other == null
                    ? Boolean.compare(one == null, other == null)
                    : Arrays.compareUnsigned(one, other);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @SqlFunction(name = "*=", description = "Whether two rows are the same, byte for byte.")
    static boolean isSameImage(@As(RECORD) byte[] left, @As(RECORD) byte[] right) {
        return compareImages(left, right) == 0;
    }

    @SqlFunction(name = "*<>", description = "Whether two rows differ in any byte.")
    static boolean isOtherImage(@As(RECORD) byte[] left, @As(RECORD) byte[] right) {
        return compareImages(left, right) != 0;
    }

    @SqlFunction(name = "*<", description = "Whether the first row has the smaller bytes.")
    static boolean isImageLess(@As(RECORD) byte[] left, @As(RECORD) byte[] right) {
        return compareImages(left, right) < 0;
    }

    @SqlFunction(name = "*<=", description = "Whether the first row has the smaller bytes, or the same.")
    static boolean isImageAtMost(@As(RECORD) byte[] left, @As(RECORD) byte[] right) {
        return compareImages(left, right) <= 0;
    }

    @SqlFunction(name = "*>", description = "Whether the first row has the larger bytes.")
    static boolean isImageMore(@As(RECORD) byte[] left, @As(RECORD) byte[] right) {
        return compareImages(left, right) > 0;
    }

    @SqlFunction(name = "*>=", description = "Whether the first row has the larger bytes, or the same.")
    static boolean isImageAtLeast(@As(RECORD) byte[] left, @As(RECORD) byte[] right) {
        return compareImages(left, right) >= 0;
    }
}
