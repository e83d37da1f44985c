package dev.millrace.executor.function;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/**
 * {@code greatest} and {@code least}: over any ordered type, NULLs left out; the expression compiler evaluates them.
 */
final class ExtremeSignatures {

    private ExtremeSignatures() {}

    static List<FunctionSignature> all() {
        List<FunctionSignature> all = new ArrayList<>();
        for (Kind kind : ComparisonFunctions.ORDERED) {
            all.add(signature("greatest", kind, "The largest of the values that are not NULL."));
            all.add(signature("least", kind, "The smallest of the values that are not NULL."));
        }
        return all;
    }

    private static FunctionSignature signature(String name, Kind kind, String description) {
        SqlType type = SqlType.of(kind);
        return new FunctionSignature(
                FunctionSignature.Kind.SCALAR,
                name,
                List.of(type),
                true,
                type,
                false,
                FunctionSignature.Volatility.IMMUTABLE,
                description);
    }
}
