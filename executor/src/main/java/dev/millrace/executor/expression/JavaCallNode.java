package dev.millrace.executor.expression;

import dev.millrace.executor.code.JavaMethod;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.JavaCall;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

/** A call of somebody's method, row by row. */
final class JavaCallNode implements Node {

    private final JavaCall call;
    private final JavaMethod method;
    private final Node[] operands;
    private final SqlType type;

    JavaCallNode(JavaCall call, JavaMethod method, Node[] operands, SqlType type) {
        this.call = call;
        this.method = method;
        this.operands = operands;
        this.type = type;
    }

    @Override
    public Vector evaluate(Frame frame) {
        Vector[] vectors = new Vector[operands.length];
        boolean isConstant = call.volatility() != Volatility.VOLATILE;
        for (int i = 0; i < operands.length; i++) {
            vectors[i] = operands[i].evaluate(frame);
            isConstant &= vectors[i].isConstant();
        }
        int size = isConstant ? 1 : frame.size();
        SqlException[] failures = CallNode.operandFailures(vectors, isConstant, size);
        long[] skip = call.isStrict() ? CallNode.nullRows(vectors, size) : null;
        ColumnBuilder out = new ColumnBuilder(type.layout(), size);
        SqlException[] own = null;
        for (int row = 0; row < size; row++) {
            boolean isSkipped = failures != null && failures[row] != null
                    || skip != null && (skip[row >> 6] & 1L << row) != 0;
            if (isSkipped) {
                out.appendNull();
                continue;
            }
            try {
                method.call(arguments(vectors, row), out);
            } catch (SqlException e) {
                own = own == null ? new SqlException[size] : own;
                own[row] = e;
                out.appendNull();
            }
        }
        return new Vector(out.build(), isConstant, Vector.unite(failures, own));
    }

    private Object[] arguments(Vector[] vectors, int row) {
        Object[] arguments = new Object[vectors.length];
        for (int i = 0; i < arguments.length; i++) {
            Column column = vectors[i].column();
            int place = row & vectors[i].mask();
            arguments[i] = method.parameters().get(i).read(column, place);
        }
        return arguments;
    }
}
