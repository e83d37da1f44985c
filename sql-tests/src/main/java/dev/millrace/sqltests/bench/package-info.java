/**
 * Figures, over the wire: {@link dev.millrace.sqltests.bench.BenchMain} lists the benchmarks; each starts a server of
 * its own, counts the whole of that process ({@link dev.millrace.sqltests.server.ServerMeter}), and prints one line of
 * JSON for each measurement. A benchmark never fails because something was slow.
 */
package dev.millrace.sqltests.bench;
