package dev.millrace.sql.parser.statement;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;

/**
 * What follows the name in {@code CREATE SEQUENCE} and {@code ALTER SEQUENCE}, and stands in the parentheses of an
 * identity column; null where it is not said.
 *
 * @param min a number, or {@link #NONE} for NO MINVALUE; {@code max} likewise
 * @param restart a number, or {@link #NONE} for RESTART alone: where it started
 * @param owner the column after OWNED BY, with its table; of one part for NONE
 * @param name after SEQUENCE NAME, of an identity column
 */
public record SequenceOptions(
        SqlDataTypeSpec type, Long increment, String min, String max, Long start, String restart, Long cache,
        Boolean cycle, SqlIdentifier owner, SqlIdentifier name) {

    public static final String NONE = "";

    /** Nothing is said. */
    public static final SequenceOptions DEFAULT =
            new SequenceOptions(null, null, null, null, null, null, null, null, null, null);

    void unparse(Unparser out) {
        out.clause("AS", type);
        number(out, "INCREMENT BY", increment);
        bound(out, "MINVALUE", min);
        bound(out, "MAXVALUE", max);
        number(out, "START WITH", start);
        if (restart != null) {
            out.words("RESTART").raw(restart);
        }
        number(out, "CACHE", cache);
        if (cycle != null) {
            out.words(cycle ? "CYCLE" : "NO CYCLE");
        }
        out.clause("OWNED BY", owner).clause("SEQUENCE NAME", name);
    }

    private static void number(Unparser out, String words, Long number) {
        if (number != null) {
            out.words(words).raw(number.toString());
        }
    }

    private static void bound(Unparser out, String words, String bound) {
        if (bound != null) {
            out.words(bound.equals(NONE) ? "NO " + words : words).raw(bound);
        }
    }
}
