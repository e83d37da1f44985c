package dev.millrace.executor.window;

import java.util.function.Function;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.plan.Expr;

/** An argument of a window function: a column, or the same for all rows. */
final class Argument {

    private final int index;
    private final Column constant;
    private Column column;

    Argument(Expr expr, Function<Expr, Evaluator> compiler) {
        boolean isColumn = expr instanceof Expr.Input;
        index = isColumn ? ((Expr.Input) expr).index() : -1;
        constant = isColumn ? null : Settings.evaluate(expr, compiler);
    }

    boolean isConstant() {
        return constant != null;
    }

    void begin(WindowRows rows) {
        column = isConstant() ? constant : rows.batch().column(index);
    }

    Column column() {
        return column;
    }

    int place(int row) {
        return isConstant() ? 0 : row;
    }

    boolean isNull(int row) {
        return column.isNull(place(row));
    }

    long word(int row) {
        return ((WordColumn) column).value(place(row));
    }

    /** Of a constant. */
    long word() {
        return ((WordColumn) constant).value(0);
    }

    boolean isNull() {
        return constant.isNull(0);
    }

    void appendTo(ColumnBuilder out, int row) {
        out.append(column, place(row));
    }
}
