/**
 * What the shell knows of the text that is typed: where a statement ends ({@link dev.millrace.cli.text.InputSplitter}),
 * what a backslash command was given ({@link dev.millrace.cli.text.Arguments}), the variables that are put in
 * ({@link dev.millrace.cli.text.Variables}), and the words of SQL ({@link dev.millrace.cli.text.SqlTokens}). No
 * connection and no terminal.
 */
package dev.millrace.cli.text;
