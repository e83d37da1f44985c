/**
 * {@code pg_catalog}, {@code information_schema} and {@code millrace}: relations with PostgreSQL 15's columns,
 * computed from one catalog snapshot when they are read, and planned and run like any other relation.
 *
 * <p>{@link dev.millrace.server.pgcatalog.SystemTables} knows them all; {@link
 * dev.millrace.server.pgcatalog.SystemColumns} their columns; each {@link dev.millrace.server.pgcatalog.SystemRows}
 * fills one of them. A relation of PostgreSQL that has nothing to show here is empty, with the right columns.
 */
package dev.millrace.server.pgcatalog;
