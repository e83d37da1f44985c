package dev.millrace.planner.bind;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;

/** One item of an ORDER BY, taken apart: what is sorted by, and how. */
public record Ordering(SqlNode expression, Direction direction) {

    public static Ordering of(SqlNode item) {
        SqlNode expression = item;
        boolean descending = false;
        Boolean nullsFirst = null;
        while (true) {
            switch (expression.getKind()) {
                case DESCENDING -> descending = true;
                case NULLS_FIRST -> nullsFirst = true;
                case NULLS_LAST -> nullsFirst = false;
                default -> {
                    // PostgreSQL holds NULL to be larger than everything.
                    boolean first = nullsFirst == null ? descending : nullsFirst;
                    return new Ordering(expression, new Direction(descending, first));
                }
            }
            expression = ((SqlCall) expression).operand(0);
        }
    }
}
