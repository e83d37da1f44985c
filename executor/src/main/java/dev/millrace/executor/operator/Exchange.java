package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.EncodedKeys;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.plan.Distribution;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.state.KeyGroups;

/**
 * Where the shards of a dataflow hand rows to each other. Every shard runs the same operators in the same order, so
 * all meet at every exchange: each lays down what it has for the others, waits for all, and takes what lies there for
 * it, in the order of the shards. Nothing is queued from one step to the next, and no shard can wait for one that
 * waits for it.
 */
final class Exchange {

    private final Schema schema;
    private final Distribution distribution;
    private final CyclicBarrier meeting;
    private final DeltaBatch[][] handed;

    Exchange(Schema schema, Distribution distribution, CyclicBarrier meeting) {
        this.schema = schema;
        this.distribution = distribution;
        this.meeting = meeting;
        handed = new DeltaBatch[meeting.getParties()][];
    }

    /** One shard's end of it. */
    Operator end(int shard) {
        EncodedKeys keys = new EncodedKeys();
        return (step, inputs) -> pass(shard, inputs[0], keys);
    }

    private DeltaBatch pass(int shard, DeltaBatch input, EncodedKeys keys) {
        handed[shard] = deal(input, keys);
        meet();
        List<DeltaBatch> taken = new ArrayList<>(handed.length);
        for (DeltaBatch[] from : handed) {
            taken.add(from[shard]);
        }
        DeltaBatch output = DeltaBatch.concat(schema, taken);
        // Nobody may lay down the next step's rows before all have taken these.
        meet();
        return output;
    }

    private void meet() {
        try {
            meeting.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at an exchange", e);
        } catch (BrokenBarrierException e) {
            throw new AbandonedException(e);
        }
    }

    /** Another shard has failed; its failure is the one to report. */
    static final class AbandonedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AbandonedException(Throwable cause) {
            super("another shard failed", cause);
        }
    }

    private DeltaBatch[] deal(DeltaBatch input, EncodedKeys keys) {
        int shards = handed.length;
        DeltaBatch[] dealt = new DeltaBatch[shards];
        switch (distribution) {
            case Distribution.Broadcast broadcast -> Arrays.fill(dealt, input);
            case Distribution.Single single -> {
                Arrays.fill(dealt, DeltaBatch.empty(schema));
                dealt[0] = input;
            }
            case Distribution.Hash hash -> {
                keys.encode(KeyEncoder.of(schema, hash.columns()), input);
                int[][] rows = new int[shards][input.size()];
                int[] counts = new int[shards];
                for (int row = 0; row < input.size(); row++) {
                    int to = KeyGroups.shard(KeyGroups.of(keys.hash(row)), shards);
                    rows[to][counts[to]++] = row;
                }
                for (int to = 0; to < shards; to++) {
                    dealt[to] = input.select(rows[to], counts[to]);
                }
            }
        }
        return dealt;
    }
}
