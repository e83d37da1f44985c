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
import dev.millrace.server.catalog.CompositeType;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.catalog.NamedType;
import dev.millrace.server.catalog.TypeUsers;
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
        for (CatalogObject object : named) {
            switch (object) {
                case NamedType type ->
                    drop(type, type.definition().sqlName(), TypeUsers.of(type, catalogOf()), isCascade);
                case CompositeType type -> drop(type, type.rowType().sqlName(), List.of(), isCascade);
                case DomainObject domain -> drop(domain, domain.spelled(), List.of(), isCascade);
                case CatalogObject other -> { }
            }
        }
    }

    private CatalogSnapshot catalogOf() {
        return run.catalog().snapshot();
    }

    private static boolean isOf(CatalogObject.Column column, CatalogObject type) {
        return !column.isDropped() && (RowUsers.isOf(column.type(), type.id())
                || column.domain() != null && column.domain() == type.id());
    }

    private void drop(CatalogObject type, String spelled, List<CatalogObject> having, boolean isCascade)
            throws InterruptedException {
        CatalogSnapshot catalog = run.catalog().snapshot();
        Set<CatalogObject> users = new LinkedHashSet<>(having);
        catalog.dependants(type).stream().filter(other -> !DropHandler.isPartOf(other)).forEach(users::add);
        List<String> lines = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<ColumnOf> columns = new ArrayList<>();
        Set<CatalogObject> gone = new LinkedHashSet<>();
        for (CatalogObject user : users) {
            if (user instanceof DomainObject && isCascade) {
                throw SqlException.unsupported("dropping a type with CASCADE that a domain was made of")
                        .withHint("Drop the domain first.");
            }
            if (!(user instanceof CatalogObject.Table table)) {
                String described = user instanceof DomainObject domain
                        ? "type " + domain.spelled()
                        : DropHandler.description(user, catalog);
                lines.add(described + " depends on type " + spelled);
                names.add(DropHandler.description(user, catalog));
                Set<CatalogObject> all = new LinkedHashSet<>();
                DropHandler.collect(user, catalog, all);
                gone.removeAll(all);
                gone.addAll(all);
                continue;
            }
            for (CatalogObject.Column column : table.columns()) {
                if (isOf(column, type)) {
                    columns.add(new ColumnOf(table, column.name()));
                    lines.add(columns.getLast().description() + " depends on type "
                            + (!(type instanceof DomainObject) ? column.type().toString() : spelled));
                    names.add(columns.getLast().description());
                }
            }
        }
        if (!lines.isEmpty() && !isCascade) {
            throw new SqlException(
                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot drop type " + spelled + " because other objects depend on it")
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

    private static boolean isOfRows(CatalogObject object, CatalogObject rows) {
        return object instanceof CatalogObject.Table table && table.columns().stream()
                .anyMatch(column -> !column.isDropped() && RowUsers.isOf(column.type(), rows.id()));
    }

    /** A whole table does not go with the type of one of its columns. */
    static void refuseUse(Collection<CatalogObject> dropped, boolean isCascade) {
        Set<String> schemas = new LinkedHashSet<>();
        dropped.stream().filter(CatalogObject.Namespace.class::isInstance).forEach(one -> schemas.add(one.name()));
        for (CatalogObject object : dropped) {
            boolean isUser = object instanceof CatalogObject.Table && !schemas.contains(object.schemaName());
            if (isUser && dropped.stream().anyMatch(other ->
                    (other instanceof NamedType || other instanceof DomainObject || other instanceof CompositeType
                            || isCascade && other instanceof CatalogObject.Relation && isOfRows(object, other))
                            && object.dependencies().contains(other.id()))) {
                throw SqlException.unsupported("dropping with CASCADE what columns of other tables are of");
            }
        }
    }
}
