package dev.millrace.server.pgcatalog;

import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.Comment;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.catalog.NamedType;

/** {@code pg_catalog.pg_description}: what COMMENT ON said. */
final class PgDescription implements SystemRows {

    private static final long PG_CLASS = 1259;
    private static final long PG_NAMESPACE = 2615;
    private static final long PG_TYPE = 1247;

    @Override
    public void fill(Source source, RowWriter out) {
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
