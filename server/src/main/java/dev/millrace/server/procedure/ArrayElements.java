package dev.millrace.server.procedure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.ArrayShape;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

/** Elements of arrays: goes through them, and puts others in their places. */
final class ArrayElements {

    private ArrayElements() {}

    private static byte[] bytes(Value array) {
        BytesColumn column = (BytesColumn) array.column();
        return Arrays.copyOfRange(column.data(), column.start(0), column.end(0));
    }

    private static Value of(SqlType type, ArrayShape shape, Column elements) {
        ColumnBuilder builder = new ColumnBuilder(SqlType.Layout.BYTES, 1);
        builder.appendBytes(ArrayForm.encode(shape, elements));
        return new Value(type, builder.build());
    }

    private static Column elements(Value array) {
        byte[] data = bytes(array);
        return ArrayForm.decode(array.type().element(), data, 0, data.length);
    }

    static int dimensions(Value array) {
        return ArrayForm.shape(bytes(array)).dimensions();
    }

    /** Each element, or with {@code slice} each array of so many dimensions. */
    static List<Value> each(Value array, int slice) {
        ArrayShape shape = ArrayForm.shape(bytes(array));
        if (slice > shape.dimensions() && shape.count() > 0 || slice < 0) {
            throw new SqlException(
                    "2202E", "slice dimension (" + slice + ") is out of the valid range 0.." + shape.dimensions());
        }
        Column all = elements(array);
        List<Value> values = new ArrayList<>();
        int[] sizes = shape.sizes();
        int[] inner = slice == 0 ? new int[0] : Arrays.copyOfRange(sizes, sizes.length - slice, sizes.length);
        int[] lowers = slice == 0
                ? new int[0]
                : Arrays.copyOfRange(shape.lowers(), sizes.length - slice, sizes.length);
        int step = Arrays.stream(inner).reduce(1, (a, b) -> a * b);
        for (int from = 0; from < all.size(); from += step) {
            if (slice == 0) {
                values.add(Value.of(array.type().element(), all, from));
                continue;
            }
            int[] rows = new int[step];
            for (int i = 0; i < step; i++) {
                rows[i] = from + i;
            }
            values.add(of(array.type(), ArrayShape.of(inner, lowers), all.select(rows, step)));
        }
        return values;
    }

    /** The array with another element, which may lie behind or before those that it has. */
    static Value with(Value array, List<Integer> subscripts, Value element) {
        Column before = array.isNull() ? null : elements(array);
        ArrayShape shape = array.isNull() ? ArrayShape.EMPTY : ArrayForm.shape(bytes(array));
        int[] numbers = subscripts.stream().mapToInt(Integer::intValue).toArray();
        if (shape.count() == 0) {
            int[] sizes = new int[numbers.length];
            Arrays.fill(sizes, 1);
            return of(array.type(), ArrayShape.of(sizes, numbers), element.column());
        }
        if (shape.dimensions() != numbers.length) {
            throw new SqlException("2202E", "wrong number of array subscripts");
        }
        if (numbers.length > 1) {
            for (int i = 0; i < numbers.length; i++) {
                if (numbers[i] < shape.lower(i) || numbers[i] > shape.upper(i)) {
                    throw new SqlException("2202E", "array subscript out of range");
                }
            }
            return of(array.type(), shape, replaced(before, shape.place(numbers), element, 0, before.size()));
        }
        int lower = Math.min(shape.lower(0), numbers[0]);
        long size = (long) Math.max(shape.upper(0), numbers[0]) - lower + 1;
        if (size > ArrayShape.ELEMENTS_MAX) {
            throw ArrayShape.tooLarge();
        }
        Column all = replaced(before, numbers[0] - lower, element, shape.lower(0) - lower, (int) size);
        return of(array.type(), ArrayShape.of(new int[] {(int) size}, new int[] {lower}), all);
    }

    private static Column replaced(Column before, int place, Value element, int shift, int size) {
        ColumnBuilder builder = new ColumnBuilder(element.type().layout(), size);
        for (int i = 0; i < size; i++) {
            if (i == place) {
                builder.append(element.column(), 0);
            } else if (i < shift || i - shift >= before.size()) {
                builder.appendNull();
            } else {
                builder.append(before, i - shift);
            }
        }
        return builder.build();
    }

    /** An array of values. */
    static byte[] encode(SqlType element, List<Value> values) {
        ColumnBuilder builder = new ColumnBuilder(element.layout(), Math.max(1, values.size()));
        values.forEach(value -> builder.append(value.column(), 0));
        return ArrayForm.encode(builder.build());
    }

    /** A one-dimensional array of texts, numbered from a lower bound. */
    static Value ofTexts(List<String> texts, int lower) {
        ColumnBuilder builder = new ColumnBuilder(SqlType.Layout.BYTES, Math.max(1, texts.size()));
        texts.forEach(builder::appendText);
        ArrayShape shape = texts.isEmpty()
                ? ArrayShape.EMPTY
                : ArrayShape.of(new int[] {texts.size()}, new int[] {lower});
        return of(SqlType.arrayOf(SqlType.TEXT), shape, builder.build());
    }
}
