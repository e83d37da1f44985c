package dev.millrace.planner.bind;

import java.util.List;

import org.apache.calcite.sql.SqlNode;

/** The WITH queries in sight, innermost first. Each reference binds the query again; equal plans meet in lowering. */
record Ctes(Cte head, Ctes rest) {

    static final Ctes NONE = new Ctes(null, null);

    /** @param columns names given in WITH name (a, b), or empty; {@code visible}: what the query itself can see */
    record Cte(String name, List<String> columns, SqlNode query, Scope visible) {}

    Ctes with(Cte cte) {
        return new Ctes(cte, this);
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
