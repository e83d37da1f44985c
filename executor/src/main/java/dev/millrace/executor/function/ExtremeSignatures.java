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
            add(SqlType.of(kind), all);
        }
        for (Kind kind : KindSet.SORTED.kinds()) {
            add(SqlType.arrayOf(SqlType.of(kind)), all);
        }
        return all;
    }

    private static void add(SqlType type, List<FunctionSignature> all) {
        all.add(signature("greatest", type, "The largest of the values that are not NULL."));
        all.add(signature("least", type, "The smallest of the values that are not NULL."));
    }

    private static FunctionSignature signature(String name, SqlType type, String description) {
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
