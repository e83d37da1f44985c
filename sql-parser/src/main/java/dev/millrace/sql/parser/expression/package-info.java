/** What PostgreSQL's expressions and types have beyond Calcite's own tree: operators, type names, DISTINCT ON. */
package dev.millrace.sql.parser.expression;
