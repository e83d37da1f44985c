/** The list of the connectors that come with Millrace; apart from the interface, which knows none of them. */
package dev.millrace.executor.connector.bundled;
