package dev.millrace.server.pgcatalog;

/** {@code pg_catalog.pg_tables}: tables and streams. */
final class PgTables implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        for (Source.Relation relation : source.relations()) {
            if (relation.kind() == 'r' || relation.kind() == 'p') {
                out.set("schemaname", relation.schema())
                        .set("tablename", relation.name())
                        .set("tableowner", source.roles().name(source.roles().owner(relation.oid())))
                        .set("hasindexes", source.catalog().find(relation.oid())
                                .filter(object -> PgIndexes.areOn(object, source)).isPresent())
                        .set("hasrules", false)
                        .set("hastriggers", !source.catalog().triggers(relation.oid()).isEmpty())
                        .set("rowsecurity", false)
                        .end();
            }
        }
    }
}
