package dev.millrace.executor.data;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

import dev.millrace.executor.plan.SqlType;

/**
 * Arrays. Physical form: for each element, the last dimension running fastest, its length in bytes (4, big-endian; -1
 * for NULL) and its bytes, an element of layout WORD being 8 bytes big-endian. Before them, unless there is one
 * dimension that is counted from 1, stands the shape: -1 less the number of dimensions, then of each the size and the
 * number of its first element. Text form: {@link ArrayText}.
 */
public final class ArrayForm {

    private ArrayForm() {}

    /** One dimension, counted from 1. @param elements a column of the element's layout */
    public static byte[] encode(Column elements) {
        return encode(ArrayShape.list(elements.size()), elements);
    }

    /** @param elements as many as the shape has */
    public static byte[] encode(ArrayShape shape, Column elements) {
        List<byte[]> values = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            values.add(elements.isNull(i)
                    ? null
                    : switch (elements) {
                        case WordColumn words ->
                            ByteBuffer.allocate(8).putLong(words.values()[i]).array();
                        case BytesColumn bytes -> bytes.bytes(i);
                    });
        }
        return encode(shape, values);
    }

    /** @param elements their bytes, null for NULL */
    public static byte[] encode(ArrayShape shape, List<byte[]> elements) {
        int length = shape.headerBytes();
        for (byte[] element : elements) {
            length = Math.addExact(length, 4 + (element == null ? 0 : element.length));
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        shape.write(out);
        for (byte[] element : elements) {
            out.putInt(element == null ? -1 : element.length);
            if (element != null) {
                out.put(element);
            }
        }
        return out.array();
    }

    public static ArrayShape shape(byte[] array) {
        return shape(array, 0, array.length);
    }

    public static ArrayShape shape(byte[] data, int start, int end) {
        ByteBuffer in = ByteBuffer.wrap(data, start, end - start);
        ArrayShape told = ArrayShape.read(in);
        if (told != null) {
            return told;
        }
        int count = 0;
        for (; in.hasRemaining(); count++) {
            int length = in.getInt();
            in.position(in.position() + Math.max(length, 0));
        }
        return ArrayShape.list(count);
    }

    /** The elements' bytes, null for NULL. */
    public static List<byte[]> elements(byte[] array) {
        List<byte[]> elements = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(array);
        ArrayShape.read(in);
        while (in.hasRemaining()) {
            int length = in.getInt();
            byte[] element = length < 0 ? null : new byte[length];
            if (element != null) {
                in.get(element);
            }
            elements.add(element);
        }
        return elements;
    }

    /** The elements of all dimensions. */
    public static Column decode(SqlType element, byte[] data, int start, int end) {
        ColumnBuilder out = new ColumnBuilder(element.layout());
        ByteBuffer in = ByteBuffer.wrap(data, start, end - start);
        ArrayShape.read(in);
        while (in.hasRemaining()) {
            int length = in.getInt();
            if (length < 0) {
                out.appendNull();
            } else if (element.layout() == SqlType.Layout.WORD) {
                out.appendWord(in.getLong());
            } else {
                out.appendBytes(data, in.position(), in.position() + length);
                in.position(in.position() + length);
            }
        }
        return out.build();
    }

    /**
     * Walks the elements as lists in lists, the outermost first.
     *
     * @param element is given the place of each
     */
    public static void nest(ArrayShape shape, IntConsumer element, Runnable open, Runnable comma, Runnable close) {
        if (shape.dimensions() == 0) {
            open.run();
            close.run();
        } else {
            nest(shape, 0, 0, element, open, comma, close);
        }
    }

    private static void nest(
            ArrayShape shape, int dimension, int first, IntConsumer element, Runnable open, Runnable comma,
            Runnable close) {
        open.run();
        int stride = shape.stride(dimension);
        for (int i = 0; i < shape.size(dimension); i++) {
            if (i > 0) {
                comma.run();
            }
            if (dimension == shape.dimensions() - 1) {
                element.accept(first + i);
            } else {
                nest(shape, dimension + 1, first + i * stride, element, open, comma, close);
            }
        }
        close.run();
    }
}
