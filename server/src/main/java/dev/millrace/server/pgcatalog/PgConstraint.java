package dev.millrace.server.pgcatalog;

import dev.millrace.server.catalog.CatalogObject;

/** {@code pg_catalog.pg_constraint}: keys and checks. */
final class PgConstraint implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            if (!(object instanceof CatalogObject.Table table)) {
                continue;
            }
            for (CatalogObject.Key key : Source.keys(table, source.catalog())) {
                common(source, key.id(), key.name(), key == table.primaryKey() ? 'p' : 'u', table, out);
                out.set("conindid", key.id())
                        .set("connoinherit", true)
                        .set("conkey", key.columns().stream().map(column -> column + 1).toList())
                        .end();
            }
            for (CatalogObject.Check check : table.checks()) {
                common(source, check.id(), check.name(), 'c', table, out);
                out.set("conbin", check.sql()).end();
            }
        }
    }

    private static void common(
            Source source, long oid, String name, char type, CatalogObject.Table table, RowWriter out) {
        out.set("oid", oid)
                .set("conname", name)
                .set("connamespace", source.catalog().schemaOid(table.schemaName()))
                .set("contype", type)
                .set("convalidated", true)
                .set("conrelid", table.id())
                .set("confupdtype", ' ')
                .set("confdeltype", ' ')
                .set("confmatchtype", ' ')
                .set("conislocal", true);
    }
}
