/**
 * Sockets. {@link dev.millrace.server.net.Listener} accepts; every {@link dev.millrace.server.net.Connection} belongs
 * to one session thread, which takes messages from its {@link dev.millrace.server.net.Inbox} and writes replies into
 * its {@link dev.millrace.server.net.Outbox}. Both are bounded: a client that sends too fast is not read from, one
 * that reads too slowly stops its own session and nobody else's. What takes no waiting is answered on the event loop,
 * to which the session is lent for as long.
 */
package dev.millrace.server.net;
