package dev.millrace.executor.operator;

import java.util.BitSet;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.RowCodec;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;

/** The columns that window functions read, decoded out of stored rows; the others are null. */
final class NeededColumns {

    private final RowCodec codec;
    private final int[] needed;
    /** Of every column of the rows. */
    private final SqlType.Layout[] layouts;

    NeededColumns(Schema schema, BitSet needed) {
        codec = new RowCodec(schema);
        this.needed = needed.stream().toArray();
        layouts = new SqlType.Layout[schema.size()];
        for (int i = 0; i < layouts.length; i++) {
            layouts[i] = schema.type(i).layout();
        }
    }

    RowCodec codec() {
        return codec;
    }

    /** @param expected so many rows, about */
    ColumnBuilder[] builders(int expected) {
        ColumnBuilder[] builders = new ColumnBuilder[layouts.length];
        for (int column : needed) {
            builders[column] = new ColumnBuilder(layouts[column], expected);
        }
        return builders;
    }

    /** What was built, with room for {@code more} columns behind; the builders are good for nothing any more. */
    Column[] built(ColumnBuilder[] builders, int more) {
        Column[] built = new Column[builders.length + more];
        for (int column : needed) {
            built[column] = builders[column].buildLast();
        }
        return built;
    }
}
