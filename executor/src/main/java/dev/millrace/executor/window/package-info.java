/**
 * Window functions over rows that lie in memory: a stretch of a partition, in order, with as many rows around those
 * asked for as their frames need ({@link dev.millrace.executor.window.WindowRows}).
 *
 * <p>A {@link dev.millrace.executor.window.WindowFunction} gives the value of one row after the other;
 * {@code Frames} says which rows a row's frame holds; an aggregate slides over them. {@link
 * dev.millrace.executor.window.Reach} says of a function which rows a change concerns and which rows it reads: what
 * the operator needs to know to touch no others.
 */
package dev.millrace.executor.window;
