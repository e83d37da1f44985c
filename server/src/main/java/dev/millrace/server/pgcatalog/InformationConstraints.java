package dev.millrace.server.pgcatalog;

import dev.millrace.server.catalog.CatalogObject;

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
                constraint(source, table, key.name(), key == table.primaryKey() ? "PRIMARY KEY" : "UNIQUE", out);
            }
            for (CatalogObject.Check check : table.checks()) {
                constraint(source, table, check.name(), "CHECK", out);
            }
        }
    }

    private static void constraint(
            Source source, CatalogObject.Table table, String name, String type, RowWriter out) {
        place(source, table, name, out);
        out.set("constraint_type", type)
                .set("is_deferrable", "NO")
                .set("initially_deferred", "NO")
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

    /** {@code information_schema.constraint_column_usage}: of keys; which columns a check reads is not kept. */
    static void usedColumns(Source source, RowWriter out) {
        columns(source, out, false);
    }

    private static void columns(Source source, RowWriter out, boolean withNumber) {
        for (CatalogObject object : source.catalog().objects()) {
            if (!(object instanceof CatalogObject.Table table)) {
                continue;
            }
            for (CatalogObject.Key key : Source.keys(table, source.catalog())) {
                for (int i = 0; i < key.columns().size(); i++) {
                    place(source, table, key.name(), out);
                    out.set("column_name", table.columns().get(key.columns().get(i)).name());
                    if (withNumber) {
                        out.set("ordinal_position", i + 1);
                    }
                    out.end();
                }
            }
        }
    }
}
