package dev.millrace.executor.expression;

import java.time.ZoneId;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Literals;
import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.ConstantEvaluator;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;

/** Evaluates constants on a batch of one row, through the same compiled functions as everything else. */
public final class ConstantFolding implements ConstantEvaluator {

    private static final DeltaBatch ONE_ROW = DeltaBatch.inserts(new Column[0], 1);

    private final ExpressionCompiler compiler;
    private final ZoneId zone;
    private final CompiledExpressions casts;

    public ConstantFolding(Functions functions, ZoneId zone) {
        this(functions, zone, new CompiledExpressions(functions));
    }

    /** @param casts compiled for others before, and for others to come */
    public ConstantFolding(Functions functions, ZoneId zone, CompiledExpressions casts) {
        compiler = new ExpressionCompiler(functions, zone);
        this.zone = zone;
        this.casts = casts;
    }

    @Override
    public Expr.Literal evaluate(Expr expression) {
        if (expression instanceof Expr.Literal literal) {
            return literal;
        }
        Evaluator.Failures failures = new Evaluator.Failures();
        Column column = expression instanceof Expr.Cast cast
                        && cast.operand() instanceof Expr.Literal value
                        && isPlain(value.type())
                        && isPlain(cast.type())
                ? cast(cast, value, failures)
                : compiler.compile(expression).evaluate(ONE_ROW, 0, failures);
        if (failures.of(0) != null) {
            throw failures.of(0);
        }
        return Literals.of(expression.type(), column, 0);
    }

    private Column cast(Expr.Cast cast, Expr.Literal value, Evaluator.Failures failures) {
        Expr.Cast ofInput = new Expr.Cast(new Expr.Input(0, value.type()), cast.type(), cast.assignment());
        DeltaBatch row = DeltaBatch.inserts(new Column[] {Literals.column(value)}, 1);
        return casts.evaluate(ofInput, row, 0, zone, failures);
    }

    /** Whether casts from and to the type are the same for all its values, and say the same tomorrow. */
    private static boolean isPlain(SqlType type) {
        return switch (type.kind()) {
            case BOOLEAN, SMALLINT, INTEGER, BIGINT, NUMERIC, REAL, DOUBLE, TEXT, VARCHAR, CHAR -> true;
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL, UUID -> true;
            default -> false;
        };
    }
}
