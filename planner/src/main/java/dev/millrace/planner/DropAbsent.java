package dev.millrace.planner;

import java.util.List;

/**
 * DROP of a kind of which there is nothing but what comes with the database.
 *
 * @param kind in lower case, e.g. {@code operator class}
 */
public record DropAbsent(String kind, boolean ifExists, List<Absent> objects) implements ObjectChange {

    /**
     * One that is named.
     *
     * @param rest what follows the name and is needed to tell it from others, as it was written; null for nothing
     * @param relation the table that it belongs to, or null
     */
    public record Absent(Statement.QualifiedName name, String rest, Statement.QualifiedName relation) {}
}
