/**
 * What scripts are run against: a {@link dev.millrace.sqltests.server.Target}, which is a server that runs already or
 * {@link dev.millrace.sqltests.server.OwnServer one of our own}, a child process that can be killed and started again.
 */
package dev.millrace.sqltests.server;
