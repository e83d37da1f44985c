package dev.millrace.executor.expression;

import java.time.ZoneId;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Literals;
import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.ConstantEvaluator;
import dev.millrace.executor.plan.Expr;

/** Evaluates constants on a batch of one row, through the same compiled functions as everything else. */
public final class ConstantFolding implements ConstantEvaluator {

    private static final DeltaBatch ONE_ROW = DeltaBatch.inserts(new Column[0], 1);

    private final ExpressionCompiler compiler;
    private final ZoneId zone;
    private final CompiledCasts casts;

    public ConstantFolding(Functions functions, ZoneId zone) {
        this(functions, zone, new CompiledCasts());
    }

    /** @param casts compiled for others before, and for others to come */
    public ConstantFolding(Functions functions, ZoneId zone, CompiledCasts casts) {
        compiler = new ExpressionCompiler(functions, zone);
        this.zone = zone;
        this.casts = casts;
    }

    @Override
    public Expr.Literal evaluate(Expr expression) {
        if (expression instanceof Expr.Literal literal) {
            return literal;
        }
        if (expression instanceof Expr.Cast cast
                && cast.operand() instanceof Expr.Literal value
                && CompiledCasts.knows(value, cast.type())) {
            return casts.evaluate(cast, value, compiler, zone);
        }
        Evaluator.Failures failures = new Evaluator.Failures();
        Column column = compiler.compile(expression).evaluate(ONE_ROW, 0, failures);
        if (failures.of(0) != null) {
            throw failures.of(0);
        }
        return Literals.of(expression.type(), column, 0);
    }
}
