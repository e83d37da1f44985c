package dev.millrace.planner;

import java.util.List;

/**
 * CREATE TABLE AS EXECUTE: a table of what a prepared query gives. Which query that is, only the session knows.
 *
 * @param table without columns and without rows
 * @param names of its first columns; the others are called as the query calls them
 */
public record TableFromPrepared(Statement.CreateTable table, List<String> names, Statement.Execute execute)
        implements Statement.Composed {
    public TableFromPrepared {
        names = List.copyOf(names);
    }
}
