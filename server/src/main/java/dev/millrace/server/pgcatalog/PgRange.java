package dev.millrace.server.pgcatalog;

/** {@code pg_catalog.pg_range}: the types of ranges that there are, as PostgreSQL has them. */
final class PgRange implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        for (String[] range : SystemColumns.lines("pg_range.tsv")) {
            out.set("rngtypid", Long.parseLong(range[0]))
                    .set("rngsubtype", Long.parseLong(range[1]))
                    .set("rngmultitypid", Long.parseLong(range[2]))
                    .set("rngcollation", Long.parseLong(range[3]))
                    .set("rngsubopc", Long.parseLong(range[4]))
                    .set("rngcanonical", Long.parseLong(range[5]))
                    .set("rngsubdiff", Long.parseLong(range[6]))
                    .end();
        }
    }
}
