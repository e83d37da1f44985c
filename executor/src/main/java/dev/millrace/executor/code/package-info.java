/**
 * Code that people bring: jars, kept in the data directory under the digest of what they hold, and the methods in them
 * that SQL calls. What a plan says of a method names the digest, so that it means the same for ever.
 */
package dev.millrace.executor.code;
