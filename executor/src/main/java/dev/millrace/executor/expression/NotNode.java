package dev.millrace.executor.expression;

import dev.millrace.executor.data.WordColumn;

/** Three-valued NOT: NULL stays NULL. */
record NotNode(Node operand) implements Node {

    @Override
    public Vector evaluate(Frame frame) {
        Vector vector = operand.evaluate(frame);
        int size = vector.column().size();
        long[] values = vector.words();
        long[] negated = new long[size];
        for (int row = 0; row < size; row++) {
            negated[row] = values[row] ^ 1;
        }
        return new Vector(
                WordColumn.clearingNulls(negated, vector.column().nulls(), size),
                vector.isConstant(),
                vector.failures());
    }
}
