package dev.millrace.server.pgcatalog;

import java.util.List;

import dev.millrace.executor.plan.Guise;
import dev.millrace.executor.plan.SqlType;

/** {@code pg_catalog.pg_collation}: there is one order of text, by its bytes, under PostgreSQL's names for it. */
final class PgCollation implements SystemRows {

    private static final long DEFAULT_OID = 100;
    private static final long C_OID = 950;

    static final List<String> NAMES = List.of("default", "C", "POSIX");

    @Override
    public void fill(Source source, RowWriter out) {
        collation(DEFAULT_OID, "default", 'd', null, out);
        collation(C_OID, "C", 'c', "C", out);
        collation(951, "POSIX", 'c', "POSIX", out);
    }

    /** Of a column's type; 0 where there is nothing to collate. */
    static long of(SqlType type) {
        boolean isName = type.guise() == Guise.NAME;
        boolean isText = type.kind().isText() && type.guise() == null;
        boolean isTexts = type.kind() == SqlType.Kind.ARRAY && of(type.element()) != 0;
        return isName ? C_OID : isText || isTexts ? DEFAULT_OID : 0;
    }

    private static void collation(long oid, String name, char provider, String locale, RowWriter out) {
        out.set("oid", oid)
                .set("collname", name)
                .set("collnamespace", 11)
                .set("collowner", Source.ROLE_OID)
                .set("collprovider", provider)
                .set("collisdeterministic", true)
                .set("collencoding", -1)
                .set("collcollate", locale)
                .set("collctype", locale)
                .end();
    }
}
