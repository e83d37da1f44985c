/**
 * Rows as text for people: a {@link dev.millrace.cli.table.Grid} is the answer,
 * {@link dev.millrace.cli.table.TableStyle} says how it is wanted, and {@link dev.millrace.cli.table.TableWriter}
 * chooses among the forms that psql has: aligned, expanded, unaligned, CSV. The output is psql's to the letter, for
 * scripts are written against it.
 */
package dev.millrace.cli.table;
