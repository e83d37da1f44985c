package dev.millrace.executor.expression;

import java.util.List;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.RoutineCall;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

/**
 * A call of a function in a procedural language, row by row. What it fails with ends the statement at once, and is not
 * its row's alone: a function may have written, and said, what must not go on.
 */
final class RoutineCallNode implements Node {

    private final RoutineCall call;
    private final List<SqlType> types;
    private final Node[] operands;
    private final SqlType type;

    RoutineCallNode(RoutineCall call, List<SqlType> types, Node[] operands, SqlType type) {
        this.call = call;
        this.types = List.copyOf(types);
        this.operands = operands;
        this.type = type;
    }

    @Override
    public Vector evaluate(Frame frame) {
        if (!RoutineCaller.CURRENT.isBound()) {
            throw SqlException.unsupported("a function in PL/pgSQL in what is not a session's statement")
                    .withHint("Write the function in SQL or in Java.");
        }
        Vector[] vectors = new Vector[operands.length];
        boolean isConstant = call.volatility() != Volatility.VOLATILE;
        for (int i = 0; i < operands.length; i++) {
            vectors[i] = operands[i].evaluate(frame);
            isConstant &= vectors[i].isConstant();
        }
        int size = isConstant ? Math.min(1, frame.size()) : frame.size();
        SqlException[] failures = CallNode.operandFailures(vectors, isConstant, size);
        long[] skip = call.isStrict() ? CallNode.nullRows(vectors, size) : null;
        ColumnBuilder out = new ColumnBuilder(type.layout(), size);
        for (int row = 0; row < size; row++) {
            boolean isSkipped = failures != null && failures[row] != null
                    || skip != null && (skip[row >> 6] & 1L << row) != 0;
            if (isSkipped) {
                out.appendNull();
            } else {
                RoutineCaller.CURRENT.get().call(call, types, arguments(vectors, row), type, out);
            }
        }
        return new Vector(out.build(), isConstant && size == 1, failures);
    }

    private static Column[] arguments(Vector[] vectors, int row) {
        Column[] arguments = new Column[vectors.length];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = vectors[i].column().select(new int[] {row & vectors[i].mask()}, 1);
        }
        return arguments;
    }
}
