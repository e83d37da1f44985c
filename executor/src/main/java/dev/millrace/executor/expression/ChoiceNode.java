package dev.millrace.executor.expression;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

/**
 * The lazy forms that choose one operand for each row, CASE and COALESCE: an operand is evaluated only for the rows
 * that reach it, and what it would have failed with elsewhere is never seen.
 */
abstract sealed class ChoiceNode implements Node {

    private final SqlType.Layout layout;

    private ChoiceNode(SqlType type) {
        this.layout = type.layout();
    }

    /** CASE: condition, result, condition, result, ..., else. */
    static final class Case extends ChoiceNode {
        private final Node[] operands;

        Case(Node[] operands, SqlType type) {
            super(type);
            this.operands = operands;
        }

        @Override
        void choose(Frame frame, Choices choices) {
            int[] open = rows(frame.size());
            int count = frame.size();
            for (int i = 0; i + 1 < operands.length && count > 0; i += 2) {
                Vector condition = operands[i].evaluate(frame.narrow(open, count));
                int[] chosen = new int[count];
                int[] rest = new int[count];
                int chosenCount = 0;
                int restCount = 0;
                long[] values = condition.words();
                for (int row = 0; row < count; row++) {
                    int at = row & condition.mask();
                    SqlException failure = condition.failure(row);
                    if (failure != null) {
                        choices.fail(open[row], failure);
                    } else if (values[at] != 0 && !condition.column().isNull(at)) {
                        chosen[chosenCount++] = open[row];
                    } else {
                        rest[restCount++] = open[row];
                    }
                }
                choices.take(operands[i + 1], chosen, chosenCount);
                open = rest;
                count = restCount;
            }
            choices.take(operands[operands.length - 1], open, count);
        }
    }

    /** COALESCE: the first that is not NULL. */
    static final class Coalesce extends ChoiceNode {
        private final Node[] operands;

        Coalesce(Node[] operands, SqlType type) {
            super(type);
            this.operands = operands;
        }

        @Override
        void choose(Frame frame, Choices choices) {
            int[] open = rows(frame.size());
            int count = frame.size();
            for (int i = 0; i < operands.length && count > 0; i++) {
                Vector vector = operands[i].evaluate(frame.narrow(open, count));
                choices.take(vector, open, count);
                int[] rest = new int[count];
                int restCount = 0;
                for (int row = 0; row < count; row++) {
                    if (vector.column().isNull(row & vector.mask()) && vector.failure(row) == null) {
                        rest[restCount++] = open[row];
                    }
                }
                open = rest;
                count = restCount;
            }
        }
    }

    abstract void choose(Frame frame, Choices choices);

    private static int[] rows(int size) {
        int[] rows = new int[size];
        for (int row = 0; row < size; row++) {
            rows[row] = row;
        }
        return rows;
    }

    @Override
    public Vector evaluate(Frame frame) {
        Choices choices = new Choices(frame);
        choose(frame, choices);
        return choices.vector(layout);
    }

    /** For each row, which vector it takes its value from, and where there. */
    static final class Choices {
        private final Frame frame;
        private final int size;
        private final Vector[] vectors;
        private final int[] positions;
        private SqlException[] failures;

        Choices(Frame frame) {
            this.frame = frame;
            this.size = frame.size();
            this.vectors = new Vector[size];
            this.positions = new int[size];
        }

        void fail(int row, SqlException failure) {
            if (failures == null) {
                failures = new SqlException[size];
            }
            failures[row] = failure;
            vectors[row] = null;
        }

        /** Evaluates an operand for some rows, which take their values from it. */
        void take(Node operand, int[] rows, int count) {
            if (count == 0) {
                return;
            }
            if (operand.isFree()) {
                Vector vector = operand.evaluate(frame);
                for (int i = 0; i < count; i++) {
                    take(vector, rows[i], rows[i]);
                }
            } else {
                take(operand.evaluate(frame.narrow(rows, count)), rows, count);
            }
        }

        /** @param vector of the rows {@code rows[0..count)} */
        void take(Vector vector, int[] rows, int count) {
            for (int i = 0; i < count; i++) {
                take(vector, rows[i], i);
            }
        }

        private void take(Vector vector, int row, int position) {
            vectors[row] = vector;
            positions[row] = position & vector.mask();
            SqlException failure = vector.failure(position);
            if (failure != null) {
                fail(row, failure);
            }
        }

        Vector vector(SqlType.Layout layout) {
            return new Vector(
                    layout == SqlType.Layout.WORD ? words() : bytes(), false, failures);
        }

        private Column words() {
            long[] values = new long[size];
            long[] nulls = null;
            for (int row = 0; row < size; row++) {
                Vector vector = vectors[row];
                int position = positions[row];
                if (vector == null || vector.column().isNull(position)) {
                    nulls = nulls == null ? Column.newNulls(size) : nulls;
                    nulls[row >> 6] |= 1L << row;
                } else {
                    values[row] = vector.words()[position];
                }
            }
            return new WordColumn(values, nulls, size);
        }

        private Column bytes() {
            ColumnBuilder builder = new ColumnBuilder(SqlType.Layout.BYTES);
            for (int row = 0; row < size; row++) {
                if (vectors[row] == null) {
                    builder.appendNull();
                } else {
                    builder.append(vectors[row].column(), positions[row]);
                }
            }
            return builder.build();
        }
    }
}
