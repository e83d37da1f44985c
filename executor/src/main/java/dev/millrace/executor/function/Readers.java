package dev.millrace.executor.function;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.SqlType;

/** How a compiled loop takes a row's argument out of its column; small, so that they are inlined there. */
final class Readers {

    private Readers() {}

    static Text text(BytesColumn column, int row, Text scratch) {
        return scratch.set(column.data(), column.start(row), column.end(row));
    }

    static Text textOrNull(BytesColumn column, int row, Text scratch) {
        return column.isNull(row) ? null : text(column, row, scratch);
    }

    static String string(BytesColumn column, int row) {
        return column.text(row);
    }

    static String stringOrNull(BytesColumn column, int row) {
        return column.isNull(row) ? null : column.text(row);
    }

    static Numeric numeric(BytesColumn column, int row) {
        return Numeric.read(column, row);
    }

    static Interval interval(BytesColumn column, int row) {
        return Interval.read(column, row);
    }

    static byte[] bytes(BytesColumn column, int row) {
        return column.bytes(row);
    }

    static Numeric numericOrNull(BytesColumn column, int row) {
        return column.isNull(row) ? null : Numeric.read(column, row);
    }

    static Interval intervalOrNull(BytesColumn column, int row) {
        return column.isNull(row) ? null : Interval.read(column, row);
    }

    static byte[] bytesOrNull(BytesColumn column, int row) {
        return column.isNull(row) ? null : column.bytes(row);
    }

    static Object prepared(Arguments arguments, int argument, int row) {
        return arguments.prepared()[argument].get((BytesColumn) arguments.columns()[argument], row);
    }

    static Object preparedOrNull(Arguments arguments, int argument, int row) {
        return arguments.columns()[argument].isNull(row) ? null : prepared(arguments, argument, row);
    }

    /** Nullable: of functions that are called on NULL. */
    static Long longOrNull(Arguments arguments, int argument, int row) {
        Column column = arguments.columns()[argument];
        return column.isNull(row) ? null : (Long) ((WordColumn) column).values()[row];
    }

    static Integer integerOrNull(Arguments arguments, int argument, int row) {
        Column column = arguments.columns()[argument];
        return column.isNull(row) ? null : (Integer) (int) ((WordColumn) column).values()[row];
    }

    static Boolean booleanOrNull(Arguments arguments, int argument, int row) {
        Column column = arguments.columns()[argument];
        return column.isNull(row) ? null : (Boolean) (((WordColumn) column).values()[row] != 0);
    }

    /** The arguments from {@code first} on, of a variadic function. */
    static String[] strings(Arguments arguments, int first, int row) {
        String[] strings = new String[arguments.columns().length - first];
        for (int i = 0; i < strings.length; i++) {
            strings[i] = stringOrNull(
                    (BytesColumn) arguments.columns()[first + i], row & arguments.masks()[first + i]);
        }
        return strings;
    }

    /** The elements of a text[], of a variadic function. */
    static String[] spread(Arguments arguments, int argument, int row) {
        BytesColumn arrays = (BytesColumn) arguments.columns()[argument];
        int at = row & arguments.masks()[argument];
        if (arrays.isNull(at)) {
            return new String[0];
        }
        BytesColumn elements =
                (BytesColumn) ArrayForm.decode(SqlType.TEXT, arrays.data(), arrays.start(at), arrays.end(at));
        String[] strings = new String[elements.size()];
        for (int i = 0; i < strings.length; i++) {
            strings[i] = stringOrNull(elements, i);
        }
        return strings;
    }
}
