package dev.millrace.executor.operator;

import java.util.BitSet;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Schema;

/** What decides about pairs of rows that have the same key: only the columns that it looks at are put together. */
final class PairCondition {

    private final Evaluator evaluator;
    private final int leftWidth;
    private final int width;
    private final boolean[] leftWanted;
    private final boolean[] rightWanted;
    private final BatchBuilder builder;

    /** @param condition over left ++ right columns */
    PairCondition(Expr condition, Evaluator evaluator, Schema left, Schema right) {
        this.evaluator = evaluator;
        leftWidth = left.size();
        width = left.size() + right.size();
        BitSet wanted = new BitSet();
        collect(condition, wanted);
        leftWanted = new boolean[left.size()];
        rightWanted = new boolean[right.size()];
        for (int column = wanted.nextSetBit(0); column >= 0; column = wanted.nextSetBit(column + 1)) {
            if (column < leftWidth) {
                leftWanted[column] = true;
            } else {
                rightWanted[column - leftWidth] = true;
            }
        }
        builder = new BatchBuilder(left.concat(right));
    }

    private static void collect(Expr expr, BitSet columns) {
        if (expr instanceof Expr.Input input) {
            columns.set(input.index());
        }
        expr.operands().forEach(operand -> collect(operand, columns));
    }

    Evaluator evaluator() {
        return evaluator;
    }

    /**
     * Pairs of rows of the one side's changes with records of the other side, in the columns of the condition; the
     * others are null. Weights say nothing.
     */
    DeltaBatch pairs(JoinSide from, JoinSide to, boolean isFromLeft, int[] rows, int[] records, int count) {
        Column[] columns = new Column[width];
        boolean[] fromWanted = isFromLeft ? leftWanted : rightWanted;
        boolean[] toWanted = isFromLeft ? rightWanted : leftWanted;
        int fromFirst = isFromLeft ? 0 : leftWidth;
        int toFirst = isFromLeft ? leftWidth : 0;
        for (int i = 0; i < fromWanted.length; i++) {
            if (fromWanted[i]) {
                columns[fromFirst + i] = from.delta.column(i).select(rows, count);
            }
        }
        for (int i = 0; i < count; i++) {
            byte[] page = to.arrangement.page(records[i]);
            to.codec.decode(page, to.arrangement.row(records[i]), builder, toFirst, toWanted);
        }
        for (int i = 0; i < toWanted.length; i++) {
            if (toWanted[i]) {
                columns[toFirst + i] = builder.column(toFirst + i).build();
            }
        }
        return new DeltaBatch(columns, new long[count], count);
    }
}
