package dev.millrace.sql.parser.expression;

import java.util.Set;

import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlLiteral;

/** Joins whose condition comes after another whole join: {@code a JOIN b LEFT JOIN c ON ... ON ...}. */
public final class NestedJoin {
    private static final Set<String> WORDS = Set.of("natural", "join", "inner", "left", "right", "full", "cross");

    private NestedJoin() {}

    /** Whether the word after an operand of a join that wants a condition begins another join instead. */
    public static boolean begins(SqlLiteral natural, SqlLiteral joinType, String word) {
        return !natural.booleanValue() && joinType.getValueAs(JoinType.class) != JoinType.CROSS
                && WORDS.contains(word);
    }
}
