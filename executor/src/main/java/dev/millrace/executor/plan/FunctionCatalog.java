package dev.millrace.executor.plan;

import java.util.List;

/** Which functions exist: what the planner resolves calls against. */
public interface FunctionCatalog {

    /** Every overload with this lower-case name (or operator symbol), scalar and aggregate; empty when unknown. */
    List<FunctionSignature> overloads(String name);

    /** Every overload of everything, ordered by name: for the reference page and {@code pg_proc}. */
    List<FunctionSignature> all();
}
