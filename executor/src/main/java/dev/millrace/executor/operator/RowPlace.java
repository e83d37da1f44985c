package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.data.RowCodec;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;

/**
 * Where a row stands among those of its partition, as bytes that compare as rows do: the order that was asked for,
 * then all other columns, then, where these do not say all of it, the row itself. Equal bytes are equal rows.
 */
final class RowPlace {

    private final KeyEncoder partition;
    private final KeyEncoder order;
    private final KeyEncoder rest;
    private final boolean isLossless;
    private final RowCodec codec;

    RowPlace(Plan.TopK plan) {
        this(plan.input().schema(), plan.partition(), plan.order());
    }

    RowPlace(Schema input, List<Integer> partitionColumns, List<SortKey> sortKeys) {
        partition = KeyEncoder.of(input, partitionColumns);
        order = KeyEncoder.ordered(input, sortKeys);
        Set<Integer> placed = new HashSet<>(partitionColumns);
        sortKeys.forEach(key -> placed.add(key.column()));
        List<SortKey> others = new ArrayList<>();
        for (int i = 0; i < input.size(); i++) {
            if (!placed.contains(i)) {
                others.add(SortKey.ascending(i));
            }
        }
        rest = KeyEncoder.ordered(input, others);
        isLossless = partition.isLossless() && order.isLossless() && rest.isLossless();
        codec = new RowCodec(input);
    }

    KeyEncoder partition() {
        return partition;
    }

    KeyEncoder order() {
        return order;
    }

    RowCodec codec() {
        return codec;
    }

    /** Appends what comes after the order; the row's own bytes stand in {@code encoded} from {@code start} on. */
    void appendRest(DeltaBatch batch, int row, ByteBuilder key, ByteBuilder encoded, int start) {
        rest.encode(batch, row, key);
        if (!isLossless) {
            key.append(encoded.array(), start, encoded.size());
        }
    }

    /** Appends what comes after the order. */
    void appendRest(DeltaBatch batch, int row, ByteBuilder key) {
        rest.encode(batch, row, key);
        if (!isLossless) {
            codec.encode(batch, row, key);
        }
    }
}
