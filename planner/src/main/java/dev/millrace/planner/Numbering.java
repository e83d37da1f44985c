package dev.millrace.planner;

/**
 * A sequence that numbers a column: one of its own, or an existing one that its DEFAULT names.
 *
 * @param existing as written in {@code nextval('...')}, else null
 */
public record Numbering(Kind kind, SequenceSettings settings, String existing) {
    public enum Kind {
        NEXTVAL,
        SERIAL,
        IDENTITY_BY_DEFAULT,
        IDENTITY_ALWAYS
    }
}
