/**
 * The server's configuration: flags, then environment, then file, then defaults; what is unknown is an error that
 * names the nearest thing known. {@link dev.millrace.server.config.ConfigKey} lists what there is.
 */
package dev.millrace.server.config;
