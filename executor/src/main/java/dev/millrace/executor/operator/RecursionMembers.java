package dev.millrace.executor.operator;

import java.util.stream.IntStream;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.EncodedKeys;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.state.KeyedTable;
import dev.millrace.executor.state.StateTable;

/**
 * The rows of a recursion's set and those that may come into it: of each, the number of derivations from the base and
 * from rows in the set, and whether it is in the set itself. Equal rows must look the same.
 */
final class RecursionMembers {

    /** Bytes of a row's payload: derivations, membership. */
    static final int PAYLOAD_BYTES = 16;

    private final KeyedTable table;
    private final KeyEncoder encoder;
    private final TouchedEntries touched;
    private final EncodedKeys keys = new EncodedKeys();
    private final BatchBuilder losers;
    private final BatchBuilder candidates;

    RecursionMembers(Schema schema, KeyedTable table) {
        this.table = table;
        encoder = KeyEncoder.of(schema, IntStream.range(0, schema.size()).boxed().toList());
        touched = new TouchedEntries(table);
        losers = new BatchBuilder(schema);
        candidates = new BatchBuilder(schema);
    }

    StateTable table() {
        return table;
    }

    /** Adds derivations, or takes them away: rows of the set that lose one leave it and are losers. */
    void count(DeltaBatch derivations) {
        count(derivations, true);
    }

    /** The same for derivations that came in this step and were never relied upon. */
    void countBack(DeltaBatch derivations) {
        count(derivations, false);
    }

    private void count(DeltaBatch derivations, boolean loses) {
        if (derivations.isEmpty()) {
            return;
        }
        find(derivations);
        long[] numbers = new long[touched.count()];
        boolean[] isMember = new boolean[numbers.length];
        for (int entry = 0; entry < numbers.length; entry++) {
            numbers[entry] = PayloadWords.get(table, touched.address(entry), 0);
            isMember[entry] = PayloadWords.get(table, touched.address(entry), 1) != 0;
        }
        for (int row = 0; row < derivations.size(); row++) {
            int entry = touched.ofRow(row);
            long weight = derivations.weight(row);
            numbers[entry] = Math.addExact(numbers[entry], weight);
            if (weight < 0 && loses && isMember[entry]) {
                isMember[entry] = false;
                losers.append(derivations, row, 1);
            } else if (weight > 0 && !isMember[entry]) {
                candidates.append(derivations, row, 1);
            }
        }
        for (int entry = 0; entry < numbers.length; entry++) {
            store(entry, numbers[entry], isMember[entry]);
        }
    }

    private void find(DeltaBatch rows) {
        keys.encode(encoder, rows);
        touched.find(keys);
    }

    private void store(int entry, long number, boolean isMember) {
        if (number < 0) {
            throw new IllegalStateException("recursion: a row was retracted that is not there");
        }
        int address = touched.address(entry);
        if (number == 0 && !isMember) {
            table.remove(address);
            return;
        }
        PayloadWords.set(table, address, 0, number);
        PayloadWords.set(table, address, 1, isMember ? 1 : 0);
        table.changed(address);
    }

    /** The rows that have left the set since this was asked, each once. */
    DeltaBatch takeLosers() {
        return losers.build();
    }

    /** Rows that got a derivation since this was asked and may have to come into the set. */
    DeltaBatch takeCandidates() {
        return candidates.build();
    }

    /** Puts those into the set that have a derivation and are not in it: these, each once. */
    DeltaBatch enter(DeltaBatch rows) {
        find(rows);
        int[] entered = new int[touched.count()];
        int count = 0;
        for (int entry = 0; entry < touched.count(); entry++) {
            int address = touched.address(entry);
            long number = PayloadWords.get(table, address, 0);
            if (number == 0 && PayloadWords.get(table, address, 1) == 0) {
                table.remove(address);
            } else if (number > 0 && PayloadWords.get(table, address, 1) == 0) {
                store(entry, number, true);
                entered[count++] = touched.firstRow()[entry];
            }
        }
        return rows.select(entered, count).withWeights(DeltaBatch.ones(count));
    }

    /** Takes rows out of the set that were put into it in this step. */
    void leave(DeltaBatch rows) {
        find(rows);
        for (int entry = 0; entry < touched.count(); entry++) {
            store(entry, PayloadWords.get(table, touched.address(entry), 0), false);
        }
    }
}
