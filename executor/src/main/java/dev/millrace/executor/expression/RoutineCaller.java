package dev.millrace.executor.expression;

import java.util.List;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.plan.RoutineCall;
import dev.millrace.executor.plan.SqlType;

/** Who can run functions in a procedural language: a session, while its statement runs on its thread. */
public interface RoutineCaller {

    /** Bound on the threads of sessions; nothing else can run such a function. */
    ScopedValue<RoutineCaller> CURRENT = ScopedValue.newInstance();

    /**
     * Calls a function.
     *
     * @param types of the arguments
     * @param arguments columns of one row each
     * @param type of the result
     * @param out takes the result
     */
    void call(RoutineCall call, List<SqlType> types, Column[] arguments, SqlType type, ColumnBuilder out);
}
