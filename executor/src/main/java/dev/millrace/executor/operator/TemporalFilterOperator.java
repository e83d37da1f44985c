package dev.millrace.executor.operator;

import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.EncodedKeys;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.data.RowCodec;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.state.KeyGroups;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.state.StateTable;

/**
 * Keeps rows while their time has come and is not over: out = the rows with {@code from <= clock < until}. A row that
 * comes is put out at once if it is its time, and what is still to happen to it is noted under the moment at which it
 * will: ΔA of a step is its own rows as of its clock, and whatever was noted up to there. A retraction takes both back
 * the same way, because a row's times depend on the row alone. The cost is in proportion to the rows that change.
 *
 * <p>An entry: key group, moment, whether the row comes or goes, the row; for one that comes, when it will go.
 */
final class TemporalFilterOperator implements Operator {

    private static final byte COMES = 0;
    private static final byte GOES = 1;
    private static final int ROW_AT = 10;
    private static final int VALUE_BYTES = 8;

    private final String uid;
    private final Presence presence;
    private final KeyEncoder key;
    private final RowCodec codec;
    /** Those that this shard owns. */
    private final int[] groups;
    private final OrderedTable agenda;
    private final BatchBuilder out;
    private final EncodedKeys keys = new EncodedKeys();
    private final ByteBuilder entry = new ByteBuilder();
    private final ByteBuilder value = new ByteBuilder();
    /** For each key group the moment of its first entry, or an earlier one; null before the agenda was looked at. */
    private long[] due;

    TemporalFilterOperator(
            String uid,
            Presence presence,
            KeyEncoder key,
            RowCodec codec,
            Schema schema,
            int[] groups,
            OrderedTable agenda) {
        this.uid = uid;
        this.presence = presence;
        this.key = key;
        this.codec = codec;
        this.groups = groups;
        this.agenda = agenda;
        out = new BatchBuilder(schema);
    }

    @Override
    public List<StateTable> state() {
        return List.of(agenda);
    }

    @Override
    public long due() {
        look();
        long first = Long.MAX_VALUE;
        for (int group : groups) {
            first = Math.min(first, due[group]);
        }
        return first;
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        look();
        for (int group : groups) {
            if (due[group] <= step.clockMicros()) {
                advance(group, step);
            }
        }
        arrive(inputs[0], step);
        if (agenda.negativeEntries() != 0) {
            throw new IllegalStateException("temporal filter " + uid + ": a row was retracted that is not there");
        }
        return out.build();
    }

    /** After a start nobody knows what the agenda holds. */
    private void look() {
        if (due == null) {
            due = new long[KeyGroups.COUNT];
            Arrays.fill(due, Long.MAX_VALUE);
            for (int group : groups) {
                due[group] = firstMoment(group);
            }
        }
    }

    private long firstMoment(int group) {
        byte[] prefix = {(byte) group};
        OrderedTable.Cursor cursor = agenda.seek(prefix, 0, 1);
        return cursor.startsWith(prefix, 0, 1) ? moment(cursor) : Long.MAX_VALUE;
    }

    private static long moment(OrderedTable.Cursor cursor) {
        return ByteBuilder.bigEndian(cursor.data(), cursor.keyStart() + 1) ^ Long.MIN_VALUE;
    }

    // ---- what comes in ----------------------------------------------------------------------------------------------

    private void arrive(DeltaBatch input, Step step) {
        if (input.isEmpty()) {
            return;
        }
        Evaluator.Failures failures = new Evaluator.Failures();
        presence.of(input, step, failures);
        keys.encode(key, input);
        long clock = step.clockMicros();
        for (int row = 0; row < input.size(); row++) {
            long weight = input.weight(row);
            if (failures.of(row) != null) {
                step.errors().add(failures.of(row), weight);
                continue;
            }
            long from = presence.from(row);
            long until = presence.until(row);
            if (until <= from || until <= clock) {
                continue;
            }
            int group = KeyGroups.of(keys.hash(row));
            if (from > clock) {
                if (from < Long.MAX_VALUE) {
                    begin(group, from, COMES);
                    codec.encode(input, row, entry);
                    note(group, from, weight, until);
                }
                continue;
            }
            out.append(input, row, weight);
            if (until < Long.MAX_VALUE) {
                begin(group, until, GOES);
                codec.encode(input, row, entry);
                note(group, until, weight, 0);
            }
        }
    }

    private void begin(int group, long moment, byte kind) {
        entry.clear();
        entry.append(group);
        entry.appendBigEndian(moment ^ Long.MIN_VALUE);
        entry.append(kind);
    }

    private void note(int group, long moment, long weight, long until) {
        value.clear();
        value.appendBigEndian(until);
        agenda.add(entry.array(), 0, entry.size(), weight, value.array(), 0, VALUE_BYTES);
        due[group] = Math.min(due[group], moment);
    }

    // ---- what the clock brings --------------------------------------------------------------------------------------

    private void advance(int group, Step step) {
        byte[] prefix = {(byte) group};
        int sincePause = 0;
        OrderedTable.Cursor cursor = agenda.seek(prefix, 0, 1);
        while (cursor.startsWith(prefix, 0, 1) && moment(cursor) <= step.clockMicros()) {
            byte[] data = Arrays.copyOfRange(cursor.data(), cursor.keyStart(), cursor.keyEnd());
            long until = ByteBuilder.bigEndian(cursor.data(), cursor.keyEnd());
            long weight = cursor.weight();
            byte kind = data[ROW_AT - 1];
            agenda.add(data, 0, data.length, -weight, data, 0, 0);
            if (kind == GOES) {
                put(data, -weight);
            } else if (until > step.clockMicros()) {
                put(data, weight);
                if (until < Long.MAX_VALUE) {
                    begin(group, until, GOES);
                    entry.append(data, ROW_AT, data.length);
                    note(group, until, weight, 0);
                }
            }
            if (++sincePause == Step.PAUSE_ROWS) {
                sincePause = 0;
                step.pause().take(out.heapBytes());
            }
            cursor = agenda.seek(data, 0, data.length);
        }
        due[group] = cursor.startsWith(prefix, 0, 1) ? moment(cursor) : Long.MAX_VALUE;
    }

    private void put(byte[] data, long weight) {
        codec.decode(data, ROW_AT, out, 0);
        out.endRow(weight);
    }
}
