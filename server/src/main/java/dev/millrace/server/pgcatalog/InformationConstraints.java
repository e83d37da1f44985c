package dev.millrace.server.pgcatalog;

import java.util.List;

import dev.millrace.planner.LateKey;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.ForeignKey;

/** Constraints as the standard's schema shows them: of each table, and the columns of each key. */
final class InformationConstraints {

    private InformationConstraints() {}

    /** {@code information_schema.table_constraints}. */
    static void tables(Source source, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            if (!(object instanceof CatalogObject.Table table)) {
                continue;
            }
            for (CatalogObject.Key key : Source.keys(table, source.catalog())) {
                char kind = Source.kind(key, table, source.catalog());
                if (kind != 'x') {
                    LateKey late = Source.late(key, source.catalog());
                    constraint(
                            source, table, key.name(), kind == 'p' ? "PRIMARY KEY" : "UNIQUE",
                            late != null && late.isDeferrable(), late != null && late.isDeferred(), out);
                }
            }
            for (ForeignKey key : source.catalog().foreignKeys(table.id())) {
                constraint(source, table, key.name(), "FOREIGN KEY", key.isDeferrable(), key.isDeferred(), out);
            }
            for (CatalogObject.Check check : table.checks()) {
                constraint(source, table, check.name(), "CHECK", false, false, out);
            }
            for (int i = 0; i < table.columns().size(); i++) {
                if (InformationChecks.isNotNull(table, i)) {
                    constraint(
                            source, table, InformationChecks.notNull(table, i + 1, source), "CHECK", false, false, out);
                }
            }
        }
    }

    private static void constraint(
            Source source, CatalogObject.Table table, String name, String type, boolean isDeferrable,
            boolean isDeferred, RowWriter out) {
        place(source, table, name, out);
        out.set("constraint_type", type)
                .set("is_deferrable", isDeferrable ? "YES" : "NO")
                .set("initially_deferred", isDeferred ? "YES" : "NO")
                .set("enforced", "YES")
                .set("nulls_distinct", type.equals("UNIQUE") ? "YES" : null)
                .end();
    }

    private static void place(Source source, CatalogObject.Table table, String constraint, RowWriter out) {
        out.set("constraint_catalog", source.tables().databaseName())
                .set("constraint_schema", table.schemaName())
                .set("constraint_name", constraint)
                .set("table_catalog", source.tables().databaseName())
                .set("table_schema", table.schemaName())
                .set("table_name", table.name());
    }

    /** {@code information_schema.key_column_usage}. */
    static void keyColumns(Source source, RowWriter out) {
        columns(source, out, true);
    }

    /** {@code information_schema.constraint_column_usage}: of keys, and of checks. */
    static void usedColumns(Source source, RowWriter out) {
        columns(source, out, false);
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof CatalogObject.Table table) {
                for (CatalogObject.Check check : table.checks()) {
                    for (int column : source.columnsOf(check.sql(), table.id())) {
                        place(source, table, check.name(), out);
                        out.set("column_name", table.columns().get(column).name()).end();
                    }
                }
            }
        }
    }

    /** {@code information_schema.constraint_table_usage}: of keys, and the tables that foreign keys refer to. */
    static void usedTables(Source source, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof CatalogObject.Table table) {
                for (CatalogObject.Key key : Source.keys(table, source.catalog())) {
                    place(source, table, key.name(), out);
                    out.end();
                }
                for (ForeignKey key : source.catalog().foreignKeys(table.id())) {
                    place(source, table(source, key.referenced()), key.name(), out);
                    out.set("constraint_schema", table.schemaName()).end();
                }
            }
        }
    }

    private static void columns(Source source, RowWriter out, boolean withNumber) {
        for (CatalogObject object : source.catalog().objects()) {
            if (!(object instanceof CatalogObject.Table table)) {
                continue;
            }
            for (CatalogObject.Key key : Source.keys(table, source.catalog())) {
                boolean isExclusion = Source.kind(key, table, source.catalog()) == 'x';
                for (int i = 0; i < key.columns().size() && !isExclusion; i++) {
                    // Of the standard's constraints alone.
                    place(source, table, key.name(), out);
                    out.set("column_name", table.columns().get(key.columns().get(i)).name());
                    if (withNumber) {
                        out.set("ordinal_position", i + 1);
                    }
                    out.end();
                }
            }
            for (ForeignKey key : source.catalog().foreignKeys(table.id())) {
                if (withNumber) {
                    referencingColumns(source, table, key, out);
                } else {
                    referencedColumns(source, key, out);
                }
            }
        }
    }

    private static void referencingColumns(Source source, CatalogObject.Table table, ForeignKey key, RowWriter out) {
        List<Integer> unique = referencedKey(source, key).columns();
        for (int i = 0; i < key.columns().size(); i++) {
            place(source, table, key.name(), out);
            out.set("column_name", table.columns().get(key.columns().get(i)).name())
                    .set("ordinal_position", i + 1)
                    .set("position_in_unique_constraint", unique.indexOf(key.referencedColumns().get(i)) + 1)
                    .end();
        }
    }

    private static void referencedColumns(Source source, ForeignKey key, RowWriter out) {
        CatalogObject.Table referenced = table(source, key.referenced());
        for (int column : key.referencedColumns()) {
            place(source, referenced, key.name(), out);
            out.set("constraint_schema", table(source, key.table()).schemaName())
                    .set("column_name", referenced.columns().get(column).name())
                    .end();
        }
    }

    private static CatalogObject.Table table(Source source, long id) {
        return (CatalogObject.Table) source.catalog().find(id).orElseThrow();
    }

    /** Also where a mere unique index keeps the key. */
    private static CatalogObject.Key referencedKey(Source source, ForeignKey key) {
        CatalogObject.Table referenced = table(source, key.referenced());
        if (referenced.primaryKey() != null && referenced.primaryKey().id() == key.referencedKey()) {
            return referenced.primaryKey();
        }
        CatalogObject.Index index = (CatalogObject.Index) source.catalog().find(key.referencedKey()).orElseThrow();
        return new CatalogObject.Key(index.id(), index.isConstraint() ? index.name() : null, index.columns());
    }

    /** {@code information_schema.referential_constraints}. */
    static void references(Source source, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            for (ForeignKey key : source.catalog().foreignKeys(object.id())) {
                String unique = referencedKey(source, key).name();
                String database = source.tables().databaseName();
                out.set("constraint_catalog", database)
                        .set("constraint_schema", object.schemaName())
                        .set("constraint_name", key.name())
                        .set("unique_constraint_catalog", unique == null ? null : database)
                        .set("unique_constraint_schema",
                                unique == null ? null : table(source, key.referenced()).schemaName())
                        .set("unique_constraint_name", unique)
                        .set("match_option", key.isFull() ? "FULL" : "NONE")
                        .set("update_rule", key.onUpdate().sql())
                        .set("delete_rule", key.onDelete().sql())
                        .end();
            }
        }
    }
}
