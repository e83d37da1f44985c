/**
 * What a query means, before anyone has decided how to run it: a small relational algebra ({@link
 * dev.millrace.planner.logical.Rel}) over columns that have an identity instead of a position.
 *
 * <p>Every column that comes into being gets a number ({@link dev.millrace.planner.logical.Column#id}) that no other
 * column of the statement has; inside this package's trees an {@code Expr.Input}'s index is such a number. A column
 * keeps its number while it is passed on, so filters can move, joins can be reordered and columns dropped without
 * renumbering anything, and an outer reference of a correlated subquery is simply a number that the subquery's own
 * inputs do not produce. Positions come back in {@code lower}.
 */
package dev.millrace.planner.logical;
