package dev.millrace.executor.aggregate;

import java.util.List;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.state.StateTable;

/**
 * One aggregate call. Between {@link #begin} and the next, it knows the groups {@code 0..groups} of a step. Its
 * result must be a function of the group's rows alone: neither their order nor rows that came and went may leave a
 * trace.
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
     * @throws dev.millrace.executor.plan.SqlException when it has none, e.g. 22003 out of range; nothing was appended
     */
    void result(int group, ColumnBuilder out);

    /** Writes the group's state; it says itself where it ends. */
    void store(int group, ByteBuilder out);

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
