/**
 * Scripts written for psql, PostgreSQL's own regression tests above all, run against a PostgreSQL and against Millrace.
 * A {@link dev.millrace.sqltests.psql.PsqlScript} is cut into statements as psql would, a
 * {@link dev.millrace.sqltests.psql.ScriptReader} carries out what is psql's own (variables, {@code \gset},
 * {@code \gexec}, {@code \if}), a {@link dev.millrace.sqltests.psql.PlainSession} sends the rest without a driver, and
 * the answers are compared. No expected output is read: PostgreSQL is asked.
 */
package dev.millrace.sqltests.psql;
