package dev.millrace.executor.aggregate;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.Multirange;
import dev.millrace.executor.data.Range;
import dev.millrace.executor.data.RangeForm;
import dev.millrace.executor.data.RangeTypes;
import dev.millrace.executor.plan.SqlType;

/** What range_agg and range_intersect_agg make of a group's ranges or multiranges, none of which is NULL. */
final class RangeGathering {

    private RangeGathering() {}

    static void append(boolean isUnion, SqlType.Kind kind, BytesColumn values, ColumnBuilder out) {
        SqlType element = RangeTypes.element(kind);
        boolean isOfRanges = RangeTypes.isRange(kind);
        List<Range> gathered = null;
        for (int row = 0; row < values.size(); row++) {
            byte[] value = values.bytes(row);
            List<Range> ranges = isOfRanges ? List.of(RangeForm.read(kind, value)) : RangeForm.readAll(kind, value);
            if (gathered == null) {
                gathered = Multirange.of(element, ranges);
            } else if (isUnion) {
                List<Range> all = new ArrayList<>(gathered);
                all.addAll(ranges);
                gathered = all;
            } else {
                gathered = Multirange.intersect(element, gathered, ranges);
            }
        }
        if (isUnion) {
            out.appendBytes(RangeForm.encode(RangeTypes.multirange(kind), Multirange.of(element, gathered)));
        } else if (isOfRanges) {
            out.appendBytes(RangeForm.encode(kind, Multirange.whole(element, gathered)));
        } else {
            out.appendBytes(RangeForm.encode(kind, gathered));
        }
    }
}
