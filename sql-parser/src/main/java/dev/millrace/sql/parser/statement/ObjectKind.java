package dev.millrace.sql.parser.statement;

/** The kinds of objects that statements name. */
public enum ObjectKind {
    TABLE, STREAM, VIEW, MATERIALIZED_VIEW, SINK, SOURCE, INDEX, SEQUENCE, SCHEMA, TYPE, DOMAIN, COLUMN, DATABASE,
    FUNCTION, PROCEDURE, ROUTINE, LANGUAGE;

    /** As written in SQL. */
    public String words() {
        return name().replace('_', ' ');
    }
}
