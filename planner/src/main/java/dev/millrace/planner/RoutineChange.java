package dev.millrace.planner;

import java.util.List;
import java.util.Set;

import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.SqlType;

/** CREATE FUNCTION and DROP FUNCTION. */
public sealed interface RoutineChange extends ObjectChange {

    /**
     * CREATE [OR REPLACE] FUNCTION.
     *
     * @param routine what it is to be, as yet without a number and a schema
     * @param method of a function in Java, or its class, whose body is as yet the path of a jar; null for others
     * @param tables that a processor takes; 0 for what is none
     */
    record Create(
            Statement.QualifiedName name, Routine routine, boolean orReplace, Set<Long> dependencies, String method,
            int tables)
            implements RoutineChange {}

    /** DROP FUNCTION. @param kind {@code function}, {@code procedure}, or {@code routine} for either */
    record Drop(List<Target> targets, String kind, boolean ifExists, boolean isCascade) implements RoutineChange {}

    /** ALTER FUNCTION OWNER TO and its like. @param kind as in {@link Drop} */
    record ChangeOwner(Target target, String kind, RoleReference owner) implements RoutineChange {}

    /**
     * ALTER FUNCTION and its like.
     *
     * @param newName null to keep the name; {@code schema}: to keep the schema
     * @param isStrict null to keep it; {@code volatility}: likewise
     * @param isDefiner null to keep it
     * @param settings what else is said of settings
     */
    record Alter(
            Target target, String kind, String newName, String schema, Boolean isStrict, Volatility volatility,
            Boolean isDefiner, RoutineSettings settings)
            implements RoutineChange {}

    /** @param types of what it is called with; null where they are not given */
    record Target(Statement.QualifiedName name, List<SqlType> types) {}
}
