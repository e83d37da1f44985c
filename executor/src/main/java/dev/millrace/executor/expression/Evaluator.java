package dev.millrace.executor.expression;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.SqlException;

/** A compiled expression. May keep scratch memory: one thread at a time. */
public interface Evaluator {

    /**
     * The values for all rows of a batch.
     *
     * @param clockMicros the value of {@code Expr.Now}
     * @param failed set for rows whose value could not be computed; their value in the result is meaningless
     */
    Column evaluate(DeltaBatch batch, long clockMicros, Failures failed);

    /** Which rows of a batch failed, and why; the first failure of a row counts. */
    final class Failures {
        private SqlException[] byRow;

        public void fail(int row, int size, SqlException reason) {
            if (byRow == null) {
                byRow = new SqlException[size];
            }
            if (byRow[row] == null) {
                byRow[row] = reason;
            }
        }

        /** Takes a row's failure back: a lazy form decided without this operand. */
        public void clear(int row) {
            if (byRow != null) {
                byRow[row] = null;
            }
        }

        public boolean isEmpty() {
            return byRow == null;
        }

        /** The row's failure, or null. */
        public SqlException of(int row) {
            return byRow == null ? null : byRow[row];
        }
    }
}
