package dev.millrace.server.procedure;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.RecordForm;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;

/** Rows as one value, and as a value for each field, which records and what functions return are kept as. */
final class RowValue {

    private RowValue() {}

    /** @param type RECORD, with fields of the types of the values */
    static Value of(SqlType type, List<Value> fields) {
        ColumnBuilder builder = new ColumnBuilder(SqlType.Layout.BYTES, 1);
        builder.appendBytes(RecordForm.encode(fields.stream().map(Value::column).toArray(Column[]::new)));
        return new Value(type, builder.build());
    }

    static boolean is(Value value) {
        return value.type().kind() == SqlType.Kind.RECORD && value.type().row() != null;
    }

    /** The fields of a row that is not NULL. */
    static List<Value> fields(Value row) {
        BytesColumn bytes = (BytesColumn) row.column();
        RowType type = row.type().row();
        Column[] columns = RecordForm.fields(type, bytes.data(), bytes.start(0), bytes.end(0));
        List<Value> fields = new ArrayList<>();
        for (Column column : columns) {
            fields.add(new Value(type.type(fields.size()), column));
        }
        return fields;
    }

    static Schema shape(RowType type) {
        return new Schema(type.fields().stream()
                .map(field -> new Schema.Field(field.name(), field.type(), true))
                .toList());
    }

    /** The type of rows that have no named type. */
    static RowType typeOf(Schema shape) {
        return RowType.of(shape.fields().stream()
                .map(field -> new RowType.Field(field.name(), field.type()))
                .toList());
    }

    /** A variable for a value, which is a record where the value is a row. */
    static Variable variable(String name, Value value) {
        if (!is(value)) {
            return Variable.of(name, value);
        }
        Variable record = new Variable(name, Variable.Kind.ofRow(value.type().row()));
        if (!value.isNull()) {
            record.set(record.row(), fields(value));
        }
        return record;
    }
}
