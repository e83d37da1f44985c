/**
 * {@code bin/millrace demo}: {@link dev.millrace.cli.demo.DemoCommand} starts a server of its own
 * ({@link dev.millrace.cli.server.ChildServer}), runs {@code demo.sql} on it and shows a live view, with the pace that
 * {@link dev.millrace.cli.demo.Pace} reads from the server.
 */
package dev.millrace.cli.demo;
