package dev.millrace.server.pgcatalog;

/** The content of one system relation. */
@FunctionalInterface
interface SystemRows {

    void fill(Source source, RowWriter out);
}
