/**
 * The grammar of queries, expressions and types: generated from Calcite's template (src/main/codegen) and the few
 * parts of it that are written by hand, because a type's name or a typed literal's fields are told by words that
 * are no keywords.
 */
package dev.millrace.sql.parser.grammar;
