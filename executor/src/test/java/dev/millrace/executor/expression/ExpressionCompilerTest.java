package dev.millrace.executor.expression;

import java.time.ZoneOffset;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ExpressionCompilerTest {

    private static final Expr X = new Expr.Input(0, SqlType.INTEGER);
    private static final Expr Y = new Expr.Input(1, SqlType.INTEGER);

    private final ExpressionCompiler compiler = new ExpressionCompiler(Functions.standard(), ZoneOffset.UTC);

    private static Expr number(long value) {
        return new Expr.Literal(value, SqlType.INTEGER);
    }

    private static Expr call(String operator, SqlType type, Expr... operands) {
        return new Expr.Call(operator + "(integer,integer)", List.of(operands), type);
    }

    private static DeltaBatch batch(Integer[]... rows) {
        BatchBuilder builder = new BatchBuilder(List.of(SqlType.INTEGER, SqlType.INTEGER));
        for (Integer[] row : rows) {
            for (int i = 0; i < 2; i++) {
                if (row[i] == null) {
                    builder.column(i).appendNull();
                } else {
                    builder.column(i).appendWord(row[i]);
                }
            }
            builder.endRow(row.length > 2 ? row[2] : 1);
        }
        return builder.build();
    }

    private static Integer[] row(Integer... values) {
        return values;
    }

    @Test
    void leavesOutRowsThatFailAndCountsThemWithTheirWeight() {
        Projection quotient = compiler.projection(List.of(call("/", SqlType.INTEGER, X, Y), X));
        RowErrors errors = new RowErrors();
        DeltaBatch result = quotient.apply(batch(row(7, 2), row(1, 0, 3), row(null, 0), row(9, 3)), 0, errors);
        assertEquals(3, result.size());
        assertArrayEquals(new long[] {3, 0, 3}, java.util.Arrays.copyOf(result.words(0).values(), 3));
        assertEquals(3L, errors.weights().get(new RowErrors.Failure("22012", "division by zero")));
        quotient.apply(batch(row(1, 0, -3)), 0, errors);
        assertEquals(true, errors.isEmpty());
    }

    @Test
    void tellsAFailureWithItsDetailAndHintAndTakesItBackWithoutThem() {
        RowErrors errors = new RowErrors();
        errors.add(new SqlException("22P02", "malformed", "An end is missing.", "Write one.", 0), 2);
        SqlException told = errors.weights().keySet().iterator().next().exception();
        assertEquals("An end is missing. Write one.", told.detail() + " " + told.hint());
        errors.add(new RowErrors.Failure("22P02", "malformed"), -2);
        assertEquals(true, errors.isEmpty());
    }

    @Test
    void aDecidingOperandHidesFailureAndNullOfTheOthersInAnyOrder() {
        Expr fails = call("=", SqlType.BOOLEAN, call("/", SqlType.INTEGER, X, Y), number(3));
        Expr guard = call("<>", SqlType.BOOLEAN, Y, number(0));
        for (List<Expr> operands : List.of(List.of(fails, guard), List.of(guard, fails))) {
            Filters filter = compiler.filter(new Expr.And(operands));
            RowErrors errors = new RowErrors();
            DeltaBatch batch = batch(row(6, 2), row(6, 0), row(7, 0), row(null, 0), row(6, null), row(9, 3));
            assertEquals(2, filter.apply(batch, 0, errors).size());
            assertEquals(true, errors.isEmpty());
        }
    }

    @Test
    void evaluatesAResultOfCaseOnlyWhereItIsChosen() {
        Expr isZero = call("=", SqlType.BOOLEAN, Y, number(0));
        Expr choice = new Expr.Case(
                List.of(isZero, number(-1), call("/", SqlType.INTEGER, X, Y)), SqlType.INTEGER);
        RowErrors errors = new RowErrors();
        DeltaBatch result = compiler.projection(List.of(choice, choice))
                .apply(batch(row(6, 2), row(6, 0), row(null, 1)), 0, errors);
        assertArrayEquals(new long[] {3, -1}, java.util.Arrays.copyOf(result.words(1).values(), 2));
        assertEquals(true, result.column(0).isNull(2));
        assertEquals(true, errors.isEmpty());
    }

    @Test
    void foldsConstantsAndReportsTheirFailure() {
        ConstantFolding folding = new ConstantFolding(Functions.standard(), ZoneOffset.UTC);
        assertEquals(
                new Expr.Literal(5L, SqlType.INTEGER),
                folding.evaluate(call("+", SqlType.INTEGER, number(2), number(3))));
        SqlException failure = assertThrows(
                SqlException.class,
                () -> folding.evaluate(call("+", SqlType.INTEGER, number(Integer.MAX_VALUE), number(3))));
        assertEquals("22003: integer out of range", failure.sqlState() + ": " + failure.getMessage());
    }
}
