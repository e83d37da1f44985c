package dev.millrace.server.pgcatalog;

import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Comment;
import dev.millrace.server.catalog.DatabaseObject;

/** {@code pg_catalog.pg_shdescription}: what COMMENT ON said of databases and roles, which all databases share. */
final class PgShdescription implements SystemRows {

    static final String POSTGRES = "default administrative connection database";
    private static final long PG_DATABASE = 1262;
    private static final long PG_AUTHID = 1260;

    /** The number of the catalog that has what a comment is about; 0 where the database has it alone. */
    static long catalog(Comment comment, CatalogSnapshot catalog) {
        if (catalog.database(comment.object()).isPresent()) {
            return PG_DATABASE;
        }
        return catalog.roles().find(comment.object()).isPresent() ? PG_AUTHID : 0;
    }

    @Override
    public void fill(Source source, RowWriter out) {
        if (source.catalog().comment(DatabaseObject.POSTGRES.id(), 0).isEmpty()) {
            row(DatabaseObject.POSTGRES.id(), PG_DATABASE, POSTGRES, out);
        }
        for (Comment comment : source.catalog().comments()) {
            long catalog = catalog(comment, source.catalog());
            if (catalog != 0) {
                row(comment.object(), catalog, comment.text(), out);
            }
        }
    }

    private static void row(long object, long catalog, String text, RowWriter out) {
        out.set("objoid", object).set("classoid", catalog).set("description", text).end();
    }
}
