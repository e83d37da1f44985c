/**
 * What each statement does: one handler for each {@link dev.millrace.planner.Statement} record, under its name. {@link
 * dev.millrace.server.statement.Dispatcher} only chooses the handler; {@link
 * dev.millrace.server.statement.ResultColumns} says beforehand which columns it will answer with. Changes of rows
 * share {@link dev.millrace.server.statement.TableWriter}, which keeps the table's constraints; COPY's formats are
 * {@link dev.millrace.server.statement.CopyWriter} and {@link dev.millrace.server.statement.CopyReader}.
 */
package dev.millrace.server.statement;
