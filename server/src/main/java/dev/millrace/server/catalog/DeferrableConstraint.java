package dev.millrace.server.catalog;

import java.util.List;
import java.util.stream.Stream;

/**
 * A constraint of a table that SET CONSTRAINTS may name.
 *
 * @param isDeferred whether transactions leave it to their end unasked
 */
public record DeferrableConstraint(long id, String name, boolean isDeferrable, boolean isDeferred) {

    /** Those of a table, whether or not they may wait. */
    public static List<DeferrableConstraint> of(CatalogObject.Table table, CatalogSnapshot catalog) {
        Stream<DeferrableConstraint> keys = catalog.lateKeys(table.id()).stream()
                .map(index -> new DeferrableConstraint(
                        index.id(), index.name(), index.detail().late().isDeferrable(),
                        index.detail().late().isDeferred()));
        Stream<DeferrableConstraint> others = Stream.concat(
                catalog.foreignKeys(table.id()).stream()
                                .map(key -> new DeferrableConstraint(
                                        key.id(), key.name(), key.isDeferrable(), key.isDeferred())),
                        catalog.triggers(table.id()).stream()
                                .filter(trigger -> trigger.constraint() != null)
                                .map(trigger -> new DeferrableConstraint(
                                        trigger.id(), trigger.name(), trigger.constraint().isDeferrable(),
                                        trigger.constraint().isDeferred())));
        return Stream.concat(keys, others).toList();
    }
}
