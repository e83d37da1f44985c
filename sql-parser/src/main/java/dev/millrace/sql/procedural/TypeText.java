package dev.millrace.sql.procedural;

import java.util.List;

/**
 * A type as a declaration names it.
 *
 * @param text as it was written; for {@code %TYPE} and {@code %ROWTYPE} without that
 * @param name the parts of the name before {@code %TYPE} or {@code %ROWTYPE}; empty for others
 */
public record TypeText(Form form, String text, List<String> name) {

    /** What it is the name of. */
    public enum Form {
        NAMED,
        /** The type of a column or a variable. */
        OF,
        /** The columns of a relation. */
        ROW,
        /** Whatever is put into it. */
        RECORD
    }
}
