package dev.millrace.server.statement;

import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.Literals;
import dev.millrace.executor.plan.Schema;
import dev.millrace.planner.CopyFormat;
import dev.millrace.server.wire.BinaryRows;
import dev.millrace.server.wire.Format;
import dev.millrace.server.wire.ParameterDecoder;

/** COPY's binary format. */
final class CopyBinaryReader extends CopyReader {

    private boolean hasHeader;

    CopyBinaryReader(CopyFormat format, List<Schema.Field> fields, ZoneId zone, Target target) {
        super(format, fields, zone, target);
    }

    @Override
    int read() {
        ByteBuffer in = ByteBuffer.wrap(data, 0, length);
        if (!hasHeader && !header(in)) {
            return 0;
        }
        int used = in.position();
        while (!isEnded && row(in)) {
            used = in.position();
        }
        return isEnded ? length : used;
    }

    private boolean header(ByteBuffer in) {
        byte[] signature = BinaryRows.signature();
        int fixed = signature.length + 8;
        if (in.remaining() < fixed || in.remaining() < fixed + in.getInt(signature.length + 4)) {
            return false;
        }
        byte[] given = new byte[signature.length];
        in.get(given);
        if (!Arrays.equals(given, signature)) {
            throw bad("COPY file signature not recognized");
        }
        in.getInt();
        int extension = in.getInt();
        if (extension < 0) {
            throw bad("invalid COPY file header (missing length)");
        }
        in.position(in.position() + extension);
        hasHeader = true;
        return true;
    }

    /** Reads a row when it is whole. */
    private boolean row(ByteBuffer in) {
        if (in.remaining() < 2) {
            return false;
        }
        int start = in.position();
        int count = in.getShort();
        if (count == -1) {
            isEnded = true;
            return false;
        }
        nextLineIsData();
        if (count != fields.size()) {
            throw bad("row field count is " + count + ", expected " + fields.size());
        }
        if (!isWhole(in, count)) {
            in.position(start);
            return false;
        }
        for (int i = 0; i < count; i++) {
            int size = in.getInt();
            byte[] bytes = size < 0 ? null : new byte[size];
            if (bytes != null) {
                in.get(bytes);
            }
            Literals.append(
                    ParameterDecoder.decode(bytes, Format.BINARY, fields.get(i).type(), zone()), target.column(i));
        }
        target.endRow();
        return true;
    }

    private boolean isWhole(ByteBuffer in, int count) {
        int at = in.position();
        for (int i = 0; i < count; i++) {
            if (in.limit() - at < 4) {
                return false;
            }
            int size = in.getInt(at);
            if (size < -1) {
                throw bad("invalid field size");
            }
            at += 4 + Math.max(size, 0);
            if (at > in.limit()) {
                return false;
            }
        }
        return true;
    }

    @Override
    void finish() {
        if (length > 0 && !isEnded) {
            throw bad("unexpected EOF in COPY data");
        }
    }

    @Override
    String lineText() {
        return null;
    }
}
