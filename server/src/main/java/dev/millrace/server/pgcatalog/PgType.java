package dev.millrace.server.pgcatalog;

import dev.millrace.executor.plan.RowType;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CompositeType;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.NamedType;
import dev.millrace.server.catalog.RowTypes;
import dev.millrace.server.wire.WireTypes;

/** {@code pg_catalog.pg_type}: the built-in types, with their numbers in PostgreSQL, and those of CREATE TYPE. */
final class PgType implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        for (String[] type : SystemColumns.lines("pg_type.tsv")) {
            out.set("oid", Long.parseLong(type[0]))
                    .set("typname", type[1])
                    .set("typnamespace", 11)
                    .set("typowner", Source.ROLE_OID)
                    .set("typlen", Long.parseLong(type[2]))
                    .set("typbyval", type[3].equals("t"))
                    .set("typtype", type[4])
                    .set("typcategory", type[5])
                    .set("typispreferred", type[6].equals("t"))
                    .set("typisdefined", true)
                    .set("typdelim", type[7])
                    .set("typelem", Long.parseLong(type[8]))
                    .set("typarray", Long.parseLong(type[9]))
                    .set("typinput", SystemFunctionList.ofType(type[10]))
                    .set("typoutput", SystemFunctionList.ofType(type[11]))
                    .set("typreceive", SystemFunctionList.ofType(type[12]))
                    .set("typsend", SystemFunctionList.ofType(type[13]))
                    .set("typalign", type[17])
                    .set("typstorage", type[18])
                    .set("typbasetype", Long.parseLong(type[14]))
                    .set("typtypmod", Long.parseLong(type[15]))
                    .set("typcollation", Long.parseLong(type[16]))
                    .end();
        }
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof NamedType type) {
                long schema = source.catalog().schemaOid(type.schemaName());
                long owner = source.catalog().roles().owner(type.id());
                out.setTexts("typacl", source.acl(type.id(), 0, Grantable.TYPE));
                defined(type.id(), type.name(), owner, schema, "enum", out)
                        .set("typlen", 4)
                        .set("typbyval", true)
                        .set("typtype", 'e')
                        .set("typcategory", 'E')
                        .set("typelem", 0)
                        .set("typarray", type.definition().arrayId())
                        .set("typstorage", 'p')
                        .end();
                defined(type.definition().arrayId(), "_" + type.name(), owner, schema, "array", out)
                        .set("typlen", -1)
                        .set("typbyval", false)
                        .set("typtype", 'b')
                        .set("typcategory", 'A')
                        .set("typelem", type.id())
                        .set("typarray", 0)
                        .set("typstorage", 'x')
                        .end();
            } else if (object instanceof DomainObject domain) {
                domain(domain, source, out);
            } else {
                RowTypes.of(object).ifPresent(row -> rows(object, row, source, out));
            }
        }
    }

    private static void rows(CatalogObject object, RowType row, Source source, RowWriter out) {
        long schema = source.catalog().schemaOid(object.schemaName());
        long owner = source.catalog().roles().owner(object.id());
        if (object instanceof CompositeType) {
            out.setTexts("typacl", source.acl(object.id(), 0, Grantable.TYPE));
        }
        defined(row.id(), object.name(), owner, schema, "record", out)
                .set("typlen", -1)
                .set("typbyval", false)
                .set("typtype", 'c')
                .set("typcategory", 'C')
                .set("typrelid", object.id())
                .set("typelem", 0)
                .set("typarray", row.arrayId())
                .set("typalign", 'd')
                .set("typstorage", 'x')
                .end();
        defined(row.arrayId(), "_" + object.name(), owner, schema, "array", out)
                .set("typlen", -1)
                .set("typbyval", false)
                .set("typtype", 'b')
                .set("typcategory", 'A')
                .set("typelem", row.id())
                .set("typarray", 0)
                .set("typalign", 'd')
                .set("typstorage", 'x')
                .end();
    }

    private static void domain(DomainObject domain, Source source, RowWriter out) {
        String base = Integer.toString(WireTypes.oid(domain.base()));
        String[] like = SystemColumns.lines("pg_type.tsv").stream()
                .filter(type -> type[0].equals(base))
                .findFirst()
                .orElse(null);
        out.setTexts("typacl", source.acl(domain.id(), 0, Grantable.TYPE));
        defined(domain.id(), domain.name(), source.catalog().roles().owner(domain.id()),
                source.catalog().schemaOid(domain.schemaName()), "domain", out)
                .set("typlen", WireTypes.length(domain.base()))
                .set("typbyval", like != null && like[3].equals("t"))
                .set("typtype", 'd')
                .set("typcategory", like == null ? "E" : like[5])
                .set("typelem", 0)
                .set("typarray", 0)
                .set("typalign", PgAttribute.alignment(domain.base()))
                .set("typstorage", PgAttribute.storage(domain.base()))
                .set("typcollation", PgCollation.of(domain.base()))
                .set("typnotnull", domain.isNotNull())
                .set("typbasetype", domain.parent() == null ? WireTypes.oid(domain.base()) : domain.parent())
                .set("typtypmod", WireTypes.modifier(domain.base()))
                .set("typdefaultbin", source.defaultText(domain.defaultSql(), domain.base()))
                .set("typdefault", source.defaultText(domain.defaultSql(), domain.base()))
                .end();
    }

    /** What all types have that statements made. */
    private static RowWriter defined(long oid, String name, long owner, long schema, String form, RowWriter out) {
        return out.set("oid", oid)
                .set("typname", name)
                .set("typnamespace", schema)
                .set("typowner", owner)
                .set("typispreferred", false)
                .set("typisdefined", true)
                .set("typdelim", ',')
                .set("typinput", SystemFunctionList.ofType(form + "_in"))
                .set("typoutput", SystemFunctionList.ofType(form + "_out"))
                .set("typreceive", SystemFunctionList.ofType(form + "_recv"))
                .set("typsend", SystemFunctionList.ofType(form + "_send"))
                .set("typalign", 'i')
                .set("typnotnull", false)
                .set("typbasetype", 0)
                .set("typtypmod", -1)
                .set("typcollation", 0);
    }
}
