package dev.millrace.executor.aggregate;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;

/** bit_and, bit_or and bit_xor: how often each bit is set, which subtraction undoes. */
final class BitAccumulator implements Accumulator {

    enum Kind {
        AND,
        OR,
        XOR
    }

    private static final int BITS = Long.SIZE;
    private static final int WORDS = BITS + 1;

    private final int argument;
    private final Kind kind;
    /** Per group: how many values, then how many of them have each bit. */
    private long[] counts = new long[WORDS];

    BitAccumulator(int argument, Kind kind) {
        this.argument = argument;
        this.kind = kind;
    }

    @Override
    public void begin(int groups, GroupKeys keys) {
        counts = Words.zeroed(counts, groups * WORDS);
    }

    @Override
    public int load(int group, byte[] data, int start) {
        for (int i = 0; i < WORDS; i++) {
            counts[group * WORDS + i] = Words.get(data, start + i * Long.BYTES);
        }
        return start + WORDS * Long.BYTES;
    }

    @Override
    public void add(DeltaBatch batch, GroupedRows rows) {
        WordColumn column = batch.words(argument);
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.rows()[i];
            if (column.isNull(row)) {
                continue;
            }
            int first = rows.groups()[i] * WORDS;
            long weight = rows.weights()[i];
            counts[first] += weight;
            for (long bits = column.value(row); bits != 0; bits &= bits - 1) {
                counts[first + 1 + Long.numberOfTrailingZeros(bits)] += weight;
            }
        }
    }

    @Override
    public void result(int group, ColumnBuilder out) {
        int first = group * WORDS;
        long count = counts[first];
        if (count == 0) {
            out.appendNull();
            return;
        }
        long result = 0;
        for (int bit = 0; bit < BITS; bit++) {
            long set = counts[first + 1 + bit];
            boolean isSet = switch (kind) {
                case AND -> set == count;
                case OR -> set > 0;
                case XOR -> (set & 1) != 0;
            };
            result |= isSet ? 1L << bit : 0;
        }
        out.appendWord(result);
    }

    @Override
    public void store(int group, ByteBuilder out) {
        for (int i = 0; i < WORDS; i++) {
            out.appendLittleEndian(counts[group * WORDS + i]);
        }
    }
}
