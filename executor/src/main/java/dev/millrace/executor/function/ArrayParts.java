package dev.millrace.executor.function;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.ArrayShape;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** Elements and slices of arrays of any shape, taken out and put in as PostgreSQL does. */
final class ArrayParts {

    private ArrayParts() {}

    /** The numbers that an integer[] holds; null when one of them is NULL. */
    static int[] numbers(byte[] integers) {
        List<byte[]> elements = ArrayForm.elements(integers);
        int[] numbers = new int[elements.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (elements.get(i) == null) {
                return null;
            }
            numbers[i] = (int) ByteBuffer.wrap(elements.get(i)).getLong();
        }
        return numbers;
    }

    /** Null where there is none. */
    static byte[] element(byte[] array, int[] numbers) {
        ArrayShape shape = ArrayForm.shape(array);
        int place = numbers == null || numbers.length != shape.dimensions() ? -1 : shape.place(numbers);
        return place < 0 ? null : ArrayForm.elements(array).get(place);
    }

    // ---- slices -----------------------------------------------------------------------------------------------------

    /** Bounds are cut to the array's; dimensions without bounds are taken whole; what comes out is counted from 1. */
    static byte[] slice(byte[] array, int[] lowers, int[] uppers) {
        ArrayShape shape = ArrayForm.shape(array);
        if (lowers.length > shape.dimensions() || shape.dimensions() == 0) {
            return new byte[0];
        }
        int[] from = shape.lowers();
        int[] sizes = shape.sizes();
        for (int i = 0; i < lowers.length; i++) {
            from[i] = Math.max(from[i], lowers[i]);
            long size = (long) Math.min(shape.upper(i), uppers[i]) - from[i] + 1;
            if (size <= 0) {
                return new byte[0];
            }
            sizes[i] = (int) size;
        }
        List<byte[]> all = ArrayForm.elements(array);
        List<byte[]> some = new ArrayList<>();
        for (int place : places(shape, from, sizes)) {
            some.add(all.get(place));
        }
        int[] ones = new int[sizes.length];
        Arrays.fill(ones, 1);
        return ArrayForm.encode(ArrayShape.of(sizes, ones), some);
    }

    /** Where the elements of a box lie among all, in their order. */
    private static int[] places(ArrayShape shape, int[] from, int[] sizes) {
        int count = 1;
        for (int size : sizes) {
            count *= size;
        }
        int[] places = new int[count];
        int[] numbers = from.clone();
        for (int i = 0; i < count; i++) {
            places[i] = shape.place(numbers);
            for (int d = sizes.length - 1; d >= 0; d--) {
                if (++numbers[d] < from[d] + sizes[d]) {
                    break;
                }
                numbers[d] = from[d];
            }
        }
        return places;
    }

    // ---- assignments ------------------------------------------------------------------------------------------------

    private static SqlException fault(String message) {
        return new SqlException(SqlState.ARRAY_SUBSCRIPT_ERROR, message);
    }

    /** @param array null for one without elements */
    static byte[] with(byte[] array, int[] numbers, byte[] element) {
        byte[] before = array == null ? new byte[0] : array;
        ArrayShape shape = ArrayForm.shape(before);
        if (shape.dimensions() == 0) {
            int[] sizes = new int[numbers.length];
            Arrays.fill(sizes, 1);
            return ArrayForm.encode(ArrayShape.of(sizes, numbers), Collections.singletonList(element));
        }
        requireDimensions(numbers.length, shape, true);
        List<byte[]> elements = ArrayForm.elements(before);
        ArrayShape after = shape.dimensions() == 1 ? stretched(shape, numbers[0], numbers[0], elements) : shape;
        int place = after.place(numbers);
        if (place < 0) {
            throw fault("array subscript out of range");
        }
        elements.set(place, element);
        return ArrayForm.encode(after, elements);
    }

    private static void requireDimensions(int count, ArrayShape shape, boolean isElement) {
        if (isElement ? count != shape.dimensions() : count > shape.dimensions()) {
            throw fault("wrong number of array subscripts");
        }
    }

    /** A list that reaches as far as two numbers; the new elements are NULL. */
    private static ArrayShape stretched(ArrayShape shape, int from, int to, List<byte[]> elements) {
        int lower = Math.min(shape.lower(0), from);
        int upper = Math.max(shape.upper(0), to);
        long size = (long) upper - lower + 1;
        if (size > ArrayShape.ELEMENTS_MAX) {
            throw ArrayShape.tooLarge();
        }
        elements.addAll(0, Collections.nCopies(shape.lower(0) - lower, null));
        elements.addAll(Collections.nCopies((int) size - elements.size(), null));
        return ArrayShape.of(new int[] {(int) size}, new int[] {lower});
    }

    /** @param lowers {@code Integer.MIN_VALUE} for the array's own, as {@code Integer.MAX_VALUE} is among the uppers */
    static byte[] withSlice(byte[] array, int[] lowers, int[] uppers, byte[] source) {
        byte[] before = array == null ? new byte[0] : array;
        ArrayShape shape = ArrayForm.shape(before);
        ArrayShape.requireDimensions(lowers.length);
        requireFull(lowers, uppers, shape);
        List<byte[]> values = ArrayForm.elements(source);
        if (shape.dimensions() == 0) {
            int[] sizes = sizes(lowers, uppers);
            ArrayShape created = ArrayShape.of(sizes, lowers);
            requireSource(created.count(), values);
            return ArrayForm.encode(created, values.subList(0, created.count()));
        }
        requireDimensions(lowers.length, shape, false);
        int[] from = shape.lowers();
        int[] to = new int[from.length];
        for (int i = 0; i < from.length; i++) {
            boolean isGiven = i < lowers.length;
            from[i] = isGiven && lowers[i] != Integer.MIN_VALUE ? lowers[i] : shape.lower(i);
            to[i] = isGiven && uppers[i] != Integer.MAX_VALUE ? uppers[i] : shape.upper(i);
        }
        int[] sizes = sizes(from, to);
        List<byte[]> elements = ArrayForm.elements(before);
        boolean isList = shape.dimensions() == 1;
        for (int i = 0; !isList && i < from.length; i++) {
            if (from[i] < shape.lower(i) || to[i] > shape.upper(i)) {
                throw fault("array subscript out of range");
            }
        }
        ArrayShape after = isList ? stretched(shape, from[0], to[0], elements) : shape;
        int[] places = places(after, from, sizes);
        requireSource(places.length, values);
        for (int i = 0; i < places.length; i++) {
            elements.set(places[i], values.get(i));
        }
        return ArrayForm.encode(after, elements);
    }

    private static void requireFull(int[] lowers, int[] uppers, ArrayShape shape) {
        for (int i = 0; shape.dimensions() == 0 && i < lowers.length; i++) {
            if (lowers[i] == Integer.MIN_VALUE || uppers[i] == Integer.MAX_VALUE) {
                throw fault("array slice subscript must provide both boundaries")
                        .withDetail("When assigning to a slice of an empty array value, "
                                + "slice boundaries must be fully specified.");
            }
        }
    }

    private static int[] sizes(int[] from, int[] to) {
        int[] sizes = new int[from.length];
        for (int i = 0; i < sizes.length; i++) {
            if (from[i] > to[i]) {
                throw fault("upper bound cannot be less than lower bound");
            }
            long size = (long) to[i] - from[i] + 1;
            if (size > ArrayShape.ELEMENTS_MAX) {
                throw ArrayShape.tooLarge();
            }
            sizes[i] = (int) size;
        }
        return sizes;
    }

    private static void requireSource(int count, List<byte[]> values) {
        if (count > values.size()) {
            throw fault("source array too small");
        }
    }

    // ---- fill -------------------------------------------------------------------------------------------------------

    /** As many ones as there are sizes. */
    static byte[] ones(byte[] sizes) {
        byte[] ones = new byte[0];
        for (int i = ArrayForm.shape(sizes).count(); i > 0; i--) {
            ones = ArrayFunctions.appended(ones, ByteBuffer.allocate(8).putLong(1).array());
        }
        return ones;
    }

    static byte[] filled(byte[] element, byte[] sizes, byte[] lowers) {
        if (sizes == null || lowers == null) {
            throw nullFault("dimension array or low bound array cannot be null");
        }
        requireList(sizes, "Dimension array must be one dimensional.");
        int[] counts = numbers(sizes);
        requireList(lowers, "Low bound array must be one dimensional.");
        int[] first = numbers(lowers);
        if (counts == null || first == null) {
            throw nullFault("dimension values cannot be null");
        }
        if (counts.length != first.length) {
            throw fault("wrong number of array subscripts")
                    .withDetail("Low bound array has different size than dimensions array.");
        }
        for (int count : counts) {
            if (count < 0) {
                throw ArrayShape.tooLarge();
            }
        }
        ArrayShape shape = ArrayShape.of(counts, first);
        if ((long) shape.count() * (4 + (element == null ? 0 : element.length)) > ArrayShape.ELEMENTS_MAX * 8L) {
            throw ArrayShape.tooLarge();
        }
        return ArrayForm.encode(shape, Collections.nCopies(shape.count(), element));
    }

    private static void requireList(byte[] array, String detail) {
        if (ArrayForm.shape(array).dimensions() > 1) {
            throw fault("wrong number of array subscripts").withDetail(detail);
        }
    }

    private static SqlException nullFault(String message) {
        return new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, message);
    }
}
