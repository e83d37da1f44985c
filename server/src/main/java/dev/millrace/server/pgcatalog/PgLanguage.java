package dev.millrace.server.pgcatalog;

/** {@code pg_catalog.pg_language}: what functions are written in. */
final class PgLanguage implements SystemRows {

    static final int INTERNAL_OID = 12;

    @Override
    public void fill(Source source, RowWriter out) {
        out.set("oid", INTERNAL_OID)
                .set("lanname", "internal")
                .set("lanowner", Source.ROLE_OID)
                .set("lanispl", false)
                .set("lanpltrusted", false)
                .set("lanvalidator", 2246)
                .end();
    }
}
