package dev.millrace.executor.function;

import java.nio.ByteBuffer;
import java.util.function.IntPredicate;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.plan.SqlType;

import static dev.millrace.executor.plan.SqlType.Kind.ARRAY;

/** {@code value op ANY (array)} and {@code value op ALL (array)}; NULL where the answer depends on a NULL. */
final class QuantifiedFunctions {

    private QuantifiedFunctions() {}

    /** @param holds of the order of the value and an element */
    private static Boolean any(byte[] value, byte[] array, Conversion conversion, IntPredicate holds) {
        SqlType type = conversion.from();
        Column elements = ArrayForm.decode(type, array, 0, array.length);
        byte[] alone = ArrayFunctions.appended(null, value);
        Column wanted = ArrayForm.decode(type, alone, 0, alone.length);
        boolean hasNull = false;
        for (int i = 0; i < elements.size(); i++) {
            if (elements.isNull(i)) {
                hasNull = true;
            } else if (holds.test(ValueOrder.compare(type, wanted, 0, elements, i))) {
                return true;
            }
        }
        return hasNull ? null : (Boolean) false;
    }

    private static byte[] bytes(long word) {
        return ByteBuffer.allocate(8).putLong(word).array();
    }

    private static Boolean not(Boolean truth) {
        return truth == null ? null : (Boolean) !truth;
    }

    @SqlFunction(name = "= any", description = "Whether = holds between a value and an element.",
            of = KindSet.WORDS,
            example = "3 = ANY (ARRAY[1,3]) = true")
    static Boolean isEqualToAny(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(bytes(value), array, conversion, order -> order == 0);
    }

    @SqlFunction(name = "= any", description = "Whether = holds between a value and an element.",
            of = KindSet.SORTED_BYTES)
    static Boolean isEqualToAny(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(value.toBytes(), array, conversion, order -> order == 0);
    }

    @SqlFunction(name = "= all", description = "Whether = holds between a value and each element.",
            of = KindSet.WORDS)
    static Boolean isEqualToAll(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(bytes(value), array, conversion, order -> order != 0));
    }

    @SqlFunction(name = "= all", description = "Whether = holds between a value and each element.",
            of = KindSet.SORTED_BYTES)
    static Boolean isEqualToAll(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(value.toBytes(), array, conversion, order -> order != 0));
    }

    @SqlFunction(name = "<> any", description = "Whether <> holds between a value and an element.",
            of = KindSet.WORDS)
    static Boolean isDifferentToAny(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(bytes(value), array, conversion, order -> order != 0);
    }

    @SqlFunction(name = "<> any", description = "Whether <> holds between a value and an element.",
            of = KindSet.SORTED_BYTES)
    static Boolean isDifferentToAny(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(value.toBytes(), array, conversion, order -> order != 0);
    }

    @SqlFunction(name = "<> all", description = "Whether <> holds between a value and each element.",
            of = KindSet.WORDS)
    static Boolean isDifferentToAll(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(bytes(value), array, conversion, order -> order == 0));
    }

    @SqlFunction(name = "<> all", description = "Whether <> holds between a value and each element.",
            of = KindSet.SORTED_BYTES)
    static Boolean isDifferentToAll(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(value.toBytes(), array, conversion, order -> order == 0));
    }

    @SqlFunction(name = "< any", description = "Whether < holds between a value and an element.",
            of = KindSet.WORDS)
    static Boolean isLessToAny(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(bytes(value), array, conversion, order -> order < 0);
    }

    @SqlFunction(name = "< any", description = "Whether < holds between a value and an element.",
            of = KindSet.SORTED_BYTES)
    static Boolean isLessToAny(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(value.toBytes(), array, conversion, order -> order < 0);
    }

    @SqlFunction(name = "< all", description = "Whether < holds between a value and each element.",
            of = KindSet.WORDS)
    static Boolean isLessToAll(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(bytes(value), array, conversion, order -> order >= 0));
    }

    @SqlFunction(name = "< all", description = "Whether < holds between a value and each element.",
            of = KindSet.SORTED_BYTES)
    static Boolean isLessToAll(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(value.toBytes(), array, conversion, order -> order >= 0));
    }

    @SqlFunction(name = "<= any", description = "Whether <= holds between a value and an element.",
            of = KindSet.WORDS)
    static Boolean isAtMostToAny(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(bytes(value), array, conversion, order -> order <= 0);
    }

    @SqlFunction(name = "<= any", description = "Whether <= holds between a value and an element.",
            of = KindSet.SORTED_BYTES)
    static Boolean isAtMostToAny(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(value.toBytes(), array, conversion, order -> order <= 0);
    }

    @SqlFunction(name = "<= all", description = "Whether <= holds between a value and each element.",
            of = KindSet.WORDS)
    static Boolean isAtMostToAll(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(bytes(value), array, conversion, order -> order > 0));
    }

    @SqlFunction(name = "<= all", description = "Whether <= holds between a value and each element.",
            of = KindSet.SORTED_BYTES)
    static Boolean isAtMostToAll(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(value.toBytes(), array, conversion, order -> order > 0));
    }

    @SqlFunction(name = "> any", description = "Whether > holds between a value and an element.",
            of = KindSet.WORDS)
    static Boolean isMoreToAny(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(bytes(value), array, conversion, order -> order > 0);
    }

    @SqlFunction(name = "> any", description = "Whether > holds between a value and an element.",
            of = KindSet.SORTED_BYTES)
    static Boolean isMoreToAny(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(value.toBytes(), array, conversion, order -> order > 0);
    }

    @SqlFunction(name = "> all", description = "Whether > holds between a value and each element.",
            of = KindSet.WORDS,
            example = "3 > ALL (ARRAY[1,2]) = true")
    static Boolean isMoreToAll(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(bytes(value), array, conversion, order -> order <= 0));
    }

    @SqlFunction(name = "> all", description = "Whether > holds between a value and each element.",
            of = KindSet.SORTED_BYTES)
    static Boolean isMoreToAll(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(value.toBytes(), array, conversion, order -> order <= 0));
    }

    @SqlFunction(name = ">= any", description = "Whether >= holds between a value and an element.",
            of = KindSet.WORDS)
    static Boolean isAtLeastToAny(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(bytes(value), array, conversion, order -> order >= 0);
    }

    @SqlFunction(name = ">= any", description = "Whether >= holds between a value and an element.",
            of = KindSet.SORTED_BYTES)
    static Boolean isAtLeastToAny(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(value.toBytes(), array, conversion, order -> order >= 0);
    }

    @SqlFunction(name = ">= all", description = "Whether >= holds between a value and each element.",
            of = KindSet.WORDS)
    static Boolean isAtLeastToAll(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(bytes(value), array, conversion, order -> order < 0));
    }

    @SqlFunction(name = ">= all", description = "Whether >= holds between a value and each element.",
            of = KindSet.SORTED_BYTES)
    static Boolean isAtLeastToAll(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(value.toBytes(), array, conversion, order -> order < 0));
    }
}
