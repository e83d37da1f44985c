package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CompositeType;
import dev.millrace.server.catalog.NamedType;
import dev.millrace.server.session.Execution;

/** What has columns of the rows of a relation or composite type, and stands in the way of changes of their fields. */
final class RowUsers {

    private RowUsers() {}

    /** @throws SqlException 0A000 where a column is of the rows, in PostgreSQL's words */
    static void refuseChange(CatalogObject changed, Execution run) {
        boolean isType = changed instanceof CompositeType;
        List<CatalogObject> objects = new ArrayList<>(run.catalog().snapshot().objects());
        objects.sort(Comparator.comparing(object -> !(object instanceof CatalogObject.Table)));
        for (CatalogObject object : objects) {
            String column = object.id() == changed.id() ? null : column(object, changed.id());
            if (column != null) {
                throw new SqlException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "cannot alter " + (isType ? "type" : changed.kindName()) + " \"" + changed.name()
                                + "\" because column \"" + object.name() + "." + column + "\" uses "
                                + (isType ? "it" : "its row type"));
            }
            if (object instanceof CompositeType other
                    && object.id() != changed.id() && other.dependencies().contains(changed.id())) {
                throw new SqlException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "cannot alter " + (isType ? "type" : changed.kindName()) + " \"" + changed.name()
                                + "\" because type \"" + other.name() + "\" uses it");
            }
        }
    }

    /** @throws SqlException 0A000 where fields of rows are of an enum, which have its labels with them */
    static void refuseEnum(NamedType changed, Execution run) {
        for (CatalogObject object : run.catalog().snapshot().objects()) {
            boolean isUsed = switch (object) {
                case CompositeType type -> type.dependencies().contains(changed.id());
                case CatalogObject.Table table -> table.columns().stream()
                        .anyMatch(column -> !column.isDropped() && hasField(column.type(), changed.id()));
                case CatalogObject.Relation relation -> relation.schema().fields().stream()
                        .anyMatch(field -> hasField(field.type(), changed.id()));
                case CatalogObject other -> false;
            };
            if (isUsed) {
                throw SqlException.unsupported("changing an enum that rows of " + DropHandler.description(object)
                                + " have values of")
                        .withHint("Drop it first, and create it again afterwards.");
            }
        }
    }

    private static boolean hasField(SqlType type, long named) {
        return type.rowType() != null && type.rowType().types().stream()
                .anyMatch(field -> isOf(field, named) || hasField(field, named));
    }

    /** The first column of an object that is of rows of a relation or type; null for none. */
    private static String column(CatalogObject object, long rows) {
        return switch (object) {
            case CatalogObject.Table table -> table.columns().stream()
                    .filter(column -> !column.isDropped() && isOf(column.type(), rows))
                    .map(CatalogObject.Column::name)
                    .findFirst()
                    .orElse(null);
            case CatalogObject.Relation relation -> relation.schema().fields().stream()
                    .filter(field -> isOf(field.type(), rows))
                    .map(Schema.Field::name)
                    .findFirst()
                    .orElse(null);
            case CatalogObject other -> null;
        };
    }

    static boolean isOf(SqlType type, long rows) {
        return NamedType.in(List.of(type)).contains(rows);
    }
}
