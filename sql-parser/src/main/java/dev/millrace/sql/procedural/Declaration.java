package dev.millrace.sql.procedural;

import java.util.List;

/** What a block declares. */
public sealed interface Declaration {

    int line();

    String name();

    /** @param value the expression of its first value, or null for NULL */
    record Variable(int line, String name, TypeText type, boolean isConstant, boolean isNotNull, String value)
            implements Declaration {}

    /** {@code name ALIAS FOR other}. @param other a name, or {@code $n} */
    record Alias(int line, String name, String other) implements Declaration {}

    /** {@code name CURSOR (parameters) FOR query}. */
    record Cursor(int line, String name, boolean isScroll, List<Parameter> parameters, String query)
            implements Declaration {}

    /** A parameter of a cursor. */
    record Parameter(String name, TypeText type) {}
}
