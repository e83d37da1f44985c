package dev.millrace.server.procedure;

/** Where a procedure goes on, when it is not with the next statement. @param label null for the innermost loop */
record Jump(Kind kind, String label) {

    enum Kind { EXIT, CONTINUE, RETURN }

    static final Jump RETURN = new Jump(Kind.RETURN, null);

    /** Whether it is meant for a loop with that label, which may be null. */
    boolean isFor(String other) {
        return kind != Kind.RETURN && (label == null || label.equals(other));
    }
}
