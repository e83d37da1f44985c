/**
 * The study: SQL text in, {@link dev.millrace.planner.Statement}s out. Calcite lives here and in the parser, behind one
 * door: {@link dev.millrace.planner.Planner}. Nothing that leaves this package mentions Calcite.
 */
package dev.millrace.planner;
