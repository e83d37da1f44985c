package dev.millrace.server.pgcatalog;

import dev.millrace.planner.TriggerChange;
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

    /** Bits of what can be done without triggers, or by them too; none for what is no relation. */
    int of(long relation, boolean isByTriggers) {
        return (isByTriggers ? byTriggers(relation) : 0) | switch (catalog.find(relation).orElse(null)) {
            case CatalogObject.Table table -> UPDATE | INSERT | DELETE;
            case CatalogObject.Stream stream -> stream.connector() == null ? INSERT : 0;
            case CatalogObject.View view when view.shown() != null -> {
                boolean hasColumns = false;
                for (int i = 0; i < view.shown().columns().size(); i++) {
                    hasColumns |= hasColumn(relation, i, isByTriggers);
                }
                yield of(view.shown().relation(), isByTriggers) & (hasColumns ? UPDATE | INSERT | DELETE : DELETE);
            }
            case null -> 0;
            case CatalogObject other -> 0;
        };
    }

    boolean has(long relation, int events) {
        return (of(relation, false) & events) == events;
    }

    /** Bits of what triggers of a view do in place of it. */
    int byTriggers(long relation) {
        return catalog.triggers(relation).stream()
                .filter(trigger -> trigger.timing() == TriggerChange.Timing.INSTEAD_OF)
                .flatMap(trigger -> trigger.events().stream())
                .mapToInt(event -> switch (event) {
                    case "update" -> UPDATE;
                    case "insert" -> INSERT;
                    default -> DELETE;
                })
                .reduce(0, (one, other) -> one | other);
    }

    /** Whether a column, by its position, can be written. */
    boolean hasColumn(long relation, int column, boolean isByTriggers) {
        int whole = UPDATE | DELETE;
        return isByTriggers && (byTriggers(relation) & whole) == whole || switch (catalog.find(relation).orElse(null)) {
            case CatalogObject.Table table ->
                column >= 0 && column < table.columns().size() && !table.columns().get(column).isDropped();
            case CatalogObject.Stream stream -> stream.connector() == null && column >= 0;
            case CatalogObject.View view when view.shown() != null && column >= 0
                    && column < view.shown().columns().size() ->
                hasColumn(view.shown().relation(), view.shown().columns().get(column), isByTriggers);
            case null -> false;
            case CatalogObject other -> false;
        };
    }
}
