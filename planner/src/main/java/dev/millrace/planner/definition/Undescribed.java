package dev.millrace.planner.definition;

/** Something that PostgreSQL has no words for. */
final class Undescribed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Undescribed(Object what) {
        super(String.valueOf(what), null, false, false);
    }
}
