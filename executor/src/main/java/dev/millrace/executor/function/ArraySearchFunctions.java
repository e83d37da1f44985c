package dev.millrace.executor.function;

import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.ArrayShape;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

import static dev.millrace.executor.plan.SqlType.Kind.ARRAY;
import static dev.millrace.executor.plan.SqlType.Kind.INTEGER;
import static dev.millrace.executor.plan.SqlType.Kind.UNKNOWN;

/** Elements of arrays found, replaced, removed, made text; a NULL is found by NULL. */
final class ArraySearchFunctions {

    private ArraySearchFunctions() {}

    private static byte[] bytes(Long word) {
        return word == null ? null : ByteBuffer.allocate(8).putLong(word).array();
    }

    private static byte[] bytes(Text text) {
        return text == null ? null : text.toBytes();
    }

    // ---- where ------------------------------------------------------------------------------------------------------

    @SqlFunction(name = "array_position", strict = false, description = "The number of the first equal element.",
            of = KindSet.WORDS,
            example = "array_position(ARRAY['sun', 'mon', 'tue'], 'mon') = 2")
    static Integer position(@ArrayOf(ARRAY) byte[] array, @Each Long element, Conversion conversion) {
        return first(array, places(array, bytes(element), conversion, "searching for"), Integer.MIN_VALUE);
    }

    @SqlFunction(name = "array_position", strict = false, description = "The number of the first equal element.",
            of = KindSet.SORTED_BYTES)
    static Integer position(@ArrayOf(ARRAY) byte[] array, @Each Text element, Conversion conversion) {
        return first(array, places(array, bytes(element), conversion, "searching for"), Integer.MIN_VALUE);
    }

    @SqlFunction(name = "array_position", strict = false, description = "The first equal element from a number on.",
            of = KindSet.WORDS)
    static Integer position(@ArrayOf(ARRAY) byte[] array, @Each Long element, Integer from, Conversion conversion) {
        return first(array, places(array, bytes(element), conversion, "searching for"), start(from));
    }

    @SqlFunction(name = "array_position", strict = false, description = "The first equal element from a number on.",
            of = KindSet.SORTED_BYTES)
    static Integer position(@ArrayOf(ARRAY) byte[] array, @Each Text element, Integer from, Conversion conversion) {
        return first(array, places(array, bytes(element), conversion, "searching for"), start(from));
    }

    private static int start(Integer from) {
        if (from == null) {
            throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "initial position must not be null");
        }
        return from;
    }

    private static Integer first(byte[] array, List<Integer> places, int from) {
        int before = array == null || array.length == 0 ? 0 : ArrayForm.shape(array).lower(0) - 1;
        for (int place : places == null ? List.<Integer>of() : places) {
            if (before + place >= from) {
                return before + place;
            }
        }
        return null;
    }

    @SqlFunction(name = "array_positions", strict = false, description = "The numbers of all equal elements.",
            of = KindSet.WORDS)
    @ArrayOf(INTEGER)
    static byte[] positions(@ArrayOf(ARRAY) byte[] array, @Each Long element, Conversion conversion) {
        return numbers(array, places(array, bytes(element), conversion, "searching for"));
    }

    @SqlFunction(name = "array_positions", strict = false, description = "The numbers of all equal elements.",
            of = KindSet.SORTED_BYTES,
            example = "array_positions(ARRAY['A','A','B','A'], 'A') = '{1,2,4}'")
    @ArrayOf(INTEGER)
    static byte[] positions(@ArrayOf(ARRAY) byte[] array, @Each Text element, Conversion conversion) {
        return numbers(array, places(array, bytes(element), conversion, "searching for"));
    }

    private static byte[] numbers(byte[] array, List<Integer> places) {
        if (places == null) {
            return null;
        }
        int before = array.length == 0 ? 0 : ArrayForm.shape(array).lower(0) - 1;
        byte[] numbers = new byte[0];
        for (long place : places) {
            numbers = ArrayFunctions.appended(numbers, bytes((Long) (place + before)));
        }
        return numbers;
    }

    /** Null for an array that is NULL. @param what cannot be done with arrays of several dimensions; null if it can */
    private static List<Integer> places(byte[] array, byte[] element, Conversion conversion, String what) {
        if (array == null) {
            return null;
        }
        if (what != null && ArrayForm.shape(array).dimensions() > 1) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    what + " elements " + (what.startsWith("s") ? "in" : "from")
                            + " multidimensional arrays is not supported");
        }
        SqlType type = conversion.from().element();
        Column elements = ArrayForm.decode(type, array, 0, array.length);
        byte[] alone = ArrayFunctions.appended(null, element);
        Column wanted = ArrayForm.decode(type, alone, 0, alone.length);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            boolean isEqual = elements.isNull(i) || element == null
                    ? elements.isNull(i) && element == null
                    : ValueOrder.compare(type, elements, i, wanted, 0) == 0;
            if (isEqual) {
                places.add(i + 1);
            }
        }
        return places;
    }

    // ---- changed ----------------------------------------------------------------------------------------------------

    @SqlFunction(name = "array_remove", strict = false, description = "An array without the elements of one value.",
            of = KindSet.WORDS,
            example = "array_remove(ARRAY[1,2,3,2], 2) = '{1,3}'")
    @ArrayOf(ARRAY)
    static byte[] remove(@ArrayOf(ARRAY) byte[] array, @Each Long element, Conversion conversion) {
        return without(array, places(array, bytes(element), conversion, "removing"));
    }

    @SqlFunction(name = "array_remove", strict = false, description = "An array without the elements of one value.",
            of = KindSet.SORTED_BYTES)
    @ArrayOf(ARRAY)
    static byte[] remove(@ArrayOf(ARRAY) byte[] array, @Each Text element, Conversion conversion) {
        return without(array, places(array, bytes(element), conversion, "removing"));
    }

    private static byte[] without(byte[] array, List<Integer> places) {
        if (places == null || places.isEmpty()) {
            return array;
        }
        List<byte[]> kept = new ArrayList<>(ArrayForm.elements(array));
        places.reversed().forEach(place -> kept.remove(place - 1));
        ArrayShape shape = ArrayForm.shape(array);
        return ArrayForm.encode(
                ArrayShape.of(new int[] {kept.size()}, new int[] {shape.lower(0)}), kept);
    }

    @SqlFunction(name = "array_replace", strict = false, description = "Each element of one value replaced.",
            of = KindSet.WORDS,
            example = "array_replace(ARRAY[1,2,5,4], 5, 3) = '{1,2,3,4}'")
    @ArrayOf(ARRAY)
    static byte[] replace(@ArrayOf(ARRAY) byte[] array, @Each Long from, @Each Long to, Conversion conversion) {
        return replaced(array, places(array, bytes(from), conversion, null), bytes(to));
    }

    @SqlFunction(name = "array_replace", strict = false, description = "Each element of one value replaced.",
            of = KindSet.SORTED_BYTES)
    @ArrayOf(ARRAY)
    static byte[] replace(@ArrayOf(ARRAY) byte[] array, @Each Text from, @Each Text to, Conversion conversion) {
        return replaced(array, places(array, bytes(from), conversion, null), bytes(to));
    }

    private static byte[] replaced(byte[] array, List<Integer> places, byte[] replacement) {
        if (places == null || places.isEmpty()) {
            return array;
        }
        List<byte[]> changed = ArrayForm.elements(array);
        places.forEach(place -> changed.set(place - 1, replacement));
        return ArrayForm.encode(ArrayForm.shape(array), changed);
    }

    @SqlFunction(name = "trim_array", description = "An array without a number of its last elements.",
            of = KindSet.SORTED,
            example = "trim_array(ARRAY[1,2,3,4,5,6], 2) = '{1,2,3,4}'")
    @ArrayOf(ARRAY)
    static byte[] trim(@ArrayOf(ARRAY) byte[] array, int count) {
        ArrayShape shape = ArrayForm.shape(array);
        int size = shape.dimensions() == 0 ? 0 : shape.size(0);
        if (count < 0 || count > size) {
            throw new SqlException(
                    SqlState.ARRAY_SUBSCRIPT_ERROR, "number of elements to trim must be between 0 and " + size);
        }
        return size == 0
                ? array
                : ArrayParts.slice(array, new int[] {shape.lower(0)}, new int[] {shape.upper(0) - count});
    }

    @SqlFunction(name = "array_fill", strict = false, description = "An array of one value, so many times.",
            of = KindSet.WORDS,
            example = "array_fill(7, ARRAY[3]) = '{7,7,7}'")
    @ArrayOf(ARRAY)
    static byte[] fill(@Each Long element, @ArrayOf(INTEGER) byte[] sizes) {
        return ArrayParts.filled(bytes(element), sizes, sizes == null ? null : ArrayParts.ones(sizes));
    }

    @SqlFunction(name = "array_fill", strict = false,
            description = "An array of one value, counted from given numbers.",
            of = KindSet.WORDS,
            example = "array_fill(7, ARRAY[2], ARRAY[0]) = '[0:1]={7,7}'")
    @ArrayOf(ARRAY)
    static byte[] fill(@Each Long element, @ArrayOf(INTEGER) byte[] sizes, @ArrayOf(INTEGER) byte[] lowers) {
        return ArrayParts.filled(bytes(element), sizes, lowers);
    }

    @SqlFunction(name = "array_fill", strict = false, description = "An array of one value, so many times.",
            of = KindSet.SORTED_BYTES)
    @ArrayOf(ARRAY)
    static byte[] fill(@Each Text element, @ArrayOf(INTEGER) byte[] sizes) {
        return ArrayParts.filled(bytes(element), sizes, sizes == null ? null : ArrayParts.ones(sizes));
    }

    @SqlFunction(name = "array_fill", strict = false,
            description = "An array of one value, counted from given numbers.",
            of = KindSet.SORTED_BYTES)
    @ArrayOf(ARRAY)
    static byte[] fill(@Each Text element, @ArrayOf(INTEGER) byte[] sizes, @ArrayOf(INTEGER) byte[] lowers) {
        return ArrayParts.filled(bytes(element), sizes, lowers);
    }

    // ---- shown ------------------------------------------------------------------------------------------------------

    @SqlFunction(name = "array_ndims", description = "How many dimensions an array has; NULL without elements.")
    static Integer dimensions(@ArrayOf(UNKNOWN) byte[] array) {
        int count = ArrayForm.shape(array).dimensions();
        return count == 0 ? null : (Integer) count;
    }

    @SqlFunction(name = "array_dims", description = "The numbers of an array's first and last elements; NULL without.",
            example = "array_dims(ARRAY[1,2,3]) = '[1:3]'")
    static String bounds(@ArrayOf(UNKNOWN) byte[] array) {
        return array.length == 0 ? null : ArrayForm.shape(array).toString();
    }

    @SqlFunction(name = "array_to_string", description = "The elements put together, without NULLs.",
            example = "array_to_string('{a,b}'::text[], '-') = 'a-b'",
            volatility = dev.millrace.executor.plan.FunctionSignature.Volatility.STABLE)
    static String join(@ArrayOf(UNKNOWN) byte[] array, String separator, Conversion conversion, ZoneId zone) {
        return join(array, separator, null, conversion, zone);
    }

    @SqlFunction(name = "array_to_string", strict = false,
            description = "The elements put together, with a word for NULL.",
            volatility = dev.millrace.executor.plan.FunctionSignature.Volatility.STABLE)
    static String join(
            @ArrayOf(UNKNOWN) byte[] array, String separator, String nullText, Conversion conversion, ZoneId zone) {
        if (array == null || separator == null) {
            return null;
        }
        SqlType type = conversion.from().element();
        Column elements = ArrayForm.decode(type, array, 0, array.length);
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            if (!elements.isNull(i)) {
                parts.add(TextForm.format(type, elements, i, zone));
            } else if (nullText != null) {
                parts.add(nullText);
            }
        }
        return String.join(separator, parts);
    }
}
