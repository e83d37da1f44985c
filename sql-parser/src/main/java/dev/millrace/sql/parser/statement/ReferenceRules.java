package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;

/**
 * What stands behind the referenced columns of a foreign key.
 *
 * @param isFull MATCH FULL
 * @param onUpdate what becomes of referencing rows when the referenced key changes
 * @param onDelete what becomes of them when the referenced row goes; {@code set}: the columns that get another value
 *     then, none for all
 * @param isDeferrable whether a transaction may leave it to its end
 * @param isDeferred whether transactions do so unasked
 */
public record ReferenceRules(
        boolean isFull, Action onUpdate, Action onDelete, List<SqlIdentifier> set, boolean isDeferrable,
        boolean isDeferred) {
    /** Where nothing is written. */
    public static final ReferenceRules DEFAULT =
            new ReferenceRules(false, Action.NO_ACTION, Action.NO_ACTION, List.of(), false, false);

    /** What ON UPDATE and ON DELETE may ask for. */
    public enum Action { NO_ACTION, RESTRICT, CASCADE, SET_NULL, SET_DEFAULT }

    void unparse(Unparser out) {
        out.wordsIf(isFull, "MATCH FULL");
        out.wordsIf(onUpdate != Action.NO_ACTION, "ON UPDATE " + onUpdate.name().replace('_', ' '));
        out.wordsIf(onDelete != Action.NO_ACTION, "ON DELETE " + onDelete.name().replace('_', ' '));
        out.nodesInParentheses(set);
        out.wordsIf(isDeferrable, isDeferred ? "DEFERRABLE INITIALLY DEFERRED" : "DEFERRABLE");
    }
}
