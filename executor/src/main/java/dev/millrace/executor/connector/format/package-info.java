/**
 * The bytes of a record into columns: JSON objects and CSV lines.
 *
 * <p>A {@link dev.millrace.executor.connector.format.Format} is made from a statement's options and makes {@link
 * dev.millrace.executor.connector.format.RecordDecoder}s. A decoder puts the values of a record into a {@code
 * RowBuffer}, each through the {@code FieldDecoder} of its column, and only when all are good appends them to the
 * batch: a rejected record leaves no trace. Every column is decoded, also those that nobody asked for, so that whether
 * a record is a row never depends on who reads it.
 *
 * <p>JSON has two readers. {@code JsonWalk}, on Jackson, decides what a record means. {@code JsonShape} is a fast path:
 * it remembers the bytes between the values of an earlier record, and reads records that repeat them; whatever else it
 * meets it leaves to the first. Both must give the same row for every record that the second accepts.
 */
package dev.millrace.executor.connector.format;
