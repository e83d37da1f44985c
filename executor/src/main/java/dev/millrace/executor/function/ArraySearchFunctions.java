package dev.millrace.executor.function;

import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

import static dev.millrace.executor.plan.SqlType.Kind.ARRAY;
import static dev.millrace.executor.plan.SqlType.Kind.BIGINT;
import static dev.millrace.executor.plan.SqlType.Kind.BOOLEAN;
import static dev.millrace.executor.plan.SqlType.Kind.BYTEA;
import static dev.millrace.executor.plan.SqlType.Kind.CHAR;
import static dev.millrace.executor.plan.SqlType.Kind.CIDR;
import static dev.millrace.executor.plan.SqlType.Kind.DATE;
import static dev.millrace.executor.plan.SqlType.Kind.DOUBLE;
import static dev.millrace.executor.plan.SqlType.Kind.ENUM;
import static dev.millrace.executor.plan.SqlType.Kind.INET;
import static dev.millrace.executor.plan.SqlType.Kind.INTEGER;
import static dev.millrace.executor.plan.SqlType.Kind.INTERVAL;
import static dev.millrace.executor.plan.SqlType.Kind.JSONB;
import static dev.millrace.executor.plan.SqlType.Kind.MACADDR;
import static dev.millrace.executor.plan.SqlType.Kind.NUMERIC;
import static dev.millrace.executor.plan.SqlType.Kind.OID;
import static dev.millrace.executor.plan.SqlType.Kind.REAL;
import static dev.millrace.executor.plan.SqlType.Kind.SMALLINT;
import static dev.millrace.executor.plan.SqlType.Kind.TEXT;
import static dev.millrace.executor.plan.SqlType.Kind.TIME;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMP;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMPTZ;
import static dev.millrace.executor.plan.SqlType.Kind.TIMETZ;
import static dev.millrace.executor.plan.SqlType.Kind.UNKNOWN;
import static dev.millrace.executor.plan.SqlType.Kind.UUID;
import static dev.millrace.executor.plan.SqlType.Kind.VARCHAR;

/** Elements of arrays found, replaced, removed, made text; a NULL is found by NULL. */
final class ArraySearchFunctions {

    private static final int ELEMENTS_MAX = 1 << 27;

    private ArraySearchFunctions() {}

    private static byte[] bytes(Long word) {
        return word == null ? null : ByteBuffer.allocate(8).putLong(word).array();
    }

    private static byte[] bytes(Text text) {
        return text == null ? null : text.toBytes();
    }

    // ---- where ------------------------------------------------------------------------------------------------------

    @SqlFunction(name = "array_position", strict = false, description = "The number of the first equal element.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ},
            example = "array_position(ARRAY['sun', 'mon', 'tue'], 'mon') = 2")
    static Integer position(@ArrayOf(ARRAY) byte[] array, @Each Long element, Conversion conversion) {
        return first(places(array, bytes(element), conversion), 1);
    }

    @SqlFunction(name = "array_position", strict = false, description = "The number of the first equal element.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM})
    static Integer position(@ArrayOf(ARRAY) byte[] array, @Each Text element, Conversion conversion) {
        return first(places(array, bytes(element), conversion), 1);
    }

    @SqlFunction(name = "array_position", strict = false, description = "The first equal element from a number on.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ})
    static Integer position(@ArrayOf(ARRAY) byte[] array, @Each Long element, Integer from, Conversion conversion) {
        return first(places(array, bytes(element), conversion), start(from));
    }

    @SqlFunction(name = "array_position", strict = false, description = "The first equal element from a number on.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM})
    static Integer position(@ArrayOf(ARRAY) byte[] array, @Each Text element, Integer from, Conversion conversion) {
        return first(places(array, bytes(element), conversion), start(from));
    }

    private static int start(Integer from) {
        if (from == null) {
            throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "initial position must not be null");
        }
        return from;
    }

    private static Integer first(List<Integer> places, int from) {
        if (places == null) {
            return null;
        }
        for (int place : places) {
            if (place >= from) {
                return place;
            }
        }
        return null;
    }

    @SqlFunction(name = "array_positions", strict = false, description = "The numbers of all equal elements.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ})
    @ArrayOf(INTEGER)
    static byte[] positions(@ArrayOf(ARRAY) byte[] array, @Each Long element, Conversion conversion) {
        return numbers(places(array, bytes(element), conversion));
    }

    @SqlFunction(name = "array_positions", strict = false, description = "The numbers of all equal elements.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM},
            example = "array_positions(ARRAY['A','A','B','A'], 'A') = '{1,2,4}'")
    @ArrayOf(INTEGER)
    static byte[] positions(@ArrayOf(ARRAY) byte[] array, @Each Text element, Conversion conversion) {
        return numbers(places(array, bytes(element), conversion));
    }

    private static byte[] numbers(List<Integer> places) {
        if (places == null) {
            return null;
        }
        byte[] numbers = new byte[0];
        for (long place : places) {
            numbers = ArrayFunctions.appended(numbers, bytes((Long) place));
        }
        return numbers;
    }

    /** Null for an array that is NULL. */
    private static List<Integer> places(byte[] array, byte[] element, Conversion conversion) {
        if (array == null) {
            return null;
        }
        SqlType type = conversion.from().element();
        Column elements = ArrayForm.decode(type, array, 0, array.length);
        byte[] alone = ArrayFunctions.appended(null, element);
        Column wanted = ArrayForm.decode(type, alone, 0, alone.length);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            boolean isEqual = elements.isNull(i) || element == null
                    ? elements.isNull(i) && element == null
                    : ValueOrder.compare(type.kind(), elements, i, wanted, 0) == 0;
            if (isEqual) {
                places.add(i + 1);
            }
        }
        return places;
    }

    // ---- changed ----------------------------------------------------------------------------------------------------

    @SqlFunction(name = "array_remove", strict = false, description = "An array without the elements of one value.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ},
            example = "array_remove(ARRAY[1,2,3,2], 2) = '{1,3}'")
    @ArrayOf(ARRAY)
    static byte[] remove(@ArrayOf(ARRAY) byte[] array, @Each Long element, Conversion conversion) {
        return without(array, places(array, bytes(element), conversion));
    }

    @SqlFunction(name = "array_remove", strict = false, description = "An array without the elements of one value.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM})
    @ArrayOf(ARRAY)
    static byte[] remove(@ArrayOf(ARRAY) byte[] array, @Each Text element, Conversion conversion) {
        return without(array, places(array, bytes(element), conversion));
    }

    private static byte[] without(byte[] array, List<Integer> places) {
        if (places == null || places.isEmpty()) {
            return array;
        }
        byte[] kept = new byte[0];
        int number = 0;
        for (byte[] element : ArrayFunctions.elements(array)) {
            number++;
            if (!places.contains(number)) {
                kept = ArrayFunctions.appended(kept, element);
            }
        }
        return kept;
    }

    @SqlFunction(name = "array_replace", strict = false, description = "Each element of one value replaced.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ},
            example = "array_replace(ARRAY[1,2,5,4], 5, 3) = '{1,2,3,4}'")
    @ArrayOf(ARRAY)
    static byte[] replace(@ArrayOf(ARRAY) byte[] array, @Each Long from, @Each Long to, Conversion conversion) {
        return replaced(array, places(array, bytes(from), conversion), bytes(to));
    }

    @SqlFunction(name = "array_replace", strict = false, description = "Each element of one value replaced.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM})
    @ArrayOf(ARRAY)
    static byte[] replace(@ArrayOf(ARRAY) byte[] array, @Each Text from, @Each Text to, Conversion conversion) {
        return replaced(array, places(array, bytes(from), conversion), bytes(to));
    }

    private static byte[] replaced(byte[] array, List<Integer> places, byte[] replacement) {
        if (places == null || places.isEmpty()) {
            return array;
        }
        byte[] changed = new byte[0];
        int number = 0;
        for (byte[] element : ArrayFunctions.elements(array)) {
            number++;
            changed = ArrayFunctions.appended(changed, places.contains(number) ? replacement : element);
        }
        return changed;
    }

    @SqlFunction(name = "trim_array", description = "An array without a number of its last elements.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ,
                TIMETZ, TEXT,
                VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM},
            example = "trim_array(ARRAY[1,2,3,4,5,6], 2) = '{1,2,3,4}'")
    @ArrayOf(ARRAY)
    static byte[] trim(@ArrayOf(ARRAY) byte[] array, int count) {
        List<byte[]> elements = ArrayFunctions.elements(array);
        if (count < 0 || count > elements.size()) {
            throw new SqlException(
                    "2202E", "number of elements to trim must be between 0 and " + elements.size());
        }
        byte[] kept = new byte[0];
        for (byte[] element : elements.subList(0, elements.size() - count)) {
            kept = ArrayFunctions.appended(kept, element);
        }
        return kept;
    }

    @SqlFunction(name = "array_fill", strict = false, description = "An array of one value, so many times.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ},
            example = "array_fill(7, ARRAY[3]) = '{7,7,7}'")
    @ArrayOf(ARRAY)
    static byte[] fill(@Each Long element, @ArrayOf(INTEGER) byte[] sizes) {
        return filled(bytes(element), sizes);
    }

    @SqlFunction(name = "array_fill", strict = false, description = "An array of one value, so many times.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM})
    @ArrayOf(ARRAY)
    static byte[] fill(@Each Text element, @ArrayOf(INTEGER) byte[] sizes) {
        return filled(bytes(element), sizes);
    }

    private static byte[] filled(byte[] element, byte[] sizes) {
        if (sizes == null) {
            throw new SqlException(
                    SqlState.NULL_VALUE_NOT_ALLOWED, "dimension array or low bound array cannot be null");
        }
        List<byte[]> dimensions = ArrayFunctions.elements(sizes);
        if (dimensions.isEmpty()) {
            return new byte[0];
        }
        if (dimensions.size() > 1) {
            throw SqlException.unsupported("an array of more than one dimension");
        }
        if (dimensions.getFirst() == null) {
            throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "dimension values cannot be null");
        }
        long count = ByteBuffer.wrap(dimensions.getFirst()).getLong();
        byte[] one = ArrayFunctions.appended(null, element);
        if (count < 0 || count > ELEMENTS_MAX || count * one.length > ELEMENTS_MAX) {
            throw new SqlException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "array size exceeds the maximum allowed (" + ELEMENTS_MAX + ")");
        }
        ByteBuffer all = ByteBuffer.allocate((int) count * one.length);
        while (all.hasRemaining()) {
            all.put(one);
        }
        return all.array();
    }

    // ---- shown ------------------------------------------------------------------------------------------------------

    @SqlFunction(name = "array_ndims", description = "How many dimensions an array has; NULL without elements.")
    static Integer dimensions(@ArrayOf(UNKNOWN) byte[] array) {
        return array.length == 0 ? null : (Integer) 1;
    }

    @SqlFunction(name = "array_dims", description = "The numbers of an array's first and last elements; NULL without.",
            example = "array_dims(ARRAY[1,2,3]) = '[1:3]'")
    static String bounds(@ArrayOf(UNKNOWN) byte[] array) {
        return array.length == 0 ? null : "[1:" + ArrayFunctions.elements(array).size() + "]";
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
