package dev.millrace.server.pgcatalog;

/** {@code pg_catalog.pg_type}: the built-in types, with their numbers in PostgreSQL. */
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
                    .set("typalign", 'i')
                    .set("typstorage", type[2].equals("-1") ? 'x' : 'p')
                    .set("typbasetype", Long.parseLong(type[14]))
                    .set("typtypmod", Long.parseLong(type[15]))
                    .set("typcollation", Long.parseLong(type[16]))
                    .end();
        }
    }
}
