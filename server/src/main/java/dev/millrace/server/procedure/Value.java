package dev.millrace.server.procedure;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.SqlType;

/** A value of SQL. @param column of one row */
record Value(SqlType type, Column column) {

    static Value ofNull(SqlType type) {
        ColumnBuilder builder = new ColumnBuilder(type.layout(), 1);
        builder.appendNull();
        return new Value(type, builder.build());
    }

    static Value of(String text) {
        ColumnBuilder builder = new ColumnBuilder(SqlType.Layout.BYTES, 1);
        if (text == null) {
            builder.appendNull();
        } else {
            builder.appendText(text);
        }
        return new Value(SqlType.TEXT, builder.build());
    }

    static Value of(SqlType type, long word) {
        return new Value(type, new WordColumn(new long[] {word}, null, 1));
    }

    static Value of(boolean truth) {
        return of(SqlType.BOOLEAN, truth ? 1 : 0);
    }

    /** A row's value in a column. */
    static Value of(SqlType type, Column column, int row) {
        return new Value(type, column.size() == 1 && row == 0 ? column : column.select(new int[] {row}, 1));
    }

    boolean isNull() {
        return column.isNull(0);
    }

    /** Of a type that is a word. */
    long word() {
        return ((WordColumn) column).value(0);
    }

    /** Whether it is true, and neither false nor NULL. */
    boolean isTrue() {
        return !isNull() && word() != 0;
    }
}
