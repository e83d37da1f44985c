package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.AccessObject;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Comment;
import dev.millrace.server.catalog.NamedType;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.StatementText;

/** DROP TYPE: with CASCADE, tables lose the columns of the type, and what reads them goes. */
final class TypeDrop {

    private final Execution run;

    TypeDrop(Execution run) {
        this.run = run;
    }

    private record ColumnOf(CatalogObject.Table table, String name) {
        private String description() {
            return "column " + name + " of table " + DropHandler.place(table);
        }
    }

    void drop(List<CatalogObject> named, boolean isCascade) throws InterruptedException {
        List<NamedType> types =
                named.stream().filter(NamedType.class::isInstance).map(NamedType.class::cast).toList();
        for (NamedType type : types) {
            drop(type, isCascade);
        }
    }

    private void drop(NamedType type, boolean isCascade) throws InterruptedException {
        CatalogSnapshot catalog = run.catalog().snapshot();
        Set<CatalogObject> users = new LinkedHashSet<>(catalog.usersOf(type));
        catalog.dependants(type).stream().filter(other -> !DropHandler.isPartOf(other)).forEach(users::add);
        List<String> lines = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<ColumnOf> columns = new ArrayList<>();
        Set<CatalogObject> gone = new LinkedHashSet<>();
        for (CatalogObject user : users) {
            if (!(user instanceof CatalogObject.Table table)) {
                lines.add(DropHandler.description(user, catalog) + " depends on type " + type.definition().sqlName());
                names.add(DropHandler.description(user, catalog));
                Set<CatalogObject> all = new LinkedHashSet<>();
                DropHandler.collect(user, catalog, all);
                gone.removeAll(all);
                gone.addAll(all);
                continue;
            }
            for (CatalogObject.Column column : table.columns()) {
                if (!column.isDropped() && type.definition().equals(column.type().enumType())) {
                    columns.add(new ColumnOf(table, column.name()));
                    lines.add(columns.getLast().description() + " depends on type " + column.type());
                    names.add(columns.getLast().description());
                }
            }
        }
        if (!lines.isEmpty() && !isCascade) {
            throw new SqlException(
                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot drop type " + type.definition().sqlName() + " because other objects depend on it")
                    .withDetail(String.join("\n", lines))
                    .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
        }
        if (!names.isEmpty()) {
            DropHandler.noticeCascade(names, run);
        }
        for (CatalogObject object : new ArrayList<>(gone).reversed()) {
            run.session().transaction().drop(object, run.cancellation());
        }
        for (ColumnOf column : columns) {
            drop(column);
        }
        for (CatalogObject part : catalog.dependants(type)) {
            if (part instanceof Comment || part instanceof AccessObject) {
                run.session().transaction().drop(part, run.cancellation());
            }
        }
        // Places of columns that were dropped still have it as their type.
        run.session().transaction().drop(type, run.cancellation());
    }

    private void drop(ColumnOf column) throws InterruptedException {
        String sql = "ALTER TABLE " + CreateText.quoted(column.table.schemaName()) + "."
                + CreateText.quoted(column.table.name()) + " DROP COLUMN " + CreateText.quoted(column.name)
                + " CASCADE";
        Statement.AlterTable alter = (Statement.AlterTable) run.database().planning().plan(
                StatementText.asWritten(sql), List.of(), run.session(), run.cancellation()).statement();
        new AlterTableHandler().handle(alter, run);
    }

    /** A whole table does not go with the type of one of its columns. */
    static void refuseUse(Collection<CatalogObject> dropped) {
        Set<String> schemas = new LinkedHashSet<>();
        dropped.stream().filter(CatalogObject.Namespace.class::isInstance).forEach(one -> schemas.add(one.name()));
        for (CatalogObject object : dropped) {
            boolean isUser = object instanceof CatalogObject.Table && !schemas.contains(object.schemaName());
            if (isUser && dropped.stream().anyMatch(other -> other instanceof NamedType type
                    && object.dependencies().contains(type.id()))) {
                throw SqlException.unsupported("dropping a schema whose types tables of other schemas use");
            }
        }
    }
}
