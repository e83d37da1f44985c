package dev.millrace.server.pgcatalog;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.server.catalog.SystemCatalog;

/** {@code pg_catalog.pg_namespace}: schemas. */
final class PgNamespace implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        for (String schema : schemas(source)) {
            out.set("oid", source.catalog().schemaOid(schema))
                    .set("nspname", schema)
                    .set("nspowner", Source.ROLE_OID)
                    .end();
        }
    }

    static List<String> schemas(Source source) {
        List<String> schemas = new ArrayList<>(SystemCatalog.SCHEMAS);
        schemas.addAll(source.catalog().schemaNames());
        return schemas;
    }
}
