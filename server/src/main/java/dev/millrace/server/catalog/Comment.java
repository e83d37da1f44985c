package dev.millrace.server.catalog;

import java.util.Set;

/**
 * What COMMENT ON says of an object; goes with it.
 *
 * @param object the object, or that of the column
 * @param column number of the column, from 1; 0 for the object itself
 */
public record Comment(long id, long object, int column, String text) implements CatalogObject {
    @Override
    public String schemaName() {
        return "";
    }

    @Override
    public String name() {
        return "comment " + object + "." + column;
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
