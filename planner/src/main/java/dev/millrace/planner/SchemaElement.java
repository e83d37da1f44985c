package dev.millrace.planner;

/**
 * What CREATE SCHEMA makes in the new schema, as text: it is planned when it is its turn, because earlier ones make
 * what it names.
 *
 * @param schema that its name says it lies in; null where its name says nothing
 * @param offset characters before it in the whole statement
 */
public record SchemaElement(String sql, String schema, int offset) {}
