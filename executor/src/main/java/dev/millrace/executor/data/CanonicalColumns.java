package dev.millrace.executor.data;

import dev.millrace.executor.plan.SqlType;

/** Columns in which values that SQL holds equal are the same bytes, where their kind does not ensure that. */
public final class CanonicalColumns {

    private CanonicalColumns() {}

    public static Column of(Column column, SqlType type) {
        if (KeyEncoder.isLossless(type)) {
            return column;
        }
        ColumnBuilder out = new ColumnBuilder(type.layout());
        for (int row = 0; row < column.size(); row++) {
            if (column.isNull(row)) {
                out.appendNull();
                continue;
            }
            switch (column) {
                case WordColumn words -> out.appendDouble(words.doubleValue(row) + 0.0);
                case BytesColumn bytes -> append(bytes, row, type, out);
            }
        }
        return out.build();
    }

    private static void append(BytesColumn column, int row, SqlType type, ColumnBuilder out) {
        byte[] data = column.data();
        int start = column.start(row);
        int end = column.end(row);
        if (type.kind() == SqlType.Kind.NUMERIC) {
            out.appendBytes(Numeric.normalise(data, start, end));
        } else if (type.kind() == SqlType.Kind.ARRAY) {
            Column elements = ArrayForm.decode(type.element(), data, start, end);
            out.appendBytes(ArrayForm.encode(ArrayForm.shape(data, start, end), of(elements, type.element())));
        } else if (type.kind() == SqlType.Kind.RECORD) {
            Column[] fields = RecordForm.fields(type.row(), data, start, end);
            for (int i = 0; i < fields.length; i++) {
                fields[i] = of(fields[i], type.row().type(i));
            }
            out.appendBytes(RecordForm.encode(fields));
        } else if (type.kind() == SqlType.Kind.JSONB) {
            out.appendText(JsonKey.canonical(data, start, end));
        } else if (type.kind() == SqlType.Kind.NUMRANGE || type.kind() == SqlType.Kind.NUMMULTIRANGE) {
            out.appendBytes(RangeForm.normalise(type.kind(), data, start, end));
        } else if (type.kind() == SqlType.Kind.INTERVAL) {
            Interval value = Interval.read(data, start);
            long days = Math.addExact(value.months() * 30L + value.days(), value.micros() / Interval.MICROS_PER_DAY);
            new Interval(0, Math.toIntExact(days), value.micros() % Interval.MICROS_PER_DAY).appendTo(out);
        } else {
            int trimmed = end;
            while (trimmed > start && data[trimmed - 1] == ' ') {
                trimmed--;
            }
            out.appendBytes(data, start, trimmed);
        }
    }
}
