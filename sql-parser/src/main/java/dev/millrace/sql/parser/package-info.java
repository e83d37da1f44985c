/**
 * SQL text into a syntax tree.
 *
 * <p>{@link dev.millrace.sql.parser.StatementSplitter} cuts a script at its semicolons, and
 * {@link dev.millrace.sql.parser.MillraceParser} reads one statement. {@code Lexer} makes lexemes by PostgreSQL's
 * rules, {@code KeywordRules} says which words are keywords in their place, and {@code NestingLimit} refuses what
 * would exhaust the stack. Queries, expressions and types are then read by the grammar that is generated from
 * Calcite's own template (package {@code grammar}); every other statement is read by hand from the same lexemes
 * ({@code StatementReader} and the readers beside it), because their several hundred words need not become keywords
 * of the grammar for that. The results are Calcite's nodes, those of package {@code expression} and those of
 * package {@code statement}.
 */
package dev.millrace.sql.parser;
