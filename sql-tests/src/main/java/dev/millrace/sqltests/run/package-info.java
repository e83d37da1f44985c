/**
 * Runs scripts: {@link dev.millrace.sqltests.run.ScriptRunner} walks a script's entries over the connections of one
 * target and makes a {@link dev.millrace.sqltests.run.Report}. What depends on the engine at the other end stands in
 * {@link dev.millrace.sqltests.run.Engine} alone; how values are written and compared in
 * {@link dev.millrace.sqltests.run.Rows}.
 */
package dev.millrace.sqltests.run;
