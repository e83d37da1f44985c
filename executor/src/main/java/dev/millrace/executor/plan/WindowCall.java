package dev.millrace.executor.plan;

import java.util.List;

/**
 * One window function of a {@link Plan.Window}.
 *
 * @param function {@link FunctionSignature#id()} of a window function or an aggregate
 * @param arguments columns of the input, or constants; of an aggregate only columns
 * @param filter boolean column of the input that must be true for a row to count in an aggregate, or -1
 */
public record WindowCall(String function, List<Expr> arguments, int filter, WindowFrame frame, SqlType type) {

    public WindowCall {
        arguments = List.copyOf(arguments);
    }

    /** The function's name. */
    public String name() {
        return function.substring(0, function.indexOf('('));
    }
}
