/**
 * Reading files: CSV, and JSON objects one a line. A split is a file, an offset is a byte, and only whole records
 * count: {@code RecordReader} finds where they end, {@code SourceFiles} which files there are, {@code FileSource} goes
 * through them.
 */
package dev.millrace.executor.connector.file;
