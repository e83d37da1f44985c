package dev.millrace.server.wire;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.TransactionSnapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

/** {@code pg_snapshot} in binary: how many transactions are running, where they begin and end, and which they are. */
final class SnapshotWire {

    private SnapshotWire() {}

    static void encode(Column column, int row, ByteBuf out) {
        TransactionSnapshot snapshot =
                TransactionSnapshot.parse(new String(((BytesColumn) column).bytes(row), UTF_8));
        out.writeInt(snapshot.running().size());
        out.writeLong(snapshot.from());
        out.writeLong(snapshot.to());
        snapshot.running().forEach(out::writeLong);
    }

    /** The text of a snapshot, which says what is wrong with it. */
    static String decode(ByteBuf in) {
        int count = in.readInt();
        long from = in.readLong();
        long to = in.readLong();
        List<Long> running = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            running.add(in.readLong());
        }
        return TransactionSnapshot.parse(new TransactionSnapshot(from, to, running).toString()).toString();
    }
}
