package dev.millrace.server.pgcatalog;

import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;

/** Builds rows by column name. A column that is not set is NULL, or, where NULL cannot be, zero, false or empty. */
final class RowWriter {

    private final Schema schema;
    private final BatchBuilder builder;
    private final Object[] row;

    RowWriter(Schema schema) {
        this.schema = schema;
        this.builder = new BatchBuilder(schema);
        this.row = new Object[schema.size()];
    }

    /** Of a {@code text[]} it becomes the only element. */
    RowWriter set(String column, String value) {
        return put(column, value);
    }

    RowWriter set(String column, long value) {
        return put(column, value);
    }

    RowWriter set(String column, double value) {
        return put(column, value);
    }

    RowWriter set(String column, boolean value) {
        return put(column, value);
    }

    RowWriter set(String column, char value) {
        return put(column, String.valueOf(value));
    }

    /** An array or a vector. */
    RowWriter set(String column, List<? extends Number> numbers) {
        return put(column, numbers);
    }

    /** A {@code text[]}; null for NULL. */
    RowWriter setTexts(String column, List<String> texts) {
        return put(column, texts);
    }

    private RowWriter put(String column, Object value) {
        int index = schema.indexOf(column);
        if (index < 0) {
            throw new IllegalArgumentException("no column " + column);
        }
        row[index] = value;
        return this;
    }

    void end() {
        for (int i = 0; i < row.length; i++) {
            append(schema.field(i), row[i], builder.column(i));
        }
        builder.endRow(1);
        Arrays.fill(row, null);
    }

    private static void append(Schema.Field field, Object value, ColumnBuilder out) {
        SqlType.Kind kind = field.type().kind();
        switch (value) {
            case null -> appendNothing(field, out);
            case Boolean truth -> out.appendWord(truth ? 1 : 0);
            case Double number -> out.appendDouble(number);
            case Long number when kind.isFloat() -> out.appendDouble(number);
            case Long number when kind.layout() == SqlType.Layout.BYTES -> out.appendText(Long.toString(number));
            case Long number -> out.appendWord(number);
            case String text when field.type().kind() == SqlType.Kind.ARRAY -> {
                ColumnBuilder elements = new ColumnBuilder(SqlType.Layout.BYTES);
                elements.appendText(text);
                out.appendBytes(ArrayForm.encode(elements.build()));
            }
            case String text when kind == SqlType.Kind.INET || kind == SqlType.Kind.INTERVAL ->
                TextForm.parse(field.type(), text, ZoneOffset.UTC, out);
            case String text -> out.appendText(text);
            case List<?> texts when field.type().element().layout() == SqlType.Layout.BYTES -> {
                ColumnBuilder elements = new ColumnBuilder(SqlType.Layout.BYTES);
                texts.forEach(text -> elements.appendText((String) text));
                out.appendBytes(ArrayForm.encode(elements.build()));
            }
            case List<?> numbers -> {
                ColumnBuilder elements = new ColumnBuilder(SqlType.Layout.WORD);
                numbers.forEach(number -> elements.appendWord(((Number) number).longValue()));
                out.appendBytes(ArrayForm.encode(elements.build()));
            }
            default -> throw new IllegalArgumentException(value.getClass().getName());
        }
    }

    private static void appendNothing(Schema.Field field, ColumnBuilder out) {
        if (field.nullable()) {
            out.appendNull();
        } else if (field.type().layout() == SqlType.Layout.WORD) {
            out.appendWord(0);
        } else {
            out.appendText("");
        }
    }

    DeltaBatch build() {
        return builder.build();
    }
}
