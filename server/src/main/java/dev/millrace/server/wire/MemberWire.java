package dev.millrace.server.wire;

import java.time.ZoneId;

import io.netty.buffer.ByteBuf;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;

/** One member of a binary array or row: its length in bytes, -1 for NULL, and its value. */
final class MemberWire {

    private MemberWire() {}

    static void write(Column column, int row, ValueEncoder encoder, ByteBuf out) {
        if (column.isNull(row)) {
            out.writeInt(-1);
            return;
        }
        int start = out.writerIndex();
        out.writeInt(0);
        encoder.encode(column, row, out);
        out.setInt(start, out.writerIndex() - start - 4);
    }

    /** @throws IndexOutOfBoundsException where there is less than its length says */
    static Expr.Literal read(ByteBuf in, SqlType type, ZoneId zone) {
        int length = in.readInt();
        byte[] bytes = length < 0 ? null : new byte[Math.min(length, in.readableBytes())];
        if (bytes != null) {
            if (bytes.length != length) {
                throw new IndexOutOfBoundsException();
            }
            in.readBytes(bytes);
        }
        return ParameterDecoder.decode(bytes, Format.BINARY, type, zone);
    }
}
