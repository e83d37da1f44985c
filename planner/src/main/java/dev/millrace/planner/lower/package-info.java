/**
 * From the logical plan to the physical one: columns get positions, joins get keys, exchanges are put where keyed
 * operators
 * need them, and every node gets the digest of its structure as its name ({@link dev.millrace.planner.lower.Lowering}).
 */
package dev.millrace.planner.lower;
