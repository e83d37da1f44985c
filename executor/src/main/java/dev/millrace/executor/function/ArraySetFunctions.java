package dev.millrace.executor.function;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.plan.SqlType;

import static dev.millrace.executor.plan.SqlType.Kind.ARRAY;

/** What arrays have in common with each other: no NULL is equal to anything here. */
final class ArraySetFunctions {

    private ArraySetFunctions() {}

    @SqlFunction(name = {"@>", "arraycontains"}, description = "Whether an array has every element of another.",
            of = KindSet.SORTED,
            example = "ARRAY[1,4,3] @> ARRAY[3,1,3] = true")
    static boolean contains(@ArrayOf(ARRAY) byte[] whole, @ArrayOf(ARRAY) byte[] part, Conversion conversion) {
        SqlType type = conversion.from().element();
        Column elements = ArrayForm.decode(type, whole, 0, whole.length);
        Column wanted = ArrayForm.decode(type, part, 0, part.length);
        for (int i = 0; i < wanted.size(); i++) {
            if (!has(type, elements, wanted, i)) {
                return false;
            }
        }
        return true;
    }

    @SqlFunction(name = {"<@", "arraycontained"}, description = "Whether every element of an array is in another.",
            of = KindSet.SORTED)
    static boolean isContained(@ArrayOf(ARRAY) byte[] part, @ArrayOf(ARRAY) byte[] whole, Conversion conversion) {
        return contains(whole, part, conversion);
    }

    @SqlFunction(name = {"&&", "arrayoverlap"}, description = "Whether two arrays have an element in common.",
            of = KindSet.SORTED,
            example = "ARRAY[1,4,3] && ARRAY[2,1] = true")
    static boolean overlap(@ArrayOf(ARRAY) byte[] left, @ArrayOf(ARRAY) byte[] right, Conversion conversion) {
        SqlType type = conversion.from().element();
        Column elements = ArrayForm.decode(type, left, 0, left.length);
        Column others = ArrayForm.decode(type, right, 0, right.length);
        for (int i = 0; i < others.size(); i++) {
            if (has(type, elements, others, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(SqlType type, Column elements, Column wanted, int row) {
        for (int i = 0; i < elements.size() && !wanted.isNull(row); i++) {
            if (!elements.isNull(i) && ValueOrder.compare(type, elements, i, wanted, row) == 0) {
                return true;
            }
        }
        return false;
    }
}
