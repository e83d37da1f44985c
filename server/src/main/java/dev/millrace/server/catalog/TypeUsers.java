package dev.millrace.server.catalog;

import java.util.Comparator;
import java.util.List;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;

/** What has columns of a type that a statement made. */
public final class TypeUsers {

    private TypeUsers() {}

    /** Those of a type or of its arrays, oldest first. */
    public static List<CatalogObject> of(NamedType type, CatalogSnapshot catalog) {
        return catalog.all().stream()
                .filter(object -> NamedType.in(columnTypes(object)).contains(type.id()))
                .sorted(Comparator.comparingLong(CatalogObject::id))
                .toList();
    }

    private static List<SqlType> columnTypes(CatalogObject object) {
        return switch (object) {
            case CatalogObject.Table table -> table.columns().stream()
                    .filter(column -> !column.isDropped())
                    .map(CatalogObject.Column::type)
                    .toList();
            case CatalogObject.Relation relation ->
                relation.schema().fields().stream().map(Schema.Field::type).toList();
            case SinkObject sink -> sink.schema().fields().stream().map(Schema.Field::type).toList();
            case CatalogObject other -> List.of();
        };
    }
}
