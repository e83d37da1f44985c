/**
 * Where rows come from and where results go: the interface between the engine and the outside world.
 *
 * <p>A {@link dev.millrace.executor.connector.Connector} checks the options of a statement and opens a {@link
 * dev.millrace.executor.connector.Source} or a {@link dev.millrace.executor.connector.Sink}. A source fills batches and
 * says which {@link dev.millrace.executor.connector.SourcePosition} they reach; the engine keeps the position, in the
 * same record as what the rows changed, and the source keeps none. A sink takes what an epoch changed and stores the
 * epoch with it, so that after a crash it can say from where to go on.
 *
 * <p>Each kind of connector is a package below this one; {@code bundled} lists them.
 */
package dev.millrace.executor.connector;
