/** A sink that keeps nothing, for measuring what is before it. */
package dev.millrace.executor.connector.blackhole;
