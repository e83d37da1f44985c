package dev.millrace.executor.function;

/** A function over whole columns: made by {@link LoopCompiler} from the method of one row. Stateless. */
public interface Loop {
    void run(Arguments arguments, Output output);
}
