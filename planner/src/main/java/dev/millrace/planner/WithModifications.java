package dev.millrace.planner;

import java.util.List;
import java.util.Set;

import dev.millrace.executor.plan.SqlType;

/**
 * A statement with INSERT, UPDATE or DELETE in its WITH. All of them read what was there before; what one has written
 * reaches the others through its RETURNING only.
 *
 * @param parts in the order in which they were written
 * @param main the statement behind the WITH
 * @param reads the parts whose rows that one reads, by number
 */
public record WithModifications(
        List<Part> parts, Statement main, List<Integer> reads, List<SqlType> parameters, Set<Long> dependencies)
        implements Statement.Composed {

    public WithModifications {
        parts = List.copyOf(parts);
        reads = List.copyOf(reads);
    }

    /**
     * One query of WITH that writes.
     *
     * @param name as WITH gives it
     * @param rows the relation by which plans of others read what it returns
     * @param reads other parts whose rows it reads, by number
     */
    public record Part(String name, Statement statement, long rows, List<Integer> reads) {
        public Part {
            reads = List.copyOf(reads);
        }

        /** What it returns, or null. */
        public Statement.Returning returning() {
            return switch (statement) {
                case Statement.Insert insert -> insert.returning();
                case Statement.Update update -> update.returning();
                case Statement.Delete delete -> delete.returning();
                case TreeChange tree -> tree.returning();
                case Statement other -> throw new IllegalStateException("no part of a WITH: " + other);
            };
        }
    }
}
