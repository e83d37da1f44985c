package dev.millrace.server.wire;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.ArrayShape;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.Literals;
import dev.millrace.executor.data.Multirange;
import dev.millrace.executor.data.Range;
import dev.millrace.executor.data.RangeForm;
import dev.millrace.executor.data.RangeTypes;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/**
 * PostgreSQL's binary ranges: flags, then each bound there is with its length before it; of a multirange how many
 * ranges there are, then each with its length before it.
 */
final class RangeWire {

    private static final int EMPTY = 0x01;
    private static final int LOWER_IN = 0x02;
    private static final int UPPER_IN = 0x04;
    private static final int NO_LOWER = 0x08;
    private static final int NO_UPPER = 0x10;

    private RangeWire() {}

    static ValueEncoder encoder(SqlType type, ValueEncoder elements) {
        SqlType.Kind kind = type.kind();
        SqlType element = RangeTypes.element(kind);
        if (!RangeTypes.isMultirange(kind)) {
            return (column, row, out) -> {
                BytesColumn values = (BytesColumn) column;
                Range range = RangeForm.read(kind, values.data(), values.start(row), values.end(row));
                encode(range, element, elements, out);
            };
        }
        return (column, row, out) -> {
            BytesColumn values = (BytesColumn) column;
            List<Range> ranges = RangeForm.readAll(kind, values.data(), values.start(row), values.end(row));
            out.writeInt(ranges.size());
            for (Range range : ranges) {
                int start = out.writerIndex();
                out.writeInt(0);
                encode(range, element, elements, out);
                out.setInt(start, out.writerIndex() - start - Integer.BYTES);
            }
        };
    }

    private static void encode(Range range, SqlType element, ValueEncoder elements, ByteBuf out) {
        if (range.isEmpty()) {
            out.writeByte(EMPTY);
            return;
        }
        out.writeByte((range.lowerInclusive() ? LOWER_IN : 0)
                | (range.upperInclusive() ? UPPER_IN : 0)
                | (range.lower() == null ? NO_LOWER : 0)
                | (range.upper() == null ? NO_UPPER : 0));
        bound(range.lower(), element, elements, out);
        bound(range.upper(), element, elements, out);
    }

    private static void bound(byte[] value, SqlType element, ValueEncoder elements, ByteBuf out) {
        if (value == null) {
            return;
        }
        byte[] alone = ArrayForm.encode(ArrayShape.list(1), List.of(value));
        Column column = ArrayForm.decode(element, alone, 0, alone.length);
        int start = out.writerIndex();
        out.writeInt(0);
        elements.encode(column, 0, out);
        out.setInt(start, out.writerIndex() - start - Integer.BYTES);
    }

    /** The range or the multirange as SQL text. */
    static String decode(ByteBuf in, SqlType type, ZoneId zone) {
        SqlType.Kind kind = type.kind();
        SqlType element = RangeTypes.element(kind);
        byte[] value;
        if (RangeTypes.isMultirange(kind)) {
            List<Range> ranges = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                int length = in.readInt();
                int end = in.readerIndex() + length;
                ranges.add(range(in, element, zone));
                if (in.readerIndex() != end) {
                    throw new SqlException(
                            SqlState.INVALID_BINARY_REPRESENTATION, "improper binary format in a multirange");
                }
            }
            value = RangeForm.encode(kind, Multirange.of(element, ranges));
        } else {
            value = RangeForm.encode(kind, range(in, element, zone));
        }
        return TextForm.format(type, value, 0, value.length, zone);
    }

    private static Range range(ByteBuf in, SqlType element, ZoneId zone) {
        int flags = in.readByte();
        if ((flags & EMPTY) != 0) {
            return Range.EMPTY;
        }
        byte[] lower = (flags & NO_LOWER) != 0 ? null : bound(in, element, zone);
        byte[] upper = (flags & NO_UPPER) != 0 ? null : bound(in, element, zone);
        return Range.of(element, lower, (flags & LOWER_IN) != 0, upper, (flags & UPPER_IN) != 0);
    }

    private static byte[] bound(ByteBuf in, SqlType element, ZoneId zone) {
        int length = in.readInt();
        if (length < 0 || length > in.readableBytes()) {
            throw new IndexOutOfBoundsException();
        }
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        ColumnBuilder out = new ColumnBuilder(element.layout());
        Literals.append(ParameterDecoder.decode(bytes, Format.BINARY, element, zone), out);
        return ArrayForm.elements(ArrayForm.encode(out.build())).getFirst();
    }
}
