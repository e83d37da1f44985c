package dev.millrace.planner.bind;

import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.IndexDetail;
import dev.millrace.sql.parser.statement.TableConstraint;

/** What the index of a key is beside the key's columns. */
final class KeyDetail {

    private KeyDetail() {}

    /** Null for a key of columns alone. */
    static IndexDetail of(TableConstraint constraint, List<Integer> include) {
        boolean isPrimary = constraint.kind() == TableConstraint.Kind.PRIMARY_KEY;
        if (isPrimary && !include.isEmpty()) {
            throw SqlException.unsupported("INCLUDE in a primary key")
                    .withHint("Rows lie by their primary key: it finds all of their columns.");
        }
        return include.isEmpty() && !constraint.areNullsEqual()
                ? null
                : new IndexDetail(
                        "btree", null, List.of(), include, null, constraint.areNullsEqual() ? true : null);
    }
}
