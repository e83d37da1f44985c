package dev.millrace.server.pgcatalog;

import dev.millrace.planner.PlannerCatalog;
import dev.millrace.server.Server;

/**
 * {@code pg_catalog.pg_extension}: the schema {@code millrace} is an extension's, so that tools take its relations for
 * a part of the server, and {@code pg_dump} leaves them out.
 */
final class PgExtension implements SystemRows {

    /** Below those of people's objects: PostgreSQL's tools take it for one that is always there. */
    static final int OID = 13_002;

    static final int CATALOG = 3079;
    static final String DESCRIPTION = "what Millrace tells of its views, streams and sinks";

    @Override
    public void fill(Source source, RowWriter out) {
        out.set("oid", OID)
                .set("extname", OwnRelations.SCHEMA)
                .set("extowner", Source.ROLE_OID)
                .set("extnamespace", source.catalog().schemaOid(OwnRelations.SCHEMA))
                .set("extrelocatable", false)
                .set("extversion", Server.VERSION)
                .end();
    }

    /** {@code pg_available_extensions}. */
    static void available(Source source, RowWriter out) {
        out.set("name", OwnRelations.SCHEMA)
                .set("default_version", Server.VERSION)
                .set("installed_version", Server.VERSION)
                .set("comment", DESCRIPTION)
                .end();
    }

    /** {@code pg_available_extension_versions}. */
    static void versions(Source source, RowWriter out) {
        out.set("name", OwnRelations.SCHEMA)
                .set("version", Server.VERSION)
                .set("installed", true)
                .set("superuser", true)
                .set("trusted", false)
                .set("relocatable", false)
                .set("schema", OwnRelations.SCHEMA)
                .set("comment", DESCRIPTION)
                .end();
    }

    /** What belongs to it, as {@code pg_depend} tells it. */
    static void members(Source source, RowWriter out) {
        long schema = source.catalog().schemaOid(OwnRelations.SCHEMA);
        PgDependencies.row(PgDependencies.NAMESPACE, schema, CATALOG, OID, 0, 'e', out);
        for (PlannerCatalog.Stored relation : source.tables().relations()) {
            if (relation.schemaName().equals(OwnRelations.SCHEMA)) {
                PgDependencies.row(
                        PgDependencies.CLASS, source.tables().oid(relation.id()), CATALOG, OID, 0, 'e', out);
            }
        }
    }
}
