/**
 * The study: SQL text in, {@link dev.millrace.planner.Statement}s out. These are the types it shares with the server;
 * the
 * door is {@code planner.pipeline.Planner}, behind which lie {@code bind}, {@code logical}, {@code optimize} and {@code
 * lower}, in the order a query passes them. Calcite's syntax tree is known in {@code bind} and {@code definition}
 * alone, and nothing of it leaves this module.
 */
package dev.millrace.planner;
