package dev.millrace.executor.data;

import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlType;

/**
 * Rows as values. Physical form: for each field its length in bytes (4, big-endian; -1 for NULL) and its bytes, a field
 * of layout WORD being 8 bytes big-endian. Which types the fields have, the type tells. Text form: {@link RecordText}.
 */
public final class RecordForm {

    private RecordForm() {}

    /** @param fields columns of one value each, at these rows */
    public static byte[] encode(Column[] fields, int[] rows) {
        int length = 0;
        for (int i = 0; i < fields.length; i++) {
            length = Math.addExact(length, 4 + bytes(fields[i], rows[i]));
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        for (int i = 0; i < fields.length; i++) {
            int row = rows[i];
            if (fields[i].isNull(row)) {
                out.putInt(-1);
                continue;
            }
            switch (fields[i]) {
                case WordColumn words -> out.putInt(Long.BYTES).putLong(words.values()[row]);
                case BytesColumn texts ->
                    out.putInt(texts.length(row)).put(texts.data(), texts.start(row), texts.length(row));
            }
        }
        return out.array();
    }

    /** Of columns of one row each. */
    public static byte[] encode(Column[] fields) {
        return encode(fields, new int[fields.length]);
    }

    private static int bytes(Column column, int row) {
        return column.isNull(row) ? 0 : switch (column) {
            case WordColumn _ -> Long.BYTES;
            case BytesColumn texts -> texts.length(row);
        };
    }

    /** Appends each field of a row to its column. */
    public static void decode(RowType type, byte[] data, int start, int end, ColumnBuilder[] fields) {
        ByteBuffer in = ByteBuffer.wrap(data, start, end - start);
        for (int i = 0; i < type.size(); i++) {
            take(type.type(i), data, in, fields[i]);
        }
    }

    private static void take(SqlType type, byte[] data, ByteBuffer in, ColumnBuilder out) {
        int length = in.getInt();
        if (length < 0) {
            out.appendNull();
        } else if (type.layout() == SqlType.Layout.WORD) {
            out.appendWord(in.getLong());
        } else {
            out.appendBytes(data, in.position(), in.position() + length);
            in.position(in.position() + length);
        }
    }

    /** The fields of one row, as columns of one value. */
    public static Column[] fields(RowType type, byte[] data, int start, int end) {
        ColumnBuilder[] builders = builders(type);
        decode(type, data, start, end, builders);
        return Arrays.stream(builders).map(ColumnBuilder::buildLast).toArray(Column[]::new);
    }

    /** The fields of a column of rows; NULL where the row is. */
    public static Column[] columns(RowType type, BytesColumn rows) {
        ColumnBuilder[] builders = builders(type);
        for (int row = 0; row < rows.size(); row++) {
            if (rows.isNull(row)) {
                for (ColumnBuilder builder : builders) {
                    builder.appendNull();
                }
            } else {
                decode(type, rows.data(), rows.start(row), rows.end(row), builders);
            }
        }
        return Arrays.stream(builders).map(ColumnBuilder::buildLast).toArray(Column[]::new);
    }

    /** One field of a column of rows. */
    public static Column column(SqlType type, int field, BytesColumn rows) {
        ColumnBuilder out = new ColumnBuilder(type.layout(), rows.size());
        for (int row = 0; row < rows.size(); row++) {
            if (rows.isNull(row)) {
                out.appendNull();
                continue;
            }
            ByteBuffer in = ByteBuffer.wrap(rows.data(), rows.start(row), rows.length(row));
            for (int before = 0; before < field; before++) {
                int length = in.getInt();
                in.position(in.position() + Math.max(length, 0));
            }
            take(type, rows.data(), in, out);
        }
        return out.build();
    }

    private static ColumnBuilder[] builders(RowType type) {
        return type.fields().stream()
                .map(field -> new ColumnBuilder(field.type().layout()))
                .toArray(ColumnBuilder[]::new);
    }
}
