package dev.millrace.planner;

/** COMMENT ON what has no name of its own, or is not known by its name alone; {@code text} null for none. */
public sealed interface PartComment extends ObjectChange {

    String text();

    /** Of a table, or a domain. */
    record OnConstraint(String constraint, Statement.QualifiedName owner, boolean isOfDomain, String text)
            implements PartComment {}

    record OnDatabase(String database, String text) implements PartComment {}

    record OnRole(String role, String text) implements PartComment {}

    record OnTrigger(String trigger, Statement.QualifiedName table, String text) implements PartComment {}

    /** @param kind as in {@link RoutineChange.Drop} */
    record OnRoutine(RoutineChange.Target target, String kind, String text) implements PartComment {}
}
