package dev.millrace.executor.code;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Collectors;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.RowCodec;
import dev.millrace.executor.plan.JavaCall;
import dev.millrace.executor.plan.JavaCall.Form;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/**
 * What a method gives back, as SQL takes it: a value; a list of values; a list of rows, or one row. A row of several
 * columns is a Java record with as many components, in order, whatever their names.
 */
final class JavaResult {

    private final Form form;
    private final List<SqlType> types;
    private final List<JavaType> columns;
    private final RowCodec codec;

    /** Of a record's components; null where a row is a value itself. */
    private final Method[] accessors;

    private JavaResult(Form form, List<SqlType> types, List<JavaType> columns, Method[] accessors) {
        this.form = form;
        this.types = types;
        this.columns = columns;
        this.codec = new RowCodec(types);
        this.accessors = accessors;
    }

    /** Null when the method gives something else. */
    static JavaResult of(JavaCall call, Method method) {
        List<JavaType> columns = call.columns().stream().map(JavaType::of).toList();
        boolean isMany = call.form() == Form.LIST || call.form() == Form.ROWS;
        Type declared = method.getGenericReturnType();
        if (isMany) {
            if (!(declared instanceof ParameterizedType list) || list.getRawType() != List.class) {
                return null;
            }
            declared = list.getActualTypeArguments()[0];
        }
        Class<?> element = raw(declared);
        if (columns.size() == 1) {
            return element != null && columns.getFirst().fits(element)
                    ? new JavaResult(call.form(), call.columns(), columns, null)
                    : null;
        }
        Method[] accessors = element == null ? null : accessors(element, columns);
        return accessors == null ? null : new JavaResult(call.form(), call.columns(), columns, accessors);
    }

    private static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            default -> null;
        };
    }

    private static Method[] accessors(Class<?> row, List<JavaType> columns) {
        RecordComponent[] components = row.getRecordComponents();
        boolean fits = components != null && components.length == columns.size()
                && Modifier.isPublic(row.getModifiers());
        for (int i = 0; fits && i < components.length; i++) {
            fits = columns.get(i).fits(components[i].getType());
        }
        if (!fits) {
            return null;
        }
        Method[] accessors = new Method[components.length];
        for (int i = 0; i < accessors.length; i++) {
            accessors[i] = components[i].getAccessor();
        }
        return accessors;
    }

    /** What a method has to be declared to return. */
    static String spelled(JavaCall call) {
        List<String> names = call.columns().stream().map(type -> JavaType.of(type).spelled()).toList();
        String one = names.size() == 1
                ? names.getFirst()
                : names.stream().collect(Collectors.joining(", ", "(a public record of ", ")"));
        return call.form() == Form.LIST || call.form() == Form.ROWS ? "List<" + one + ">" : one;
    }

    /** Appends what the method has returned; null is NULL, or no rows. */
    void append(Object value, ColumnBuilder out) {
        switch (form) {
            case VALUE -> columns.getFirst().append(value, out);
            case LIST -> appendList((List<?>) value, out);
            case ROWS -> appendRows(value == null ? List.of() : (List<?>) value, out);
            case ROW -> appendRows(java.util.Collections.singletonList(value), out);
        }
    }

    private void appendList(List<?> values, ColumnBuilder out) {
        ColumnBuilder elements = new ColumnBuilder(types.getFirst().layout());
        if (values != null) {
            for (Object value : values) {
                columns.getFirst().append(value, elements);
            }
        }
        out.appendBytes(ArrayForm.encode(elements.build()));
    }

    private void appendRows(List<?> rows, ColumnBuilder out) {
        BatchBuilder batch = new BatchBuilder(types);
        for (Object row : rows) {
            for (int i = 0; i < columns.size(); i++) {
                columns.get(i).append(row == null ? null : component(row, i), batch.column(i));
            }
            batch.endRow(1);
        }
        var built = batch.build();
        ColumnBuilder encoded = new ColumnBuilder(SqlType.Layout.BYTES, rows.size());
        ByteBuilder bytes = new ByteBuilder();
        for (int row = 0; row < built.size(); row++) {
            bytes.clear();
            codec.encode(built, row, bytes);
            encoded.appendBytes(bytes.array(), 0, bytes.size());
        }
        out.appendBytes(ArrayForm.encode(encoded.build()));
    }

    private Object component(Object row, int index) {
        if (accessors == null) {
            return row;
        }
        try {
            return accessors[index].invoke(row);
        } catch (InvocationTargetException | IllegalAccessException | IllegalArgumentException e) {
            throw new SqlException(
                    SqlState.EXTERNAL_ROUTINE_INVOCATION_EXCEPTION,
                    "a row that a Java function returned cannot be read: " + e);
        }
    }
}
