package dev.millrace.planner;

import dev.millrace.sql.procedural.Block;

/**
 * DO: a procedure without a name. Its statements are planned when it is their turn, because earlier ones may make what
 * they name.
 *
 * @param body its text
 */
public record InlineBlock(String body, Block block) implements Statement.Composed {}
