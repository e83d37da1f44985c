/**
 * The terminal: what a person types {@code bin/millrace sql} and {@code bin/millrace demo} for. It reaches the server
 * only through the PostgreSQL wire, so that it is also a foreign check on our protocol.
 */
package dev.millrace.cli;
