package dev.millrace.executor.function;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.ArrayShape;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** Arrays put together of arrays and elements, of whatever shapes. */
public final class ArrayJoin {

    private ArrayJoin() {}

    static byte[] append(byte[] array, byte[] element) {
        if (array == null) {
            return ArrayFunctions.appended(null, element);
        }
        ArrayShape shape = oneDimensional(array);
        return shape.isPlain()
                ? ArrayFunctions.appended(array, element)
                : ArrayParts.with(array, new int[] {shape.upper(0) + 1}, element);
    }

    /** The numbers go on from the same one. */
    static byte[] prepend(byte[] element, byte[] array) {
        byte[] first = ArrayFunctions.appended(null, element);
        if (array == null || array.length == 0) {
            return first;
        }
        ArrayShape shape = oneDimensional(array);
        List<byte[]> elements = ArrayForm.elements(array);
        elements.addFirst(element);
        return ArrayForm.encode(ArrayShape.of(new int[] {elements.size()}, shape.lowers()), elements);
    }

    private static ArrayShape oneDimensional(byte[] array) {
        ArrayShape shape = ArrayForm.shape(array);
        if (shape.dimensions() > 1) {
            throw new SqlException("22000", "argument must be empty or one-dimensional array");
        }
        return shape;
    }

    /** Two arrays of the same elements, or an array of arrays and one more of those. */
    static byte[] concatenate(byte[] left, byte[] right) {
        if (left.length == 0 || right.length == 0) {
            return left.length == 0 ? right : left;
        }
        ArrayShape ones = ArrayForm.shape(left);
        ArrayShape others = ArrayForm.shape(right);
        int deeper = ones.dimensions() - others.dimensions();
        if (Math.abs(deeper) > 1) {
            throw incompatible("Arrays of " + ones.dimensions() + " and " + others.dimensions()
                    + " dimensions are not compatible for concatenation.");
        }
        ArrayShape whole = deeper >= 0 ? ones : others;
        ArrayShape part = deeper >= 0 ? others : ones;
        int shift = Math.abs(deeper);
        for (int i = 1; i < whole.dimensions(); i++) {
            if (whole.size(i) != part.size(i - shift) || whole.lower(i) != part.lower(i - shift)) {
                throw incompatible(
                        "Arrays with differing " + (deeper == 0 ? "element " : "")
                                + "dimensions are not compatible for concatenation.");
            }
        }
        int[] sizes = whole.sizes();
        sizes[0] += deeper == 0 ? part.size(0) : 1;
        List<byte[]> elements = new ArrayList<>(ArrayForm.elements(left));
        elements.addAll(ArrayForm.elements(right));
        return ArrayForm.encode(ArrayShape.of(sizes, whole.lowers()), elements);
    }

    private static SqlException incompatible(String detail) {
        return new SqlException(SqlState.ARRAY_SUBSCRIPT_ERROR, "cannot concatenate incompatible arrays")
                .withDetail(detail);
    }

    /** What array_agg makes of arrays. @throws SqlException 2202E, 22004 when they do not fit together */
    public static byte[] aggregated(BytesColumn arrays) {
        List<byte[]> elements = new ArrayList<>();
        ArrayShape shape = null;
        for (int row = 0; row < arrays.size(); row++) {
            if (arrays.isNull(row)) {
                throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "cannot accumulate null arrays");
            }
            byte[] array = arrays.bytes(row);
            ArrayShape next = ArrayForm.shape(array);
            if (next.dimensions() == 0 || shape != null && !shape.equals(next)) {
                throw new SqlException(
                        SqlState.ARRAY_SUBSCRIPT_ERROR,
                        "cannot accumulate " + (next.dimensions() == 0
                                ? "empty arrays"
                                : "arrays of different dimensionality"));
            }
            shape = next;
            elements.addAll(ArrayForm.elements(array));
        }
        return ArrayForm.encode(around(shape, arrays.size()), elements);
    }

    private static ArrayShape around(ArrayShape shape, int size) {
        int[] sizes = new int[shape.dimensions() + 1];
        int[] lowers = new int[sizes.length];
        sizes[0] = size;
        lowers[0] = 1;
        for (int i = 1; i < sizes.length; i++) {
            sizes[i] = shape.size(i - 1);
            lowers[i] = shape.lower(i - 1);
        }
        return ArrayShape.of(sizes, lowers);
    }

    /** An array of arrays with one more; NULL and those without elements can only be beside their like. */
    static byte[] nested(byte[] array, byte[] element, boolean isFirst) {
        byte[] inner = element == null ? new byte[0] : element;
        ArrayShape shape = ArrayForm.shape(inner);
        ArrayShape before = ArrayForm.shape(array);
        boolean isFitting = isFirst || before.dimensions() == 0
                ? isFirst || shape.dimensions() == 0
                : shape.dimensions() + 1 == before.dimensions();
        for (int i = 0; isFitting && before.dimensions() > 0 && i < shape.dimensions(); i++) {
            isFitting = shape.size(i) == before.size(i + 1) && shape.lower(i) == before.lower(i + 1);
        }
        if (!isFitting) {
            throw new SqlException(
                    SqlState.ARRAY_SUBSCRIPT_ERROR,
                    "multidimensional arrays must have array expressions with matching dimensions");
        }
        if (shape.dimensions() == 0) {
            return array;
        }
        List<byte[]> elements = new ArrayList<>(ArrayForm.elements(array));
        elements.addAll(ArrayForm.elements(inner));
        return ArrayForm.encode(around(shape, 1 + (isFirst ? 0 : before.size(0))), elements);
    }
}
