package dev.millrace.executor.function;

import java.time.ZoneId;

import dev.millrace.executor.data.Column;

/**
 * What one run of a {@link Loop} reads.
 *
 * @param masks per argument: -1 for a column, 0 for a constant, which is a column of one row; row {@code r} reads
 *     {@code r & mask}
 * @param skip bitmap of rows not to call for (NULL by strictness, or already failed), or null
 * @param prepared per argument: the slot that keeps a compiled pattern, or null
 * @param conversion null when there is no argument
 */
public record Arguments(
        Column[] columns,
        int[] masks,
        long[] skip,
        int size,
        Prepared[] prepared,
        ZoneId zone,
        Conversion conversion) {}
