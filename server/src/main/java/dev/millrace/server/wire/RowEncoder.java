package dev.millrace.server.wire;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.netty.buffer.ByteBuf;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;

/** Writes rows of one result as DataRow messages, straight from the columns. Made once for each portal. */
public final class RowEncoder {

    private final ValueEncoder[] encoders;

    /**
     * @param formats one for each column
     * @param zone in which {@code timestamptz} is written as text
     */
    public RowEncoder(List<WireColumn> columns, List<Format> formats, ZoneId zone) {
        encoders = new ValueEncoder[columns.size()];
        for (int i = 0; i < encoders.length; i++) {
            encoders[i] = ValueEncoder.of(columns.get(i).type(), formats.get(i), zone);
        }
    }

    /** One format for each of {@code count} columns, from the codes of a Bind message. */
    public static List<Format> formats(short[] codes, int count) {
        if (codes.length == 0) {
            return allText(count);
        }
        List<Format> formats = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            formats.add(Format.of(codes, i, count));
        }
        return formats;
    }

    public static List<Format> allText(int count) {
        return Collections.nCopies(count, Format.TEXT);
    }

    public void encode(DeltaBatch batch, int row, ByteBuf out) {
        int start = BackendEncoder.begin('D', out);
        out.writeShort(encoders.length);
        for (int i = 0; i < encoders.length; i++) {
            Column column = batch.column(i);
            if (column.isNull(row)) {
                out.writeInt(-1);
            } else {
                int length = out.writerIndex();
                out.writeInt(0);
                encoders[i].encode(column, row, out);
                out.setInt(length, out.writerIndex() - length - 4);
            }
        }
        BackendEncoder.end(start, out);
    }
}
