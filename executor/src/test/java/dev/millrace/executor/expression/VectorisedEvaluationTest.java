package dev.millrace.executor.expression;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Random expressions over random rows with NULLs: a batch evaluated at once gives, row by row, what each row gives
 * alone, and filters and projections agree with it. A failing seed is in the test's name.
 */
class VectorisedEvaluationTest {

    private static final int ROWS = 130;
    private static final int DEPTH = 4;

    private static final List<SqlType> TYPES = List.of(
            SqlType.BOOLEAN, SqlType.SMALLINT, SqlType.INTEGER, SqlType.BIGINT, SqlType.REAL, SqlType.DOUBLE,
            SqlType.NUMERIC, SqlType.TEXT, SqlType.DATE, SqlType.TIME, SqlType.TIMESTAMP, SqlType.TIMESTAMPTZ,
            SqlType.INTERVAL, SqlType.BYTEA, SqlType.UUID);

    /** Functions whose results grow without bound, or differ from call to call. */
    private static final List<String> LEFT_OUT =
            List.of("repeat", "lpad", "rpad", "factorial", "exp", "power", "pow", "^", "<<", "format", "ln", "log");

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aBatchGivesWhatItsRowsGive(int seed) {
        Random random = new Random(seed);
        DeltaBatch batch = batch(random);
        // A third are conditions: the lazy forms have the most ways to go wrong.
        SqlType type = random.nextInt(3) == 0 ? SqlType.BOOLEAN : TYPES.get(random.nextInt(TYPES.size()));
        Expr expression = expression(random, type, DEPTH);
        ExpressionCompiler compiler = new ExpressionCompiler(Functions.standard(), ZoneOffset.ofHours(2));
        Evaluator evaluator = compiler.compile(expression);
        Evaluator.Failures failures = new Evaluator.Failures();
        Column whole = evaluator.evaluate(batch, 0, failures);
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            Evaluator.Failures failure = new Evaluator.Failures();
            Column alone = evaluator.evaluate(batch.select(new int[] {row}, 1), 0, failure);
            expected.add(show(type, alone, 0, failure.of(0)));
            actual.add(show(type, whole, row, failures.of(row)));
        }
        assertEquals(expected, actual, () -> expression.toString());
        checkProjection(compiler, expression, batch, whole, failures);
        if (type.kind() == Kind.BOOLEAN) {
            checkFilter(compiler, expression, batch, whole, failures);
        }
    }

    private static void checkProjection(
            ExpressionCompiler compiler, Expr expression, DeltaBatch batch, Column whole, Evaluator.Failures failures) {
        RowErrors errors = new RowErrors();
        DeltaBatch projected = compiler.projection(List.of(expression, expression)).apply(batch, 0, errors);
        int at = 0;
        for (int row = 0; row < ROWS; row++) {
            if (failures.of(row) == null) {
                String first = show(expression.type(), projected.column(0), at, null);
                assertEquals(show(expression.type(), whole, row, null), first);
                assertEquals(first, show(expression.type(), projected.column(1), at, null));
                assertEquals(batch.weight(row), projected.weight(at));
                at++;
            }
        }
        assertEquals(at, projected.size());
        compiler.projection(List.of(expression)).apply(batch.negate(), 0, errors);
        assertEquals(true, errors.isEmpty(), "a retraction takes its failures back");
    }

    private static void checkFilter(
            ExpressionCompiler compiler, Expr expression, DeltaBatch batch, Column whole, Evaluator.Failures failures) {
        Filters filter = compiler.filter(expression);
        filter.select(batch, 0, new RowErrors());
        List<Integer> expected = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            if (failures.of(row) == null && show(SqlType.BOOLEAN, whole, row, null).equals("t")) {
                expected.add(row);
            }
        }
        List<Integer> selected = new ArrayList<>();
        for (int i = 0; i < filter.count(); i++) {
            selected.add(filter.selected()[i]);
        }
        assertEquals(expected, selected);
    }

    private static String show(SqlType type, Column column, int row, SqlException failure) {
        if (failure != null) {
            return failure.sqlState() + " " + failure.getMessage();
        }
        if (column.isNull(row) && column instanceof WordColumn words) {
            assertEquals(0, words.values()[row], "the word of a NULL");
        }
        return column.isNull(row) ? "NULL" : TextForm.format(type, column, row, ZoneOffset.UTC);
    }

    // Random rows

    private static DeltaBatch batch(Random random) {
        BatchBuilder builder = new BatchBuilder(TYPES);
        boolean withNulls = random.nextBoolean();
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < TYPES.size(); i++) {
                if (withNulls && random.nextInt(5) == 0) {
                    builder.column(i).appendNull();
                } else {
                    append(random, TYPES.get(i), builder.column(i));
                }
            }
            builder.endRow(random.nextInt(3) + 1);
        }
        return builder.build();
    }

    private static void append(Random random, SqlType type, ColumnBuilder out) {
        long small = random.nextInt(7) - 3L;
        boolean extreme = random.nextInt(10) == 0;
        switch (type.kind()) {
            case BOOLEAN -> out.appendWord(random.nextInt(2));
            case SMALLINT -> out.appendWord(extreme ? Short.MAX_VALUE : small);
            case INTEGER -> out.appendWord(extreme ? Integer.MIN_VALUE : small);
            case BIGINT -> out.appendWord(extreme ? Long.MAX_VALUE : small);
            case REAL -> out.appendDouble(extreme ? Float.NaN : small / 4.0f);
            case DOUBLE -> out.appendDouble(extreme ? Double.POSITIVE_INFINITY : small / 4.0);
            case NUMERIC -> {
                if (extreme) {
                    Numeric.NAN.appendTo(out);
                } else {
                    Numeric.append(out, random.nextInt(2001) - 1000, random.nextInt(4));
                }
            }
            case DATE -> out.appendWord(extreme ? Long.MAX_VALUE : 18_000 + small);
            case TIME -> out.appendWord((small + 3) * Interval.MICROS_PER_HOUR + 7);
            case TIMESTAMP, TIMESTAMPTZ ->
                out.appendWord(extreme ? Long.MIN_VALUE : 1_600_000_000_123_456L + small * 3_600_000_000L);
            case INTERVAL -> new Interval((int) small, random.nextInt(40) - 20, small * 1_000_003).appendTo(out);
            case BYTEA -> out.appendBytes(new byte[] {(byte) small, (byte) random.nextInt(3)});
            case UUID -> {
                byte[] uuid = new byte[16];
                uuid[15] = (byte) small;
                out.appendBytes(uuid);
            }
            default -> out.appendText(extreme ? "" : "aäb%_1".substring(random.nextInt(3), 3 + random.nextInt(4)));
        }
    }

    // Random expressions

    private static Expr expression(Random random, SqlType type, int depth) {
        int form = depth == 0 ? random.nextInt(2) : random.nextInt(10);
        if (form == 0) {
            return literal(random, type);
        }
        if (form == 1) {
            return new Expr.Input(TYPES.indexOf(type), type);
        }
        int below = depth - 1;
        if (form == 2) {
            return new Expr.Case(
                    List.of(
                            expression(random, SqlType.BOOLEAN, below),
                            expression(random, type, below),
                            expression(random, SqlType.BOOLEAN, below),
                            expression(random, type, below),
                            expression(random, type, below)),
                    type);
        }
        if (form == 3) {
            List<Expr> operands = List.of(expression(random, type, below), expression(random, type, below));
            return new Expr.Coalesce(operands, type);
        }
        if (form <= 6 && type.kind() == Kind.BOOLEAN) {
            return logic(random, below);
        }
        return call(random, type, below);
    }

    private static Expr literal(Random random, SqlType type) {
        if (random.nextInt(6) == 0) {
            return Expr.Literal.ofNull(type);
        }
        ColumnBuilder builder = new ColumnBuilder(type.layout());
        append(random, type, builder);
        return dev.millrace.executor.data.Literals.of(type, builder.build(), 0);
    }

    private static Expr logic(Random random, int depth) {
        SqlType other = TYPES.get(random.nextInt(TYPES.size()));
        Expr left = expression(random, other, depth);
        Expr right = expression(random, other, depth);
        Expr first = expression(random, SqlType.BOOLEAN, depth);
        Expr second = expression(random, SqlType.BOOLEAN, depth);
        return switch (random.nextInt(6)) {
            case 0 -> new Expr.And(List.of(first, second, new Expr.IsNull(left)));
            case 1 -> new Expr.Or(List.of(first, second));
            case 2 -> new Expr.Not(first);
            case 3 -> new Expr.IsNotDistinct(left, right);
            case 4 -> new Expr.InList(left, List.of(right, literal(random, other)));
            default -> new Expr.InList(left, List.of(literal(random, other), literal(random, other)));
        };
    }

    private static Expr call(Random random, SqlType type, int depth) {
        List<FunctionSignature> candidates = Functions.standard().all().stream()
                .filter(signature -> signature.kind() == FunctionSignature.Kind.SCALAR)
                .filter(signature -> signature.result().equals(type))
                .filter(signature -> signature.volatility() != FunctionSignature.Volatility.VOLATILE)
                .filter(signature -> !LEFT_OUT.contains(signature.name()))
                .filter(signature -> signature.parameters().stream()
                        .allMatch(parameter -> TYPES.contains(parameter) || parameter.kind() == Kind.UNKNOWN))
                .toList();
        if (candidates.isEmpty()) {
            return literal(random, type);
        }
        FunctionSignature function = candidates.get(random.nextInt(candidates.size()));
        List<Expr> operands = new ArrayList<>();
        for (SqlType parameter : function.parameters()) {
            SqlType operand = parameter.kind() == Kind.UNKNOWN ? TYPES.get(random.nextInt(TYPES.size())) : parameter;
            operands.add(expression(random, operand, depth));
        }
        return new Expr.Call(function.id(), operands, type);
    }
}
