package dev.millrace.executor.function;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntBiFunction;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.ArrayShape;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.plan.SqlType.Kind.ARRAY;
import static dev.millrace.executor.plan.SqlType.Kind.BIGINT;
import static dev.millrace.executor.plan.SqlType.Kind.INTEGER;
import static dev.millrace.executor.plan.SqlType.Kind.OID;
import static dev.millrace.executor.plan.SqlType.Kind.SMALLINT;
import static dev.millrace.executor.plan.SqlType.Kind.TEXT;
import static dev.millrace.executor.plan.SqlType.Kind.UNKNOWN;

/** Functions of whole arrays, which lie as {@link ArrayForm} says. */
final class ArrayFunctions {

    private ArrayFunctions() {}

    /** An array of one dimension that is counted from 1, with one more element; NULL counts as an empty one. */
    static byte[] appended(byte[] array, byte[] element) {
        byte[] before = array == null ? new byte[0] : array;
        int length = element == null ? 0 : element.length;
        return ByteBuffer.allocate(before.length + 4 + length)
                .put(before)
                .putInt(element == null ? -1 : length)
                .put(element == null ? new byte[0] : element)
                .array();
    }

    // ---- size -------------------------------------------------------------------------------------------------------

    @SqlFunction(name = "cardinality", description = "How many elements an array has.",
            example = "cardinality('{a,b}'::text[]) = 2")
    static int cardinality(@ArrayOf(UNKNOWN) byte[] array) {
        return ArrayForm.shape(array).count();
    }

    private static Integer ofDimension(byte[] array, int dimension, ToIntBiFunction<ArrayShape, Integer> bound) {
        ArrayShape shape = ArrayForm.shape(array);
        return dimension < 1 || dimension > shape.dimensions()
                ? null
                : (Integer) bound.applyAsInt(shape, dimension - 1);
    }

    @SqlFunction(name = "array_length", description = "How many elements an array has in a dimension; NULL for none.",
            example = "array_length(ARRAY[[1,2,3],[4,5,6]], 2) = 3")
    static Integer length(@ArrayOf(UNKNOWN) byte[] array, int dimension) {
        return ofDimension(array, dimension, ArrayShape::size);
    }

    @SqlFunction(name = "array_upper", description = "The number of the last element in a dimension; NULL for none.",
            example = "array_upper('[0:2]={1,2,3}'::int[], 1) = 2")
    static Integer upper(@ArrayOf(UNKNOWN) byte[] array, int dimension) {
        return ofDimension(array, dimension, ArrayShape::upper);
    }

    @SqlFunction(name = "array_lower", description = "The number of the first element in a dimension; NULL for none.",
            example = "array_lower('[0:2]={1,2,3}'::int[], 1) = 0")
    static Integer lower(@ArrayOf(UNKNOWN) byte[] array, int dimension) {
        return ofDimension(array, dimension, ArrayShape::lower);
    }

    // ---- text -------------------------------------------------------------------------------------------------------

    @SqlFunction(name = "string_to_array", strict = false, description = "A text's parts between separators.",
            example = "string_to_array('a,b', ',') = '{a,b}'")
    @ArrayOf(TEXT)
    static byte[] split(String text, String separator) {
        if (text == null) {
            return null;
        }
        if (text.isEmpty()) {
            return new byte[0];
        }
        if (separator == null) {
            return SessionFunctions.texts(text.codePoints().mapToObj(Character::toString).toList());
        }
        if (separator.isEmpty()) {
            return SessionFunctions.texts(List.of(text));
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return SessionFunctions.texts(parts);
    }

    @SqlFunction(name = {"||", "array_cat"}, strict = false, description = "Two arrays, one after the other.",
            of = KindSet.ALL,
            example = "array_cat(ARRAY[1,2,3], ARRAY[4,5]) = '{1,2,3,4,5}'")
    @ArrayOf(ARRAY)
    static byte[] concatenate(@ArrayOf(ARRAY) byte[] left, @ArrayOf(ARRAY) byte[] right) {
        return left == null || right == null ? left == null ? right : left : ArrayJoin.concatenate(left, right);
    }

    // ---- elements ---------------------------------------------------------------------------------------------------

    @SqlFunction(name = {"array_append", "||"}, strict = false, description = "An array with one more element.",
            of = KindSet.WORDS)
    @ArrayOf(ARRAY)
    static byte[] append(@ArrayOf(ARRAY) byte[] array, @Each Long element) {
        return ArrayJoin.append(array, element == null ? null : ByteBuffer.allocate(8).putLong(element).array());
    }

    @SqlFunction(name = {"array_append", "||"}, strict = false, description = "An array with one more element.",
            of = KindSet.BYTES)
    @ArrayOf(ARRAY)
    static byte[] append(@ArrayOf(ARRAY) byte[] array, @Each Text element) {
        return ArrayJoin.append(
                array, element == null ? null : Arrays.copyOfRange(element.data(), element.start(), element.end()));
    }

    @SqlFunction(
            name = {"array_prepend", "||"}, strict = false, description = "An array with one more element before it.",
            of = KindSet.WORDS)
    @ArrayOf(ARRAY)
    static byte[] prepend(@Each Long element, @ArrayOf(ARRAY) byte[] array) {
        return ArrayJoin.prepend(
                element == null ? null : ByteBuffer.allocate(8).putLong(element).array(), array);
    }

    @SqlFunction(
            name = {"array_prepend", "||"}, strict = false, description = "An array with one more element before it.",
            of = KindSet.BYTES)
    @ArrayOf(ARRAY)
    static byte[] prepend(@Each Text element, @ArrayOf(ARRAY) byte[] array) {
        return ArrayJoin.prepend(
                element == null ? null : Arrays.copyOfRange(element.data(), element.start(), element.end()), array);
    }

    @SqlFunction(name = "expanded array", description = "The elements with their numbers, as pairs.",
            kinds = {SMALLINT, INTEGER, BIGINT, OID})
    @ArrayOf(TEXT)
    static byte[] expand(@ArrayOf(ARRAY) byte[] array) {
        List<String> pairs = new ArrayList<>();
        for (byte[] element : ArrayForm.elements(array)) {
            String value = element == null ? "" : Long.toString(ByteBuffer.wrap(element).getLong());
            pairs.add("(" + value + "," + (pairs.size() + 1) + ")");
        }
        return SessionFunctions.texts(pairs);
    }

    @SqlFunction(name = "pair field", description = "One of the two numbers of a pair.")
    static Integer field(String pair, int field) {
        int comma = pair.indexOf(',');
        if (comma < 1 || comma == pair.length() - 1) {
            throw malformed("pair", pair);
        }
        String value = field == 0 ? pair.substring(1, comma) : pair.substring(comma + 1, pair.length() - 1);
        try {
            return value.isEmpty() ? null : (Integer) Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw malformed("pair", pair);
        }
    }

    private static SqlException malformed(String kind, String text) {
        return new SqlException(
                SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for " + kind + ": \"" + text + "\"");
    }
}
