package dev.millrace.server.procedure;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.expression.ExpressionCompiler;
import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.session.Execution;

/** Values as values of other types, as an assignment makes them: by a cast, or by way of text where there is none. */
final class Casts {

    private record Key(SqlType from, SqlType to, ZoneId zone) {}

    private final Map<Key, Evaluator> compiled = new HashMap<>();

    Value assign(Value value, SqlType type, Execution run) {
        if (value.type().equals(type)) {
            return value;
        }
        if (value.isNull()) {
            return Value.ofNull(type);
        }
        Evaluator evaluator = compiled.computeIfAbsent(
                new Key(value.type(), type, run.session().settings().zone()), Casts::compile);
        Evaluator.Failures failures = new Evaluator.Failures();
        Column column = evaluator.evaluate(
                DeltaBatch.inserts(new Column[] {value.column()}, 1), run.transaction().clockMicros(), failures);
        if (failures.of(0) != null) {
            throw failures.of(0);
        }
        return new Value(type, column);
    }

    private static Evaluator compile(Key key) {
        ExpressionCompiler compiler = new ExpressionCompiler(Functions.standard(), key.zone());
        Expr input = new Expr.Input(0, key.from());
        try {
            return compiler.compile(new Expr.Cast(input, key.to(), true));
        } catch (SqlException e) {
            if (!e.sqlState().equals(SqlState.CANNOT_COERCE)) {
                throw e;
            }
            return compiler.compile(new Expr.Cast(new Expr.Cast(input, SqlType.TEXT), key.to(), true));
        }
    }
}
