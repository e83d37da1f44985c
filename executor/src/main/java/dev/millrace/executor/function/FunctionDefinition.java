package dev.millrace.executor.function;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

import dev.millrace.executor.plan.FunctionSignature;

/** A function and the method that computes it. The loop is compiled when first needed, once. */
public final class FunctionDefinition {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final FunctionSignature signature;
    private final String example;
    private final Method method;
    private final boolean isSpread;
    private volatile Loop loop;

    FunctionDefinition(FunctionSignature signature, String example, Method method) {
        this(signature, example, method, false);
    }

    /** @param isSpread whether the last argument is an array of what the method takes any number of */
    FunctionDefinition(FunctionSignature signature, String example, Method method, boolean isSpread) {
        this.isSpread = isSpread;
        this.signature = signature;
        this.example = example;
        this.method = method;
    }

    public FunctionSignature signature() {
        return signature;
    }

    Method method() {
        return method;
    }

    public String example() {
        return example;
    }

    public Loop loop() {
        Loop compiled = loop;
        if (compiled == null) {
            Loop general = LoopCompiler.compile(method, signature.strict(), isSpread);
            compiled = NumericLoops.orElse(signature, WordLoops.orElse(signature, general));
            loop = compiled;
        }
        return compiled;
    }

    /**
     * Whether an argument for an {@code any} parameter is handed over as its output text ({@code t} for true), not as
     * its cast to text: the variadic ones are.
     */
    public boolean takesOutputText() {
        return signature.variadic();
    }

    /** The slots for compiled arguments of one call site, or null when it has none. */
    public Prepared[] prepare() {
        Prepared[] slots = null;
        Class<?>[] parameters = method.getParameterTypes();
        int argument = 0;
        for (Class<?> parameter : parameters) {
            if (!LoopCompiler.isSqlParameter(parameter)) {
                continue;
            }
            MethodHandle compile = compilerOf(parameter);
            if (compile != null) {
                slots = slots == null ? new Prepared[parameters.length] : slots;
                slots[argument] = new Prepared(compile);
            }
            argument++;
        }
        return slots;
    }

    /** The static {@code compile(String)} of a class of this package, or null. */
    static MethodHandle compilerOf(Class<?> type) {
        if (type.getPackage() != FunctionDefinition.class.getPackage() || type == Text.class) {
            return null;
        }
        try {
            return LOOKUP.findStatic(type, "compile", MethodType.methodType(type, String.class));
        } catch (ReflectiveOperationException none) {
            return null;
        }
    }
}
