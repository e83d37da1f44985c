package dev.millrace.executor.operator;

import java.util.Arrays;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.window.WindowRows;

/** Decodes rows one after the other into what window functions look at. */
final class StretchBuilder {

    private final NeededColumns needed;
    private final ColumnBuilder[] columns;
    private final ColumnBuilder places;
    private int[] groupOf;
    private int[] groupStart = new int[16];
    private int size;
    private int groups;

    /** @param expected so many rows, about */
    StretchBuilder(NeededColumns needed, int expected) {
        this.needed = needed;
        columns = needed.builders(expected);
        places = new ColumnBuilder(SqlType.Layout.WORD, expected);
        groupOf = new int[expected];
    }

    /** Appends so many equal rows, whose bytes stand in {@code data} from {@code start} on. */
    void add(byte[] data, int start, long weight, boolean isPeerOfLast) {
        if (!isPeerOfLast) {
            if (groups + 1 >= groupStart.length) {
                groupStart = Arrays.copyOf(groupStart, 2 * groupStart.length);
            }
            groupStart[groups++] = size;
        }
        for (long copy = 0; copy < weight; copy++) {
            if (size == groupOf.length) {
                groupOf = Arrays.copyOf(groupOf, 2 * size + 1);
            }
            groupOf[size] = groups - 1;
            needed.codec().decode(data, start, columns);
            places.appendWord(size++);
        }
    }

    WindowRows build() {
        groupStart[groups] = size;
        Column[] built = needed.built(columns, 1);
        built[columns.length] = places.buildLast();
        return new WindowRows(DeltaBatch.inserts(built, size), size, groupOf, groupStart, groups, 0, 0);
    }
}
