package dev.millrace.server.pgcatalog;

import dev.millrace.planner.PlannerCatalog;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.SystemCatalog;

/** {@code pg_catalog.pg_init_privs}: rights that were there from the beginning, and which no dump has to grant. */
final class PgInitPrivs implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        for (String schema : SystemCatalog.SCHEMAS) {
            row(source.catalog().schemaOid(schema), PgDependencies.NAMESPACE, Grantable.SCHEMA, source, out);
        }
        long shared = source.catalog().schemaOid(CatalogSnapshot.PUBLIC);
        row(shared, PgDependencies.NAMESPACE, Grantable.SCHEMA, source, out);
        for (PlannerCatalog.Stored relation : source.tables().relations()) {
            row(source.tables().oid(relation.id()), PgDependencies.CLASS, Grantable.TABLE, source, out);
        }
    }

    private static void row(long object, int catalog, Grantable kind, Source source, RowWriter out) {
        out.set("objoid", object)
                .set("classoid", catalog)
                .set("objsubid", 0)
                .set("privtype", 'i')
                .setTexts("initprivs", source.texts(source.roles().initialAcl(object, kind)))
                .end();
    }
}
