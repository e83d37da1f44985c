package dev.millrace.server.pgcatalog;

import java.util.List;

import dev.millrace.server.catalog.CatalogObject;

/** {@code pg_catalog.pg_attrdef}: defaults, as SQL text. */
final class PgAttrdef implements SystemRows {

    /** Defaults have no number of their own: made from the relation's and the column's, above all others. */
    private static final long FIRST_OID = 3_000_000_000L;

    @Override
    public void fill(Source source, RowWriter out) {
        for (CatalogObject.Relation relation : source.catalog().relations()) {
            if (relation instanceof CatalogObject.View view && view.defaults() != null) {
                view.defaults().forEach((column, sql) -> out.set("oid", oid(relation, column))
                        .set("adrelid", relation.id())
                        .set("adnum", column + 1)
                        .set("adbin", source.defaultText(sql, view.schema().type(column)))
                        .end());
            }
            List<CatalogObject.Column> columns = PgAttribute.columns(relation);
            for (int i = 0; i < columns.size(); i++) {
                String text = source.defaultText(relation.id(), columns.get(i));
                if (text != null) {
                    out.set("oid", oid(relation, i))
                            .set("adrelid", relation.id())
                            .set("adnum", i + 1)
                            .set("adbin", text)
                            .end();
                }
            }
        }
    }

    /** @param column from 0 */
    static long oid(CatalogObject.Relation relation, int column) {
        return FIRST_OID + relation.id() * 2_000 % 1_000_000_000L + column;
    }
}
