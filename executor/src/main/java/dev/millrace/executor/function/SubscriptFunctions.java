package dev.millrace.executor.function;

import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.millrace.executor.plan.Guise;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.plan.SqlType.Kind.ARRAY;
import static dev.millrace.executor.plan.SqlType.Kind.INTEGER;
import static dev.millrace.executor.plan.SqlType.Kind.UNKNOWN;

/** Elements and slices of arrays by their numbers, as expressions and as targets of assignments. */
final class SubscriptFunctions {

    private static final int NAME_LENGTH = 64;

    private SubscriptFunctions() {}

    @SqlFunction(name = "array element", description = "An element by its number; NULL where there is none.",
            of = KindSet.WORDS)
    @Each
    static Long wordElement(@ArrayOf(ARRAY) byte[] array, int number) {
        return word(ArrayParts.element(array, new int[] {number}));
    }

    @SqlFunction(name = "array element", description = "An element by its number; NULL where there is none.",
            of = KindSet.BYTES)
    @Each
    static byte[] element(@ArrayOf(ARRAY) byte[] array, int number) {
        return ArrayParts.element(array, new int[] {number});
    }

    @SqlFunction(name = "array element", description = "An element by its numbers; NULL where there is none.",
            of = KindSet.WORDS)
    @Each
    static Long wordElement(@ArrayOf(ARRAY) byte[] array, @ArrayOf(INTEGER) byte[] numbers) {
        return word(ArrayParts.element(array, ArrayParts.numbers(numbers)));
    }

    @SqlFunction(name = "array element", description = "An element by its numbers; NULL where there is none.",
            of = KindSet.BYTES)
    @Each
    static byte[] element(@ArrayOf(ARRAY) byte[] array, @ArrayOf(INTEGER) byte[] numbers) {
        return ArrayParts.element(array, ArrayParts.numbers(numbers));
    }

    @SqlFunction(name = "name letter", description = "A letter of a name by its number from 0, as of PostgreSQL's.")
    @Guised(Guise.LETTER)
    static String letter(String name, int number) {
        if (number < 0 || number >= NAME_LENGTH) {
            return null;
        }
        return number < name.length() ? name.substring(number, number + 1) : "";
    }

    @SqlFunction(name = "letter code", description = "The first byte of a letter, with a sign; 0 of none.")
    static int code(Text letter) {
        return letter.start() == letter.end() ? 0 : letter.data()[letter.start()];
    }

    @SqlFunction(name = "letter of code", description = "The letter of a code.")
    static String letter(int code) {
        if (code < 0 || code > Byte.MAX_VALUE) {
            throw new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "\"char\" out of range");
        }
        return code == 0 ? "" : String.valueOf((char) code);
    }

    private static Long word(byte[] element) {
        return element == null ? null : (Long) ByteBuffer.wrap(element).getLong();
    }

    @SqlFunction(name = "array slice", description = "The elements between two numbers, those included.",
            of = KindSet.ALL)
    @ArrayOf(ARRAY)
    static byte[] slice(
            @ArrayOf(ARRAY) byte[] array, @ArrayOf(INTEGER) byte[] lowers, @ArrayOf(INTEGER) byte[] uppers) {
        int[] from = ArrayParts.numbers(lowers);
        int[] to = ArrayParts.numbers(uppers);
        return from == null || to == null ? null : ArrayParts.slice(array, from, to);
    }

    @SqlFunction(name = "array with element", strict = false, description = "An array with another element in a place.",
            of = KindSet.WORDS)
    @ArrayOf(ARRAY)
    static byte[] with(@ArrayOf(ARRAY) byte[] array, @ArrayOf(INTEGER) byte[] numbers, @Each Long element) {
        return ArrayParts.with(
                array, checked(numbers), element == null ? null : ByteBuffer.allocate(8).putLong(element).array());
    }

    @SqlFunction(name = "array with element", strict = false, description = "An array with another element in a place.",
            of = KindSet.BYTES)
    @ArrayOf(ARRAY)
    static byte[] with(@ArrayOf(ARRAY) byte[] array, @ArrayOf(INTEGER) byte[] numbers, @Each Text element) {
        return ArrayParts.with(
                array, checked(numbers),
                element == null ? null : Arrays.copyOfRange(element.data(), element.start(), element.end()));
    }

    @SqlFunction(name = "array with slice", strict = false,
            description = "An array with other elements in some places.",
            of = KindSet.ALL)
    @ArrayOf(ARRAY)
    static byte[] with(
            @ArrayOf(ARRAY) byte[] array, @ArrayOf(INTEGER) byte[] lowers, @ArrayOf(INTEGER) byte[] uppers,
            @ArrayOf(ARRAY) byte[] source) {
        return source == null ? array : ArrayParts.withSlice(array, checked(lowers), checked(uppers), source);
    }

    private static int[] checked(byte[] numbers) {
        int[] checked = ArrayParts.numbers(numbers);
        if (checked == null) {
            throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "array subscript in assignment must not be null");
        }
        return checked;
    }

    @SqlFunction(name = "array of arrays", strict = false, description = "An array of arrays with one more.",
            of = KindSet.ALL)
    @ArrayOf(ARRAY)
    static byte[] nested(@ArrayOf(ARRAY) byte[] array, @ArrayOf(ARRAY) byte[] element, Integer first) {
        return ArrayJoin.nested(array, element, first == 1);
    }

    @SqlFunction(name = "array subscripts", description = "The numbers of the elements in a dimension.")
    @ArrayOf(INTEGER)
    static byte[] subscripts(@ArrayOf(UNKNOWN) byte[] array, int dimension, boolean isReversed) {
        Integer lower = ArrayFunctions.lower(array, dimension);
        byte[] numbers = new byte[0];
        if (lower != null) {
            int upper = ArrayFunctions.upper(array, dimension);
            ByteBuffer out = ByteBuffer.allocate((4 + 8) * (upper - lower + 1));
            for (long i = 0; out.hasRemaining(); i++) {
                out.putInt(8).putLong(isReversed ? upper - i : lower + i);
            }
            numbers = out.array();
        }
        return numbers;
    }
}
