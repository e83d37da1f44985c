package dev.millrace.server.statement;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyCodec;
import dev.millrace.executor.plan.Schema;
import dev.millrace.storage.ByteWriter;

/**
 * Rows of one table that parts of a statement have changed or deleted. They all read the table as it was before: who
 * comes later leaves these rows as the first has made them.
 */
final class TouchedRows {

    private final Set<ByteBuffer> touched = new HashSet<>();
    private final int[] columns;
    private final KeyCodec codec;
    private final ByteWriter sink = new ByteWriter(64);

    /** @param identity columns that tell rows apart, as far as their values do */
    TouchedRows(Schema schema, List<Integer> identity) {
        columns = identity.stream().mapToInt(Integer::intValue).toArray();
        codec = KeyCodec.ascending(identity.stream().map(schema::type).toList(), KeyCodec.Form.EQUALITY);
    }

    void add(DeltaBatch rows) {
        for (int row = 0; row < rows.size(); row++) {
            touched.add(bytes(rows, row));
        }
    }

    DeltaBatch untouched(DeltaBatch rows) {
        if (touched.isEmpty()) {
            return rows;
        }
        int[] kept = new int[rows.size()];
        int count = 0;
        for (int row = 0; row < rows.size(); row++) {
            if (!touched.contains(bytes(rows, row))) {
                kept[count++] = row;
            }
        }
        return rows.select(kept, count);
    }

    private ByteBuffer bytes(DeltaBatch rows, int row) {
        sink.reset();
        codec.encode(rows, columns, row, sink);
        return ByteBuffer.wrap(sink.toByteArray());
    }
}
