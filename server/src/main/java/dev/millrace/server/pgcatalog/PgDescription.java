package dev.millrace.server.pgcatalog;

import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Comment;
import dev.millrace.server.catalog.CompositeType;
import dev.millrace.server.catalog.DatabaseObject;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.catalog.NamedType;
import dev.millrace.server.catalog.RoutineObject;
import dev.millrace.server.catalog.TriggerObject;

/** {@code pg_catalog.pg_description}: what COMMENT ON said, and what our functions do. */
final class PgDescription implements SystemRows {

    private static final int PG_TRIGGER = 2620;
    private static final String PUBLIC = "standard public schema";

    /** What is said of an object from the beginning; null for nothing. */
    static String initial(long object) {
        return object == PgExtension.OID
                ? PgExtension.DESCRIPTION
                : object == CatalogSnapshot.PUBLIC_OID ? PUBLIC
                : object == DatabaseObject.POSTGRES.id() ? PgShdescription.POSTGRES : null;
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
                    .set("classoid", ObjectWords.PG_NAMESPACE)
                    .set("objsubid", 0)
                    .set("description", PUBLIC)
                    .end();
        }
        for (CatalogFunction function : SystemFunctionList.all()) {
            String description = SystemFunctionList.description(function.oid());
            if (description != null && !description.isEmpty()) {
                out.set("objoid", function.oid())
                        .set("classoid", ObjectWords.PG_PROC)
                        .set("objsubid", 0)
                        .set("description", description)
                        .end();
            }
        }
        for (Comment comment : source.catalog().comments()) {
            if (PgShdescription.catalog(comment, source.catalog()) != 0) {
                continue;
            }
            out.set("objoid", comment.part() == null ? comment.object() : comment.part())
                    .set("classoid", comment.part() == null ? catalog(comment, source) : ObjectWords.PG_CONSTRAINT)
                    .set("objsubid", comment.column())
                    .set("description", comment.text())
                    .end();
        }
    }

    private static long catalog(Comment comment, Source source) {
        return source.catalog().find(comment.object()).map(object -> (long) switch (object) {
            case CatalogObject.Namespace _ -> ObjectWords.PG_NAMESPACE;
            case NamedType _, DomainObject _, CompositeType _ -> ObjectWords.PG_TYPE;
            case RoutineObject _ -> ObjectWords.PG_PROC;
            case TriggerObject _ -> PG_TRIGGER;
            case CatalogObject other -> ObjectWords.PG_CLASS;
        }).orElse(0L);
    }
}
