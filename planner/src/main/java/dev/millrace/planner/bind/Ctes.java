package dev.millrace.planner.bind;

import java.util.List;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.logical.RecursiveUnion;

/** The WITH queries in sight, innermost first. Each reference binds the query again; equal plans meet in lowering. */
record Ctes(Cte head, Ctes rest) {

    static final Ctes NONE = new Ctes(null, null);

    /**
     * A WITH query.
     *
     * @param columns names given in WITH name (a, b), or empty
     * @param visible what the query itself can see
     * @param isRecursive it reads itself
     * @param rows what stands for it within itself; null everywhere else
     * @param added how many of its last columns its own term may name, but does not have among its columns
     * @param written what it has written, where it is a statement that writes; else null
     */
    record Cte(
            String name, List<String> columns, SqlNode query, Scope visible, boolean isRecursive,
            int added, RecursiveUnion.Reference rows, Written written) {

        Cte(String name, List<String> columns, SqlNode query, Scope visible, boolean isRecursive, int added) {
            this(name, columns, query, visible, isRecursive, added, null, null);
        }

        /** The same as its own term sees it. */
        Cte recursing(RecursiveUnion.Reference reference) {
            return new Cte(name, columns, query, visible, isRecursive, added, reference, null);
        }
    }

    /**
     * What a part of the statement that writes gives the others.
     *
     * @param part its number
     * @param isReturned whether it gives anything
     */
    record Written(PlannerCatalog.Stored rows, int part, boolean isReturned) {}

    Ctes with(Cte cte) {
        return new Ctes(cte, this);
    }

    /** How many recursions one is in the middle of here. */
    int recursionDepth() {
        int depth = 0;
        for (Ctes at = this; at.head != null; at = at.rest) {
            depth += at.head.rows() == null ? 0 : 1;
        }
        return depth;
    }

    /** The query of this name, or null. */
    Cte find(String name) {
        for (Ctes at = this; at.head != null; at = at.rest) {
            if (at.head.name().equals(name)) {
                return at.head;
            }
        }
        return null;
    }
}
