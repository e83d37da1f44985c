/**
 * The SQL shell. {@link dev.millrace.cli.sql.SqlCommand} reads the command line and makes a
 * {@link dev.millrace.cli.sql.Session}; text goes through the {@link dev.millrace.cli.sql.InputSplitter}, which knows
 * where a statement ends, to the session, which sends SQL by {@link dev.millrace.cli.sql.StatementRunner} and hands
 * backslash commands to {@link dev.millrace.cli.sql.Commands}. {@link dev.millrace.cli.sql.Prompt} is the same with a
 * person at a terminal.
 */
package dev.millrace.cli.sql;
