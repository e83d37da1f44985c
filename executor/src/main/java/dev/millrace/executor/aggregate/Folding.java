package dev.millrace.executor.aggregate;

import java.util.function.Function;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FoldCall;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** An aggregate that somebody made, ready to be computed: a state of one group, or of one frame, row after row. */
public final class Folding {

    private static final long[] ONE = {1};
    private static final int[] FIRST = {0};

    private final FoldCall.Steps steps;
    private final Evaluator transition;
    private final Evaluator inverse;
    private final Evaluator result;
    private final Column initial;
    private final int arguments;

    private Column state;
    /** Whether the first row's argument is still to become the state. */
    private boolean isOpen;
    private long rows;

    public Folding(FoldCall.Steps steps, int arguments, Function<Expr, Evaluator> compiler) {
        this.steps = steps;
        transition = compiler.apply(steps.transition());
        inverse = steps.inverse() == null ? null : compiler.apply(steps.inverse());
        result = steps.result() == null ? null : compiler.apply(steps.result());
        Expr first = steps.initial() == null ? Expr.Literal.ofNull(steps.state()) : steps.initial();
        initial = evaluate(compiler.apply(first), new Column[0]);
        this.arguments = arguments;
        begin();
    }

    boolean isStrict() {
        return steps.isStrict();
    }

    /** Whether the state can go back. */
    public boolean isInvertible() {
        return inverse != null;
    }

    /** Forgets all rows. */
    public void begin() {
        state = initial;
        isOpen = steps.isStrict() && initial.isNull(0);
        rows = 0;
    }

    /** Goes on with a row. @param places the columns that are its arguments */
    public void add(DeltaBatch batch, int[] places, int row) {
        Column[] columns = row(batch, places, row);
        if (columns == null) {
            return;
        }
        rows++;
        if (isOpen) {
            state = columns[1];
            isOpen = false;
        } else if (!steps.isStrict() || !state.isNull(0)) {
            state = evaluate(transition, columns);
            if (inverse != null && state.isNull(0)) {
                throw new SqlException(
                        SqlState.NULL_VALUE_NOT_ALLOWED,
                        "moving-aggregate transition function must not return null");
            }
        }
    }

    /** Takes the earliest row back. @return false where nothing is known any more, and has to be computed anew */
    public boolean remove(DeltaBatch batch, int[] places, int row) {
        Column[] columns = row(batch, places, row);
        if (columns == null) {
            return true;
        }
        if (rows == 1) {
            begin();
            return true;
        }
        rows--;
        state = evaluate(inverse, columns);
        return !state.isNull(0);
    }

    /** @throws SqlException where there is none */
    public void result(ColumnBuilder out) {
        if (result == null) {
            out.append(state, 0);
        } else if (steps.isResultStrict() && state.isNull(0)) {
            out.appendNull();
        } else {
            Column[] columns = new Column[arguments + 1];
            columns[0] = state;
            // What the result may ask of arguments is their types alone.
            out.append(evaluate(result, columns), 0);
        }
    }

    /** The state and a row's arguments; null for a row that counts for nothing. */
    private Column[] row(DeltaBatch batch, int[] places, int row) {
        Column[] columns = new Column[arguments + 1];
        columns[0] = state;
        int[] selected = {row};
        for (int i = 0; i < arguments; i++) {
            Column column = batch.column(places[i]);
            if (steps.isStrict() && column.isNull(row)) {
                return null;
            }
            columns[i + 1] = batch.size() == 1 ? column : column.select(selected, 1);
        }
        return columns;
    }

    private static Column evaluate(Evaluator evaluator, Column[] columns) {
        Evaluator.Failures failures = new Evaluator.Failures();
        Column value = evaluator.evaluate(new DeltaBatch(columns, ONE, 1), 0, failures);
        if (!failures.isEmpty()) {
            throw failures.of(0);
        }
        // An evaluator may use the memory of its values again.
        return value.select(FIRST, 1);
    }
}
