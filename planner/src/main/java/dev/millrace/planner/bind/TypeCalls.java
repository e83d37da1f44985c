package dev.millrace.planner.bind;

import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.Guise;
import dev.millrace.executor.plan.SqlType;

/** {@code float8(x)}: a type called as a function is a cast to it, where no function so called takes the argument. */
final class TypeCalls {

    private TypeCalls() {}

    static boolean isCast(String name, List<Expr> arguments, Binding binding) {
        if (arguments.size() != 1 || !TypeNames.isPlain(name) && Guise.named(name) == null) {
            return false;
        }
        SqlType from = arguments.getFirst().type();
        List<FunctionSignature> overloads = binding.functions.overloads(name).stream()
                .filter(function -> function.kind() == FunctionSignature.Kind.SCALAR
                        && (function.variadic() || function.parameters().size() == 1))
                .toList();
        return from.kind() == SqlType.Kind.UNKNOWN
                ? overloads.isEmpty()
                : OverloadResolution.resolve(overloads, List.of(from)).match() == null
                        && Conversions.exists(from, TypeNames.byName(name), Conversions.Strength.EXPLICIT);
    }
}
