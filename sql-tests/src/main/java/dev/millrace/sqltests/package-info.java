/**
 * SQL logic tests over the wire. A script ({@link dev.millrace.sqltests.script}) is perhaps rewritten into another
 * order of events that must give the same answers ({@link dev.millrace.sqltests.replay}), then run against a server
 * ({@link dev.millrace.sqltests.run}), which is often one of our own that may be killed ({@link
 * dev.millrace.sqltests.server}). The SQLite corpus is one more source of scripts ({@link
 * dev.millrace.sqltests.corpus}). Nothing here sees a class of the engine: only pgjdbc.
 */
package dev.millrace.sqltests;
