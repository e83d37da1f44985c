package dev.millrace.server.pgcatalog;

/** {@code information_schema.schemata}. */
final class InformationSchemata implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        for (String schema : PgNamespace.schemas(source)) {
            out.set("catalog_name", source.tables().databaseName())
                    .set("schema_name", schema)
                    .set("schema_owner", source.roles().name(source.roles().owner(source.catalog().schemaOid(schema))))
                    .end();
        }
    }
}
