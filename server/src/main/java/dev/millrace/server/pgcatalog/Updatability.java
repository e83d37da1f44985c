package dev.millrace.server.pgcatalog;

import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;

/** Which statements may change the rows of a relation, as {@code pg_relation_is_updatable} tells it. */
final class Updatability {

    static final int UPDATE = 1 << 2;
    static final int INSERT = 1 << 3;
    static final int DELETE = 1 << 4;

    private final CatalogSnapshot catalog;

    Updatability(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    /** Bits of what can be done; none for what is no relation. */
    int of(long relation) {
        return switch (catalog.find(relation).orElse(null)) {
            case CatalogObject.Table table -> UPDATE | INSERT | DELETE;
            case CatalogObject.Stream stream -> stream.connector() == null ? INSERT : 0;
            case CatalogObject.View view when view.shown() != null -> {
                boolean hasColumns = false;
                for (int i = 0; i < view.shown().columns().size(); i++) {
                    hasColumns |= hasColumn(relation, i);
                }
                yield of(view.shown().relation()) & (hasColumns ? UPDATE | INSERT | DELETE : DELETE);
            }
            case null -> 0;
            case CatalogObject other -> 0;
        };
    }

    boolean has(long relation, int events) {
        return (of(relation) & events) == events;
    }

    /** Whether a column, by its position, can be written. */
    boolean hasColumn(long relation, int column) {
        return switch (catalog.find(relation).orElse(null)) {
            case CatalogObject.Table table ->
                column >= 0 && column < table.columns().size() && !table.columns().get(column).isDropped();
            case CatalogObject.Stream stream -> stream.connector() == null && column >= 0;
            case CatalogObject.View view when view.shown() != null && column >= 0
                    && column < view.shown().columns().size() ->
                hasColumn(view.shown().relation(), view.shown().columns().get(column));
            case null -> false;
            case CatalogObject other -> false;
        };
    }
}
