package dev.millrace.server.catalog;

import java.util.Set;

/**
 * What COMMENT ON says of an object; goes with it.
 *
 * @param object the object, or that of the column
 * @param column number of the column, from 1; 0 for the object itself
 * @param part number of a constraint of the object, which is meant and not the object; null for none
 */
public record Comment(long id, long object, int column, String text, Long part) implements CatalogObject {
    public Comment(long id, long object, int column, String text) {
        this(id, object, column, text, null);
    }

    /** The same for what another object has in place of what this is about. */
    public Comment of(long otherObject) {
        return new Comment(id, otherObject, column, text, part);
    }

    @Override
    public String schemaName() {
        return "";
    }

    @Override
    public String name() {
        return "comment " + object + "." + column + (part == null ? "" : "." + part);
    }

    @Override
    public Comment named(String schemaName, String name) {
        return this;
    }

    @Override
    public String kindName() {
        return "comment";
    }

    @Override
    public Set<Long> dependencies() {
        return Set.of(object);
    }
}
