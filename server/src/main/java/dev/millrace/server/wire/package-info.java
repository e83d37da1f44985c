/**
 * PostgreSQL's protocol 3.0 as data: messages, and their bytes.
 *
 * <p>{@link dev.millrace.server.wire.FrontendDecoder} turns a socket's bytes into {@link
 * dev.millrace.server.wire.FrontendMessage}s, {@link dev.millrace.server.wire.BackendEncoder} writes {@link
 * dev.millrace.server.wire.BackendMessage}s. Rows take a shorter way: {@link dev.millrace.server.wire.RowEncoder}
 * writes them from columns into the buffer, in text or binary, and {@link dev.millrace.server.wire.ParameterDecoder}
 * reads the values of Bind. {@link dev.millrace.server.wire.WireTypes} says which OID a type has. Nothing here knows
 * a session.
 */
package dev.millrace.server.wire;
