package dev.millrace.executor.expression;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.function.Arguments;
import dev.millrace.executor.function.Conversion;
import dev.millrace.executor.function.FunctionDefinition;
import dev.millrace.executor.function.Loop;
import dev.millrace.executor.function.Output;
import dev.millrace.executor.function.Prepared;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

/** A call of a function, or a cast: the function's loop over the operands' columns. */
final class CallNode implements Node {

    private final Loop loop;
    private final boolean strict;
    private final boolean isVolatile;
    private final Node[] operands;
    private final SqlType.Layout result;
    private final Conversion conversion;
    private final Prepared[] prepared;

    CallNode(FunctionDefinition function, Node[] operands, SqlType result, Conversion conversion) {
        this.loop = function.loop();
        this.strict = function.signature().strict();
        this.isVolatile = function.signature().volatility() == Volatility.VOLATILE;
        this.operands = operands;
        this.result = result.layout();
        this.conversion = conversion;
        this.prepared = function.prepare();
    }

    @Override
    public Vector evaluate(Frame frame) {
        Column[] columns = new Column[operands.length];
        int[] masks = new int[operands.length];
        Vector[] vectors = new Vector[operands.length];
        boolean isConstant = !isVolatile;
        for (int i = 0; i < operands.length; i++) {
            vectors[i] = operands[i].evaluate(frame);
            columns[i] = vectors[i].column();
            masks[i] = vectors[i].mask();
            isConstant &= vectors[i].isConstant();
        }
        int size = isConstant ? 1 : frame.size();
        SqlException[] failures = operandFailures(vectors, isConstant, size);
        long[] skip = strict ? nullRows(vectors, size) : failedRows(failures, size);
        Output output = new Output(result, size, skip);
        loop.run(new Arguments(columns, masks, skip, size, prepared, frame.zone(), conversion), output);
        return new Vector(output.column(), isConstant, Vector.unite(failures, output.failures()));
    }

    static SqlException[] operandFailures(Vector[] vectors, boolean isConstant, int size) {
        SqlException[] failures = null;
        for (Vector vector : vectors) {
            if (vector.failures() != null) {
                failures = Vector.unite(
                        failures, isConstant ? vector.failures() : vector.expandedFailures(size));
            }
        }
        return failures;
    }

    /** Rows where any operand is NULL (or failed, which is NULL too), or null when there are none. */
    static long[] nullRows(Vector[] vectors, int size) {
        long[] skip = null;
        boolean owned = false;
        for (Vector vector : vectors) {
            long[] nulls = vector.column().nulls();
            if (nulls == null) {
                continue;
            }
            if (vector.isConstant() && size != 1) {
                if (vector.column().isNull(0)) {
                    long[] all = Column.newNulls(size);
                    java.util.Arrays.fill(all, -1L);
                    return all;
                }
            } else if (skip == null) {
                skip = nulls;
            } else {
                skip = owned ? skip : skip.clone();
                owned = true;
                for (int i = 0; i < Math.min(skip.length, nulls.length); i++) {
                    skip[i] |= nulls[i];
                }
            }
        }
        return skip;
    }

    private static long[] failedRows(SqlException[] failures, int size) {
        if (failures == null) {
            return null;
        }
        long[] skip = Column.newNulls(size);
        for (int row = 0; row < size; row++) {
            skip[row >> 6] |= (failures[row] == null ? 0L : 1L) << row;
        }
        return skip;
    }
}
