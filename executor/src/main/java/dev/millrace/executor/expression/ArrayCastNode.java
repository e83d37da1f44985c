package dev.millrace.executor.expression;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.ArrayShape;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.function.Arguments;
import dev.millrace.executor.function.Conversion;
import dev.millrace.executor.function.Loop;
import dev.millrace.executor.function.Output;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

/**
 * An array as one of another type: the conversion of elements over all elements of a row. The first element that fails
 * fails the row.
 *
 * @param elements from the type of the one array's elements to that of the other's
 */
record ArrayCastNode(Node operand, Loop loop, Conversion elements) implements Node {

    @Override
    public Vector evaluate(Frame frame) {
        Vector arrays = operand.evaluate(frame);
        BytesColumn column = (BytesColumn) arrays.column();
        ColumnBuilder out = new ColumnBuilder(SqlType.Layout.BYTES);
        SqlException[] failures = null;
        for (int row = 0; row < column.size(); row++) {
            if (column.isNull(row)) {
                out.appendNull();
                continue;
            }
            Column from = ArrayForm.decode(elements.from(), column.data(), column.start(row), column.end(row));
            Output to = new Output(elements.to().layout(), from.size(), from.nulls());
            Column[] columns = {from};
            int[] masks = {-1};
            loop.run(new Arguments(columns, masks, from.nulls(), from.size(), null, frame.zone(), elements), to);
            SqlException failure = first(to.failures());
            if (failure != null) {
                failures = failures == null ? new SqlException[column.size()] : failures;
                failures[row] = failure;
                out.appendNull();
            } else {
                ArrayShape shape = ArrayForm.shape(column.data(), column.start(row), column.end(row));
                out.appendBytes(ArrayForm.encode(shape, to.column()));
            }
        }
        return new Vector(out.build(), arrays.isConstant(), Vector.unite(arrays.failures(), failures));
    }

    private static SqlException first(SqlException[] failures) {
        for (int i = 0; failures != null && i < failures.length; i++) {
            if (failures[i] != null) {
                return failures[i];
            }
        }
        return null;
    }
}
