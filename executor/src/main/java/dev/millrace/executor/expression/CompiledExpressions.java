package dev.millrace.executor.expression;

import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.Expr;

/**
 * Expressions over single rows, each compiled once for all who need it: every parameter that goes into a column of
 * {@code numeric(12,2)} or {@code varchar(20)} is cast, every row that is written is checked, and to compile an
 * expression takes far longer than to compute it. For short ones that call nothing but operators: one thread at a time
 * computes each. Safe for all threads.
 */
public final class CompiledExpressions {

    /** Types with modifiers are without number: when there are so many, one begins anew. */
    private static final int KINDS_MAX = 1_000;

    private final Functions functions;
    private final Map<Kind, Evaluator> compiled = new ConcurrentHashMap<>();

    private record Kind(Expr expression, ZoneId zone) {}

    public CompiledExpressions(Functions functions) {
        this.functions = functions;
    }

    /** As {@link Evaluator#evaluate}, in a session's time zone. */
    public Column evaluate(Expr expression, DeltaBatch rows, long clockMicros, ZoneId zone, Evaluator.Failures failed) {
        if (compiled.size() > KINDS_MAX) {
            compiled.clear();
        }
        Kind wanted = new Kind(expression, zone);
        Evaluator evaluator = compiled.get(wanted);
        if (evaluator == null) {
            evaluator = compiled.computeIfAbsent(
                    wanted, kind -> new ExpressionCompiler(functions, kind.zone).compile(kind.expression));
        }
        synchronized (evaluator) {
            return evaluator.evaluate(rows, clockMicros, failed);
        }
    }
}
