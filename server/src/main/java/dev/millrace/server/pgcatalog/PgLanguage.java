package dev.millrace.server.pgcatalog;

import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.Language;

/** {@code pg_catalog.pg_language}: what functions are written in. */
final class PgLanguage implements SystemRows {

    private static final int INTERNAL_VALIDATOR = 2246;
    private static final int SQL_VALIDATOR = 2248;

    /** The number of the language of a function. */
    static long oid(String language) {
        return Language.of(language).orElseThrow().oid();
    }

    @Override
    public void fill(Source source, RowWriter out) {
        for (Language language : Language.values()) {
            int validator = switch (language) {
                case INTERNAL -> INTERNAL_VALIDATOR;
                case SQL -> SQL_VALIDATOR;
                case PLPGSQL, JAVA -> 0;
            };
            out.set("oid", language.oid())
                    .set("lanname", language.word())
                    .set("lanowner", Source.ROLE_OID)
                    .set("lanispl", language == Language.PLPGSQL || language == Language.JAVA)
                    .set("lanpltrusted", language.isTrusted())
                    .set("lanvalidator", validator)
                    .setTexts("lanacl", source.acl(language.oid(), 0, Grantable.LANGUAGE))
                    .end();
        }
    }
}
