package dev.millrace.planner.optimize;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FunctionCatalog;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.JavaCall;
import dev.millrace.executor.plan.JavaField;
import dev.millrace.executor.plan.RoutineCall;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.Expressions;

/** What the optimiser needs to know of a function that a plan names by its identity. */
final class FunctionFacts {

    private final FunctionCatalog functions;
    private final Map<String, FunctionSignature> byId = new ConcurrentHashMap<>();

    FunctionFacts(FunctionCatalog functions) {
        this.functions = functions;
    }

    private FunctionSignature signature(String id) {
        return byId.computeIfAbsent(id, key -> {
            if (JavaCall.is(key)) {
                return JavaCall.of(key).signature(List.of());
            }
            if (RoutineCall.is(key)) {
                return RoutineCall.of(key).signature(List.of(), SqlType.TEXT);
            }
            if (JavaField.is(key)) {
                return JavaField.of(key).signature();
            }
            String name = key.substring(0, key.indexOf('(', 1));
            return functions.overloads(name).stream()
                    .filter(signature -> signature.id().equals(key))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no function " + key));
        });
    }

    boolean isStrict(String id) {
        return signature(id).strict();
    }

    boolean isImmutable(Expr.Call call) {
        return signature(call.function()).volatility() == Volatility.IMMUTABLE;
    }

    /** Whether a condition may be asked where there are only these columns; one that reads none stays where it is. */
    boolean goesBelow(Expr condition, BitSet columns) {
        return !Expressions.columns(condition).isEmpty()
                && Expressions.readsOnly(condition, columns)
                && isRepeatable(condition);
    }

    /** False when evaluating it twice, or elsewhere, could be seen. */
    boolean isRepeatable(Expr expr) {
        if (expr instanceof Expr.Call call && signature(call.function()).volatility() == Volatility.VOLATILE) {
            return false;
        }
        return expr.operands().stream().allMatch(this::isRepeatable);
    }

    static boolean isEquality(Expr expr) {
        return expr instanceof Expr.Call call && call.function().startsWith("=(");
    }
}
