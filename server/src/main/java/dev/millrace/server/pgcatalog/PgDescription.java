package dev.millrace.server.pgcatalog;

import dev.millrace.server.catalog.CatalogObject;

/** {@code pg_catalog.pg_description}: what COMMENT ON said. */
final class PgDescription implements SystemRows {

    private static final long PG_CLASS = 1259;
    private static final long PG_NAMESPACE = 2615;

    @Override
    public void fill(Source source, RowWriter out) {
        for (CatalogObject.Comment comment : source.catalog().comments()) {
            boolean isSchema = source.catalog().find(comment.object()).orElse(null) instanceof CatalogObject.Namespace;
            out.set("objoid", comment.object())
                    .set("classoid", isSchema ? PG_NAMESPACE : PG_CLASS)
                    .set("objsubid", comment.column())
                    .set("description", comment.text())
                    .end();
        }
    }
}
