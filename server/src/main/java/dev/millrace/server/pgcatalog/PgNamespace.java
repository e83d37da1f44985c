package dev.millrace.server.pgcatalog;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.SystemCatalog;

/** {@code pg_catalog.pg_namespace}: schemas. */
final class PgNamespace implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        for (String schema : schemas(source)) {
            out.set("oid", source.catalog().schemaOid(schema))
                    .set("nspname", schema)
                    .set("nspowner", source.roles().owner(source.catalog().schemaOid(schema)))
                    .setTexts("nspacl", source.acl(source.catalog().schemaOid(schema), 0, Grantable.SCHEMA))
                    .end();
        }
    }

    static List<String> schemas(Source source) {
        List<String> schemas = new ArrayList<>(SystemCatalog.SCHEMAS);
        schemas.addAll(source.catalog().schemaNames());
        return schemas;
    }
}
