package dev.millrace.executor.expression;

import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Literals;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;

/**
 * Casts of single values, each kind compiled once for all who need it: every parameter that goes into a column of
 * {@code numeric(12,2)} or {@code varchar(20)} is cast, and to compile that takes far longer than to compute it. Safe
 * for all threads.
 */
public final class CompiledCasts {

    /** Types with modifiers are without number: when there are so many, one begins anew. */
    private static final int KINDS_MAX = 1_000;

    private final Map<Kind, Evaluator> compiled = new ConcurrentHashMap<>();

    private record Kind(Expr.Cast cast, ZoneId zone) {}

    /** Whether a cast is the same for all values of the operand's type, and says the same tomorrow. */
    static boolean knows(Expr.Literal value, SqlType to) {
        return isPlain(value.type()) && isPlain(to);
    }

    private static boolean isPlain(SqlType type) {
        return switch (type.kind()) {
            case BOOLEAN, SMALLINT, INTEGER, BIGINT, NUMERIC, REAL, DOUBLE, TEXT, VARCHAR, CHAR -> true;
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL, UUID -> true;
            default -> false;
        };
    }

    /** @throws dev.millrace.executor.plan.SqlException when the value has no other type's form */
    Expr.Literal evaluate(Expr.Cast cast, Expr.Literal value, ExpressionCompiler compiler, ZoneId zone) {
        if (compiled.size() > KINDS_MAX) {
            compiled.clear();
        }
        Expr.Cast ofInput = new Expr.Cast(new Expr.Input(0, value.type()), cast.type(), cast.assignment());
        Evaluator evaluator = compiled.computeIfAbsent(new Kind(ofInput, zone), kind -> compiler.compile(kind.cast));
        DeltaBatch row = DeltaBatch.inserts(new Column[] {Literals.column(value)}, 1);
        Evaluator.Failures failures = new Evaluator.Failures();
        synchronized (evaluator) {
            Column column = evaluator.evaluate(row, 0, failures);
            if (failures.of(0) != null) {
                throw failures.of(0);
            }
            return Literals.of(cast.type(), column, 0);
        }
    }
}
