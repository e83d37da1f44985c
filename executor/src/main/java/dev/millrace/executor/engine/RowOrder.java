package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyCodec;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.storage.ByteWriter;

/** Sorts a batch's rows by keys; rows equal in them keep the order in which they came. */
final class RowOrder {

    private static final int PAUSE_COMPARISONS = 65_536;

    private final KeyCodec codec;
    private final int[] columns;

    RowOrder(Schema schema, List<SortKey> order) {
        List<KeyCodec.Field> fields = new ArrayList<>();
        columns = new int[order.size()];
        for (int i = 0; i < columns.length; i++) {
            SortKey key = order.get(i);
            columns[i] = key.column();
            fields.add(new KeyCodec.Field(schema.type(key.column()), key.descending(), key.nullsFirst()));
        }
        codec = new KeyCodec(fields, KeyCodec.Form.EQUALITY);
    }

    /** Appends a row's sort keys: unsigned bytes in the rows' order, and none the beginning of another's. */
    void encode(DeltaBatch batch, int row, ByteWriter out) {
        codec.encode(batch, columns, row, out);
    }

    static int[] asTheyCome(int size) {
        int[] order = new int[size];
        Arrays.setAll(order, row -> row);
        return order;
    }

    /**
     * Row numbers in order.
     *
     * @param pause called every few thousand comparisons; may throw to give up
     */
    int[] sort(DeltaBatch batch, Runnable pause) {
        int[] order = asTheyCome(batch.size());
        if (columns.length == 0) {
            return order;
        }
        ByteWriter keys = new ByteWriter(batch.size() * 16 + 16);
        int[] offsets = new int[batch.size() + 1];
        for (int row = 0; row < batch.size(); row++) {
            codec.encode(batch, columns, row, keys);
            offsets[row + 1] = keys.length();
        }
        byte[] bytes = keys.array();
        Integer[] boxed = new Integer[order.length];
        Arrays.setAll(boxed, row -> row);
        int[] comparisons = new int[1];
        Arrays.sort(boxed, (left, right) -> {
            if (++comparisons[0] % PAUSE_COMPARISONS == 0) {
                pause.run();
            }
            return Arrays.compareUnsigned(
                    bytes, offsets[left], offsets[left + 1], bytes, offsets[right], offsets[right + 1]);
        });
        Arrays.setAll(order, i -> boxed[i]);
        return order;
    }
}
