/**
 * The cellar: bytes, not SQL. What must survive a crash lies here and nowhere else.
 */
package dev.millrace.storage;
