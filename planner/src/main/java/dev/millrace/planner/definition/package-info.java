/**
 * Queries and expressions that the catalog keeps, written down as PostgreSQL writes them: from what they were found to
 * mean ({@link dev.millrace.planner.bind.Meanings}), not as somebody typed them, so that they can be read again under
 * any search path and follow what is renamed.
 *
 * <p>{@link dev.millrace.planner.definition.Definitions} is the door. {@code ExpressionReader} turns syntax into what
 * PostgreSQL's parser would make of it ({@code Shown}), {@code ExpressionWriter} and {@code QueryWriter} write it, and
 * {@code Level} says what the items of FROM are called. What PostgreSQL has no words for ends in {@code Undescribed},
 * and the text is shown as it was written, with the relations' names as they are now.
 */
package dev.millrace.planner.definition;
