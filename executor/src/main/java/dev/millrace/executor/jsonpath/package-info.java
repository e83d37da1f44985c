/**
 * The path language of SQL/JSON, as PostgreSQL has it: {@link dev.millrace.executor.jsonpath.JsonPath} is a path as
 * data, which {@code JsonPathParser} reads and {@code JsonPathEvaluator} follows through a document. What the language
 * borrows from SQL (arithmetic, regular expressions, dates and times) comes from a
 * {@link dev.millrace.executor.jsonpath.PathLibrary}.
 */
package dev.millrace.executor.jsonpath;
