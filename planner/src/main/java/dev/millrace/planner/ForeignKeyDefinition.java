package dev.millrace.planner;

import java.util.List;

/**
 * FOREIGN KEY of a table. What it refers to is looked up when the key is made: it may be the very table.
 *
 * @param name null where the constraint is to get PostgreSQL's
 * @param columns positions in the table
 * @param referencedColumns names; empty for the primary key of the referenced table
 * @param isDeferrable whether a transaction may leave it to its end; {@code isDeferred}: does so unasked
 * @param set the columns that ON DELETE SET gives another value; empty for all
 * @param isFull MATCH FULL: a row has all of the key or nothing of it
 */
public record ForeignKeyDefinition(
        String name, List<Integer> columns, Statement.QualifiedName referenced, List<String> referencedColumns,
        boolean isFull, ReferentialAction onUpdate, ReferentialAction onDelete, boolean isDeferrable,
        boolean isDeferred, List<Integer> set) {}
