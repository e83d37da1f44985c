package dev.millrace.server.pgcatalog;

import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Comment;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.catalog.NamedType;

/** {@code pg_catalog.pg_description}: what COMMENT ON said. */
final class PgDescription implements SystemRows {

    private static final long PG_CLASS = 1259;
    private static final long PG_NAMESPACE = 2615;
    private static final long PG_TYPE = 1247;
    private static final String PUBLIC = "standard public schema";

    /** What is said of an object from the beginning; null for nothing. */
    static String initial(long object) {
        return object == PgExtension.OID
                ? PgExtension.DESCRIPTION
                : object == CatalogSnapshot.PUBLIC_OID ? PUBLIC : null;
    }

    @Override
    public void fill(Source source, RowWriter out) {
        out.set("objoid", PgExtension.OID)
                .set("classoid", PgExtension.CATALOG)
                .set("objsubid", 0)
                .set("description", PgExtension.DESCRIPTION)
                .end();
        if (source.catalog().comment(CatalogSnapshot.PUBLIC_OID, 0).isEmpty()) {
            out.set("objoid", CatalogSnapshot.PUBLIC_OID)
                    .set("classoid", PG_NAMESPACE)
                    .set("objsubid", 0)
                    .set("description", PUBLIC)
                    .end();
        }
        for (Comment comment : source.catalog().comments()) {
            CatalogObject object = source.catalog().find(comment.object()).orElse(null);
            long catalog = object instanceof CatalogObject.Namespace
                    ? PG_NAMESPACE
                    : object instanceof NamedType || object instanceof DomainObject ? PG_TYPE : PG_CLASS;
            out.set("objoid", comment.object())
                    .set("classoid", catalog)
                    .set("objsubid", comment.column())
                    .set("description", comment.text())
                    .end();
        }
    }
}
