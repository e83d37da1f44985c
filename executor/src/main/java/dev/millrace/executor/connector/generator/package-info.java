/**
 * Rows that are made, not read: the Nexmark auction, and random data after the columns' types.
 *
 * <p>{@link dev.millrace.executor.connector.generator.GeneratorSource} knows offsets, rates and ends; a {@link
 * dev.millrace.executor.connector.generator.RowGenerator} makes row n as a function of n and the seed, so that every
 * reader may begin anywhere and all see the same rows.
 */
package dev.millrace.executor.connector.generator;
