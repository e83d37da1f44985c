package dev.millrace.executor.aggregate;

import java.util.Arrays;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.state.OrderedTable;

/**
 * rank, dense_rank, percent_rank and cume_dist of a row that is not there: which it would have in the group's order.
 * The arguments are the columns that are ordered, then as many values of that row, the same for all rows.
 */
final class HypotheticalRankAccumulator extends OrderedAccumulator {

    enum Kind {
        RANK,
        DENSE_RANK,
        PERCENT_RANK,
        CUME_DIST
    }

    private final Kind kind;
    private final KeyEncoder present;
    private final KeyEncoder hypothetical;

    HypotheticalRankAccumulator(Kind kind, AggregateCall call, Schema input, OrderedTable table) {
        super(SortedContents.withinGroup(call, input, table), 0);
        this.kind = kind;
        present = contents.encoder(call, 0);
        hypothetical = contents.encoder(call, call.order().size());
    }

    /** How many rows, and different ones, come before the hypothetical one; how many are its equals. */
    private static final class Counts {
        private long before;
        private long different;
        private long equal;
        private long all;
        private byte[] last;
    }

    @Override
    public void result(int group, ColumnBuilder out) {
        Counts counts = new Counts();
        ByteBuilder key = new ByteBuilder();
        ByteBuilder wanted = new ByteBuilder();
        contents.visit(group, (cursor, weight) -> {
            DeltaBatch row = contents.row(cursor);
            key.clear();
            present.encode(row, 0, key);
            wanted.clear();
            hypothetical.encode(row, 0, wanted);
            int order = Arrays.compareUnsigned(
                    key.array(), 0, key.size(), wanted.array(), 0, wanted.size());
            counts.all += weight;
            counts.equal += order == 0 ? weight : 0;
            if (order < 0) {
                counts.before += weight;
                boolean isSame = counts.last != null && Arrays.equals(
                        counts.last, 0, counts.last.length, key.array(), 0, key.size());
                counts.different += isSame ? 0 : 1;
                counts.last = isSame ? counts.last : key.toBytes();
            }
            return true;
        });
        switch (kind) {
            case RANK -> out.appendWord(counts.before + 1);
            case DENSE_RANK -> out.appendWord(counts.different + 1);
            case PERCENT_RANK -> out.appendDouble(counts.all == 0 ? 0 : (double) counts.before / counts.all);
            case CUME_DIST -> out.appendDouble((double) (counts.before + counts.equal + 1) / (counts.all + 1));
        }
    }
}
