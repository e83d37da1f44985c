package dev.millrace.server.wire;

import java.time.ZoneId;

import io.netty.buffer.ByteBuf;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.Literals;
import dev.millrace.executor.data.RecordForm;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/** PostgreSQL's binary rows: the number of fields, then of each the OID of its type, its length and its value. */
final class RecordWire {

    private RecordWire() {}

    static ValueEncoder encoder(SqlType type, ZoneId zone) {
        RowType row = type.row();
        ValueEncoder[] encoders = row.types().stream()
                .map(field -> ValueEncoder.of(field, Format.BINARY, zone))
                .toArray(ValueEncoder[]::new);
        return (column, at, out) -> {
            BytesColumn rows = (BytesColumn) column;
            Column[] fields = RecordForm.fields(row, rows.data(), rows.start(at), rows.end(at));
            out.writeInt(fields.length);
            for (int i = 0; i < fields.length; i++) {
                out.writeInt(WireTypes.oid(row.type(i)));
                MemberWire.write(fields[i], 0, encoders[i], out);
            }
        };
    }

    /** The row as SQL text. */
    static String decode(ByteBuf in, SqlType type, ZoneId zone) {
        RowType row = type.row();
        if (row == null) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "input of anonymous composite types is not implemented");
        }
        int count = in.readInt();
        if (count != row.size()) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH,
                    "wrong number of columns: " + count + ", expected " + row.size());
        }
        Column[] fields = new Column[count];
        for (int i = 0; i < count; i++) {
            SqlType field = row.type(i);
            int oid = in.readInt();
            if (oid != WireTypes.oid(field)) {
                throw new SqlException(
                        SqlState.DATATYPE_MISMATCH,
                        "binary data has type " + Integer.toUnsignedString(oid) + " instead of expected "
                                + Integer.toUnsignedString(WireTypes.oid(field)) + " (" + field.named()
                                + ") in record column " + (i + 1));
            }
            fields[i] = Literals.column(MemberWire.read(in, field, zone));
        }
        byte[] value = RecordForm.encode(fields);
        return TextForm.format(type, value, 0, value.length, zone);
    }
}
