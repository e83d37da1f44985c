package dev.millrace.executor.function;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

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
import static dev.millrace.executor.plan.SqlType.Kind.JSON;
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

/** Functions of arrays, which lie as {@link ArrayForm} says: of each element the length (-1 for NULL) and the bytes. */
final class ArrayFunctions {

    private ArrayFunctions() {}

    /** The elements' bytes, null for NULL. */
    static List<byte[]> elements(byte[] array) {
        List<byte[]> elements = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(array);
        while (in.hasRemaining()) {
            int length = in.getInt();
            if (length < 0) {
                elements.add(null);
            } else {
                byte[] element = new byte[length];
                in.get(element);
                elements.add(element);
            }
        }
        return elements;
    }

    /** An array with one more element; NULL counts as an empty one. */
    static byte[] appended(byte[] array, byte[] element) {
        if (array == null) {
            return appended(new byte[0], element);
        }
        int length = element == null ? 0 : element.length;
        return ByteBuffer.allocate(array.length + 4 + length)
                .put(array)
                .putInt(element == null ? -1 : length)
                .put(element == null ? new byte[0] : element)
                .array();
    }

    // ---- size -------------------------------------------------------------------------------------------------------

    @SqlFunction(name = "cardinality", description = "How many elements an array has.",
            example = "cardinality('{a,b}'::text[]) = 2")
    static int cardinality(@ArrayOf(UNKNOWN) byte[] array) {
        return elements(array).size();
    }

    @SqlFunction(
            name = {"array_length", "array_upper"},
            description = "How many elements an array has in a dimension; NULL when it has none.")
    static Integer length(@ArrayOf(UNKNOWN) byte[] array, int dimension) {
        return array.length == 0 || dimension != 1 ? null : (Integer) elements(array).size();
    }

    @SqlFunction(name = "array_lower", description = "The number of an array's first element; NULL without any.")
    static Integer lower(@ArrayOf(UNKNOWN) byte[] array, int dimension) {
        return array.length == 0 || dimension != 1 ? null : (Integer) 1;
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
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ,
                TIMETZ, TEXT,
                VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSON, JSONB, ENUM},
            example = "array_cat(ARRAY[1,2,3], ARRAY[4,5]) = '{1,2,3,4,5}'")
    @ArrayOf(ARRAY)
    static byte[] concatenate(@ArrayOf(ARRAY) byte[] left, @ArrayOf(ARRAY) byte[] right) {
        return left == null ? right : joined(left, right);
    }

    // ---- elements ---------------------------------------------------------------------------------------------------

    @SqlFunction(name = {"array_append", "||"}, strict = false, description = "An array with one more element.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ})
    @ArrayOf(ARRAY)
    static byte[] append(@ArrayOf(ARRAY) byte[] array, @Each Long element) {
        return appended(array, element == null ? null : ByteBuffer.allocate(8).putLong(element).array());
    }

    @SqlFunction(name = {"array_append", "||"}, strict = false, description = "An array with one more element.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSON, JSONB, ENUM})
    @ArrayOf(ARRAY)
    static byte[] append(@ArrayOf(ARRAY) byte[] array, @Each Text element) {
        return appended(
                array, element == null ? null : Arrays.copyOfRange(element.data(), element.start(), element.end()));
    }

    @SqlFunction(
            name = {"array_prepend", "||"}, strict = false, description = "An array with one more element before it.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ})
    @ArrayOf(ARRAY)
    static byte[] prepend(@Each Long element, @ArrayOf(ARRAY) byte[] array) {
        byte[] first = appended(new byte[0], element == null ? null : ByteBuffer.allocate(8).putLong(element).array());
        return joined(first, array);
    }

    @SqlFunction(
            name = {"array_prepend", "||"}, strict = false, description = "An array with one more element before it.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSON, JSONB, ENUM})
    @ArrayOf(ARRAY)
    static byte[] prepend(@Each Text element, @ArrayOf(ARRAY) byte[] array) {
        byte[] first = appended(
                new byte[0],
                element == null ? null : Arrays.copyOfRange(element.data(), element.start(), element.end()));
        return joined(first, array);
    }

    private static byte[] joined(byte[] first, byte[] rest) {
        if (rest == null) {
            return first;
        }
        byte[] all = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        return all;
    }

    @SqlFunction(name = "array element", description = "An element by its number; NULL where there is none.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ})
    @Each
    static Long wordElement(@ArrayOf(ARRAY) byte[] array, int number) {
        byte[] element = element(array, number);
        return element == null ? null : (Long) ByteBuffer.wrap(element).getLong();
    }

    @SqlFunction(name = "array element", description = "An element by its number; NULL where there is none.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSON, JSONB, ENUM})
    @Each
    static byte[] element(@ArrayOf(ARRAY) byte[] array, int number) {
        List<byte[]> elements = elements(array);
        return number < 1 || number > elements.size() ? null : elements.get(number - 1);
    }

    @SqlFunction(name = "expanded array", description = "The elements with their numbers, as pairs.",
            kinds = {SMALLINT, INTEGER, BIGINT, OID})
    @ArrayOf(TEXT)
    static byte[] expand(@ArrayOf(ARRAY) byte[] array) {
        List<String> pairs = new ArrayList<>();
        for (byte[] element : elements(array)) {
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
