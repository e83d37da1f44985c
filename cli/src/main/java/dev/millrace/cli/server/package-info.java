/** A server of the terminal's own, for the demo and for a shell on a directory: started, waited for, stopped. */
package dev.millrace.cli.server;
