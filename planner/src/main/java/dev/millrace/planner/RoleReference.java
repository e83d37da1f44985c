package dev.millrace.planner;

/**
 * A role as a statement names it.
 *
 * @param name null unless the kind is NAMED
 */
public record RoleReference(Kind kind, String name) {
    /** CURRENT: who the session acts as; SESSION: who it logged in as; PUBLIC: everybody. */
    public enum Kind {
        NAMED,
        CURRENT,
        SESSION,
        PUBLIC
    }
}
