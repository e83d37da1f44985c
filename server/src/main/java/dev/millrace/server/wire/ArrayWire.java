package dev.millrace.server.wire;

import java.time.ZoneId;

import io.netty.buffer.ByteBuf;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.ArrayShape;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.Literals;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/**
 * PostgreSQL's binary arrays: the number of dimensions, a null flag, the element's OID, of each dimension length and
 * lower bound, elements.
 */
final class ArrayWire {

    private ArrayWire() {}

    static ValueEncoder encoder(SqlType type, ValueEncoder elements) {
        SqlType element = type.element();
        int lowerBound = type.guise() == null ? 0 : -1;
        return (column, row, out) -> {
            BytesColumn arrays = (BytesColumn) column;
            Column values = ArrayForm.decode(element, arrays.data(), arrays.start(row), arrays.end(row));
            ArrayShape shape = ArrayForm.shape(arrays.data(), arrays.start(row), arrays.end(row));
            out.writeInt(shape.dimensions());
            out.writeInt(values.nulls() == null ? 0 : 1);
            out.writeInt(WireTypes.oid(element));
            for (int i = 0; i < shape.dimensions(); i++) {
                out.writeInt(shape.size(i));
                out.writeInt(shape.lower(i) + lowerBound);
            }
            for (int i = 0; i < values.size(); i++) {
                MemberWire.write(values, i, elements, out);
            }
        };
    }

    /** The array as SQL text. */
    static String decode(ByteBuf in, SqlType type, ZoneId zone) {
        int dimensions = in.readInt();
        in.readInt();
        int oid = in.readInt();
        SqlType element = oid == WireTypes.oid(type.element()) ? type.element() : WireTypes.type(oid);
        if (dimensions < 0) {
            throw new SqlException(
                    SqlState.INVALID_BINARY_REPRESENTATION, "invalid number of dimensions: " + dimensions);
        }
        ArrayShape.requireDimensions(dimensions);
        int[] sizes = new int[dimensions];
        int[] lowers = new int[dimensions];
        for (int i = 0; i < dimensions; i++) {
            sizes[i] = in.readInt();
            lowers[i] = type.guise() == null ? in.readInt() : in.readInt() + 1;
            if (sizes[i] < 0) {
                throw new SqlException(SqlState.INVALID_BINARY_REPRESENTATION, "invalid array size " + sizes[i]);
            }
        }
        ArrayShape shape = ArrayShape.of(sizes, lowers);
        int size = shape.count();
        if (size > in.readableBytes() / 4) {
            throw new SqlException(SqlState.INVALID_BINARY_REPRESENTATION, "insufficient data left in message");
        }
        ColumnBuilder elements = new ColumnBuilder(element.layout());
        for (int i = 0; i < size; i++) {
            Literals.append(MemberWire.read(in, element, zone), elements);
        }
        byte[] array = ArrayForm.encode(shape, elements.build());
        return TextForm.format(SqlType.arrayOf(element), array, 0, array.length, zone);
    }
}
