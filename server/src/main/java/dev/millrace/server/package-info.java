/**
 * The process: {@link dev.millrace.server.Main} reads the configuration and starts a {@link
 * dev.millrace.server.Server}, which wires engine, planner, catalog, sessions and listener together with plain
 * constructors.
 */
package dev.millrace.server;
