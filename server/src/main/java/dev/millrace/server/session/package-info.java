/**
 * A client's session: what it said before matters to what it says now.
 *
 * <p>{@link dev.millrace.server.session.Session} takes messages one by one and owns five collaborators: {@link
 * dev.millrace.server.session.Settings}, {@link dev.millrace.server.session.TransactionBlock}, {@link
 * dev.millrace.server.session.PreparedStatements}, {@link dev.millrace.server.session.Portals} and {@link
 * dev.millrace.server.session.Interrupts}. {@link dev.millrace.server.session.SimpleProtocol} and {@link
 * dev.millrace.server.session.ExtendedProtocol} say what each message does; {@link
 * dev.millrace.server.session.Planning} turns text into statements, which a {@link
 * dev.millrace.server.session.StatementRunner} (the handlers) executes into an {@link
 * dev.millrace.server.session.Outcome}. Everything here runs on the session's own virtual thread, except what {@link
 * dev.millrace.server.session.ExpressLane} does in its place.
 */
package dev.millrace.server.session;
