package dev.millrace.server.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.Schema;

/** The rows of relations and of composite types, as values. */
public final class RowTypes {

    private RowTypes() {}

    /** Empty for what has no rows. */
    public static Optional<RowType> of(CatalogObject object) {
        return switch (object) {
            case CompositeType type -> Optional.of(type.rowType());
            case CatalogObject.Relation relation -> Optional.of(of(relation));
            case CatalogObject other -> Optional.empty();
        };
    }

    private static RowType of(CatalogObject.Relation relation) {
        List<RowType.Field> fields = new ArrayList<>();
        if (relation instanceof CatalogObject.Table table) {
            table.columns().stream()
                    .filter(column -> !column.isDropped())
                    .forEach(column -> fields.add(new RowType.Field(column.name(), column.type())));
        } else {
            for (Schema.Field field : relation.schema().fields()) {
                fields.add(new RowType.Field(field.name(), field.type()));
            }
        }
        return RowType.ofRelation(relation.id(), relation.schemaName(), relation.name(), fields);
    }
}
