package dev.millrace.server.pgcatalog;

import dev.millrace.server.catalog.TemporarySchema;

/** {@code information_schema.tables}: tables, streams and views; materialized views are not in the standard. */
final class InformationTables implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        Updatability can = new Updatability(source.catalog());
        for (Source.Relation relation : source.relations()) {
            if (relation.kind() != 'm' && relation.kind() != 'c') {
                boolean isTable = relation.kind() == 'r' || relation.kind() == 'p';
                out.set("table_catalog", source.tables().databaseName())
                        .set("table_schema", relation.schema())
                        .set("table_name", relation.name())
                        .set("table_type", !isTable ? "VIEW"
                                : TemporarySchema.isTemporary(relation.schema()) ? "LOCAL TEMPORARY" : "BASE TABLE")
                        .set("is_insertable_into", can.has(relation.oid(), Updatability.INSERT) ? "YES" : "NO")
                        .set("is_typed", "NO")
                        .end();
            }
        }
    }
}
