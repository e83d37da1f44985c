package dev.millrace.executor.code;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/** A type of SQL as somebody's code sees it; an array is a {@link List}, in which NULL is null. */
public record JavaType(JavaForm form, boolean isList) {

    static JavaType of(SqlType type) {
        boolean isList = type.kind() == SqlType.Kind.ARRAY;
        return new JavaType(JavaForm.of(isList ? type.element().kind() : type.kind()), isList);
    }

    boolean fits(Class<?> declared) {
        return isList ? declared == List.class : form.fits(declared);
    }

    String spelled() {
        String name = form.type().getSimpleName();
        return isList ? "List<" + name + ">" : name;
    }

    /** The value of a row; null for NULL. */
    public Object read(Column column, int row) {
        if (column.isNull(row)) {
            return null;
        }
        if (!isList) {
            return form.read(column, row);
        }
        BytesColumn bytes = (BytesColumn) column;
        Column elements = ArrayForm.decode(SqlType.of(form.kind()), bytes.data(), bytes.start(row), bytes.end(row));
        List<Object> list = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            list.add(elements.isNull(i) ? null : form.read(elements, i));
        }
        return list;
    }

    /**
     * Appends what code has returned.
     *
     * @throws SqlException 39000 for an object of another class, 22P02 and others for what is no value of the type
     */
    public void append(Object value, ColumnBuilder out) {
        try {
            if (value == null || !isList) {
                form.append(value, out);
                return;
            }
            ColumnBuilder elements = new ColumnBuilder(SqlType.of(form.kind()).layout());
            for (Object element : (List<?>) value) {
                form.append(element, elements);
            }
            out.appendBytes(ArrayForm.encode(elements.build()));
        } catch (ClassCastException e) {
            // Of what class the elements of a list are is not known before.
            throw new SqlException(
                    SqlState.EXTERNAL_ROUTINE_INVOCATION_EXCEPTION,
                    "a Java function returned a " + value.getClass().getName() + " where a " + spelled()
                            + " was expected");
        }
    }
}
