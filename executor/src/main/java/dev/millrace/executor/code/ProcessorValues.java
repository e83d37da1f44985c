package dev.millrace.executor.code;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.api.Row;
import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.JavaCall;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;

/** Rows on their way to a processor and from it; a value whose type has no class of its own is text. */
final class ProcessorValues {

    private final Schema schema;
    private final List<SqlType> handed = new ArrayList<>();
    private final List<JavaType> forms = new ArrayList<>();

    ProcessorValues(Schema schema) {
        this.schema = schema;
        for (Schema.Field field : schema.fields()) {
            handed.add(JavaCall.handed(field.type()));
            forms.add(JavaType.of(handed.getLast()));
        }
    }

    /** A row as the processor sees it, which reads what it is asked for. */
    Row row(DeltaBatch batch, int row) {
        return column -> {
            for (int i = 0; i < schema.size(); i++) {
                if (schema.field(i).name().equals(column)) {
                    return read(i, batch.column(i), row);
                }
            }
            throw new IllegalArgumentException("there is no column \"" + column + "\"");
        };
    }

    private Object read(int index, Column column, int row) {
        if (column.isNull(row)) {
            return null;
        }
        return isOwn(index)
                ? forms.get(index).read(column, row)
                : TextForm.format(schema.type(index), column, row, ZoneOffset.UTC);
    }

    /** Whether its values go over as they lie there. */
    private boolean isOwn(int index) {
        SqlType type = schema.type(index);
        SqlType given = handed.get(index);
        boolean isText = given.kind() == SqlType.Kind.TEXT
                && (type.kind() == SqlType.Kind.TEXT || type.kind() == SqlType.Kind.VARCHAR);
        return isText || type.withoutModifiers().equals(given);
    }

    /** One row of what a processor has put out. */
    DeltaBatch batch(Object[] values) {
        if (values.length != schema.size()) {
            throw new IllegalArgumentException(
                    values.length + " values were put out where there are " + schema.size() + " columns");
        }
        BatchBuilder out = new BatchBuilder(schema);
        for (int i = 0; i < values.length; i++) {
            append(i, values[i], out.column(i));
        }
        out.endRow(1);
        return out.build();
    }

    private void append(int index, Object value, ColumnBuilder out) {
        if (value == null || isOwn(index)) {
            forms.get(index).append(value, out);
        } else {
            TextForm.parse(schema.type(index), (String) value, ZoneOffset.UTC, out);
        }
    }
}
