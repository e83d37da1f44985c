package dev.millrace.executor.function;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
import static dev.millrace.executor.plan.SqlType.Kind.UUID;
import static dev.millrace.executor.plan.SqlType.Kind.VARCHAR;

/** Slices of arrays, and arrays with some elements set: what brackets mean on either side of an assignment. */
final class SubscriptFunctions {

    /** As many as PostgreSQL allows. */
    private static final int ELEMENTS_MAX = 134_217_727;

    private SubscriptFunctions() {}

    private static byte[] array(List<byte[]> elements) {
        int length = 0;
        for (byte[] element : elements) {
            length = Math.addExact(length, 4 + (element == null ? 0 : element.length));
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        for (byte[] element : elements) {
            out.putInt(element == null ? -1 : element.length);
            if (element != null) {
                out.put(element);
            }
        }
        return out.array();
    }

    @SqlFunction(name = "array slice", description = "The elements between two numbers, those included.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ,
                TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSON, JSONB, ENUM})
    @ArrayOf(ARRAY)
    static byte[] slice(@ArrayOf(ARRAY) byte[] array, int lower, int upper) {
        List<byte[]> elements = ArrayFunctions.elements(array);
        int from = Math.max(lower, 1);
        int to = Math.min(upper, elements.size());
        return from > to ? new byte[0] : array(elements.subList(from - 1, to));
    }

    @SqlFunction(name = "array with element", strict = false, description = "An array with another element in a place.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ,
                TIMETZ})
    @ArrayOf(ARRAY)
    static byte[] with(@ArrayOf(ARRAY) byte[] array, Integer number, @Each Long element) {
        return with(array, number, element == null ? null : ByteBuffer.allocate(8).putLong(element).array());
    }

    @SqlFunction(name = "array with element", strict = false, description = "An array with another element in a place.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSON, JSONB, ENUM})
    @ArrayOf(ARRAY)
    static byte[] with(@ArrayOf(ARRAY) byte[] array, Integer number, @Each Text element) {
        return with(array, number,
                element == null ? null : Arrays.copyOfRange(element.data(), element.start(), element.end()));
    }

    private static byte[] with(byte[] array, Integer number, byte[] element) {
        List<byte[]> elements = new ArrayList<>(array == null ? List.of() : ArrayFunctions.elements(array));
        set(elements, checked(number), element);
        return array(elements);
    }

    @SqlFunction(name = "array with slice", strict = false,
            description = "An array with other elements in some places.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ,
                TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSON, JSONB, ENUM})
    @ArrayOf(ARRAY)
    static byte[] with(
            @ArrayOf(ARRAY) byte[] array, Integer lower, Integer upper, @ArrayOf(ARRAY) byte[] source) {
        if (source == null) {
            return array;
        }
        List<byte[]> elements = new ArrayList<>(array == null ? List.of() : ArrayFunctions.elements(array));
        List<byte[]> values = ArrayFunctions.elements(source);
        int from = checked(lower);
        // A bound that was left out is the array's.
        int to = upper != null && upper == Integer.MAX_VALUE
                ? elements.isEmpty() ? from + values.size() - 1 : Math.max(elements.size(), from)
                : checked(upper);
        if (from > to + 1L) {
            throw new SqlException(
                    SqlState.ARRAY_SUBSCRIPT_ERROR, "upper bound cannot be less than lower bound");
        }
        if (to - from + 1L > values.size()) {
            throw new SqlException(SqlState.ARRAY_SUBSCRIPT_ERROR, "source array too small");
        }
        for (int number = from; number <= to; number++) {
            set(elements, number, values.get(number - from));
        }
        return array(elements);
    }

    private static int checked(Integer number) {
        if (number == null) {
            throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "array subscript in assignment must not be null");
        }
        if (number > ELEMENTS_MAX) {
            throw new SqlException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "array size exceeds the maximum allowed (" + ELEMENTS_MAX + ")");
        }
        return number;
    }

    /** Places between the array's end and a new element are NULL. */
    private static void set(List<byte[]> elements, int number, byte[] element) {
        if (number < 1 || elements.isEmpty() && number > 1) {
            throw SqlException.unsupported("an array whose first element has another number than 1");
        }
        while (elements.size() < number) {
            elements.add(null);
        }
        elements.set(number - 1, element);
    }
}
