package dev.millrace.server.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Routine;

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

    /** A function whose rows have the fields that they have by now. */
    public static Routine refreshed(Routine routine, CatalogSnapshot snapshot) {
        boolean isOfRows = Stream.concat(routine.types().stream(), Stream.ofNullable(routine.result()))
                .anyMatch(type -> type.rowType() != null);
        return isOfRows ? routine.mapped(type -> refreshed(type, snapshot)) : routine;
    }

    private static SqlType refreshed(SqlType type, CatalogSnapshot snapshot) {
        if (type.rowType() == null || !type.rowType().isNamed()) {
            return type;
        }
        return type.kind() == SqlType.Kind.ARRAY
                ? SqlType.arrayOf(refreshed(type.element(), snapshot))
                : snapshot.find(type.row().relation()).flatMap(RowTypes::of).map(SqlType::ofRow).orElse(type);
    }
}
