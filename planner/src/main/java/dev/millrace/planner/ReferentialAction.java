package dev.millrace.planner;

/** What becomes of rows whose referenced row goes or changes its key. Written into the catalog by these names. */
public enum ReferentialAction {
    /** Refused when the statement ends and the key has not come back. */
    NO_ACTION('a', "NO ACTION"),
    /** Refused, whether or not it comes back. */
    RESTRICT('r', "RESTRICT"),
    CASCADE('c', "CASCADE"),
    SET_NULL('n', "SET NULL"),
    SET_DEFAULT('d', "SET DEFAULT");

    private final char letter;
    private final String sql;

    ReferentialAction(char letter, String sql) {
        this.letter = letter;
        this.sql = sql;
    }

    /** As {@code pg_constraint} has it. */
    public char letter() {
        return letter;
    }

    public String sql() {
        return sql;
    }

    /** Whether referencing rows get other values. */
    public boolean isSet() {
        return this == SET_NULL || this == SET_DEFAULT;
    }
}
