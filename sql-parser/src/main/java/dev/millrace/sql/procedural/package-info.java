/**
 * The tree of a procedure in PL/pgSQL, as {@code MillraceParser.block} reads it. Statements and expressions of SQL in
 * it are text: what they mean is known when it is their turn. Knows nobody, and Calcite least of all: whoever runs a
 * procedure walks over this tree.
 */
package dev.millrace.sql.procedural;
