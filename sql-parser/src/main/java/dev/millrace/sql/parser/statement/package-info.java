/**
 * The statements that are not queries, one class each, named as the statement is: SqlCreateTable, SqlSubscribe and
 * so on. They hold what was written and nothing resolved. Parts of statements that are no statements themselves
 * (columns, constraints, options) are records. Every part that may be missing is null when it is, and says so.
 */
package dev.millrace.sql.parser.statement;
