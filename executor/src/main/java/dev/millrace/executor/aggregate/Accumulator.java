package dev.millrace.executor.aggregate;

import java.util.List;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.state.StateTable;

/**
 * One aggregate call. Between {@link #begin} and the next, it knows the groups {@code 0..groups} of a step. Its
 * result must be a function of the group's rows alone: neither their order nor rows that came and went may leave a
 * trace.
 *
 * <p>What is done for one group can be done for all of a step at once; accumulators whose state is of fixed size do
 * so in loops of their own, without a call a group.
 */
public interface Accumulator {

    /** Forgets the last step's groups; the new ones are empty until {@link #load}ed. */
    void begin(int groups, GroupKeys keys);

    /** Takes a group's state as {@link #store} wrote it from {@code start} on; returns where it ended. */
    int load(int group, byte[] data, int start);

    /** Applies changes of rows. */
    void add(DeltaBatch batch, GroupedRows rows);

    /**
     * Appends the value for a group.
     *
     * @throws SqlException when it has none, e.g. 22003 out of range; nothing was appended
     */
    void result(int group, ColumnBuilder out);

    /** Writes the group's state; it says itself where it ends. */
    void store(int group, ByteBuilder out);

    /** {@link #load} of all groups that have a payload. */
    default void load(GroupPayloads groups) {
        for (int group = 0; group < groups.count(); group++) {
            if (groups.isOpen(group)) {
                groups.moveTo(group, load(group, groups.page(group), groups.at(group)));
            }
        }
    }

    /**
     * {@link #result} of all groups that exist; what is appended for the others is never read.
     *
     * @param failures learns of groups that have no value; NULL was appended for those
     */
    default void results(boolean[] exists, int groups, ColumnBuilder out, Failures failures) {
        for (int group = 0; group < groups; group++) {
            if (!exists[group]) {
                out.appendNull();
                continue;
            }
            try {
                result(group, out);
            } catch (SqlException failure) {
                out.appendNull();
                failures.failed(group, failure);
            }
        }
    }

    /** Says how many bytes {@link #store(GroupPayloads)} will write for each group. */
    default void measure(GroupPayloads groups) {
        for (int group = 0; group < groups.count(); group++) {
            if (groups.isOpen(group)) {
                store(group, groups.staged());
                groups.endStaged(group);
            }
        }
    }

    /** {@link #store} of all groups that have a payload, which were {@link #measure}d before. */
    default void store(GroupPayloads groups) {
        for (int group = 0; group < groups.count(); group++) {
            if (groups.isOpen(group)) {
                groups.putStaged(group);
            }
        }
    }

    /** Takes note of groups whose result is an error. */
    interface Failures {
        void failed(int group, SqlException failure);
    }

    /** Tables beside the group's payload. */
    default List<StateTable> state() {
        return List.of();
    }

    /** The encoded keys of the groups of a step. */
    interface GroupKeys {
        byte[] array();

        int start(int group);

        int end(int group);
    }

    /**
     * Rows of a batch, each with its group and weight.
     *
     * @param rows row numbers, {@code count} of them; {@code groups} and {@code weights} lie beside them
     */
    record GroupedRows(int[] rows, int[] groups, long[] weights, int count) {}
}
