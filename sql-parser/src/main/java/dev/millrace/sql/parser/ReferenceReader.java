package dev.millrace.sql.parser;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.sql.parser.statement.ReferenceRules;
import dev.millrace.sql.parser.statement.ReferenceRules.Action;

/** Reads what stands behind the referenced columns of a foreign key, in whatever order. */
final class ReferenceReader {
    private final Cursor cursor;
    private boolean isFull;
    private Boolean isDeferrable;
    private List<SqlIdentifier> set = List.of();
    private boolean isDeferred;
    private Action onUpdate = Action.NO_ACTION;
    private Action onDelete = Action.NO_ACTION;

    ReferenceReader(Cursor cursor) {
        this.cursor = cursor;
    }

    ReferenceRules rules() {
        while (rule()) {
            // Each turn takes one.
        }
        return read();
    }

    /** But whether a transaction may leave it to its end. */
    ReferenceRules waits() {
        while (waiting()) {
            // Each turn takes one.
        }
        return read();
    }

    private ReferenceRules read() {
        if (isDeferred && Boolean.FALSE.equals(isDeferrable)) {
            throw SqlParseFailure.at(
                    SqlParseFailure.Kind.SYNTAX_ERROR, "constraint declared INITIALLY DEFERRED must be DEFERRABLE",
                    cursor.text(), cursor.peek().start);
        }
        return new ReferenceRules(
                isFull, onUpdate, onDelete, set, isDeferred || Boolean.TRUE.equals(isDeferrable), isDeferred);
    }

    private boolean rule() {
        Lexeme first = cursor.peek();
        if (cursor.accept("on", "delete")) {
            onDelete = action();
            boolean sets = onDelete == Action.SET_NULL || onDelete == Action.SET_DEFAULT;
            set = sets ? cursor.optionalNames() : List.of();
        } else if (cursor.accept("on")) {
            cursor.expect("update");
            onUpdate = action();
        } else if (cursor.accept("match", "full")) {
            isFull = true;
        } else if (cursor.accept("match", "partial")) {
            throw cursor.unsupported("MATCH PARTIAL not yet implemented", first);
        } else if (cursor.accept("match")) {
            cursor.expect("simple");
        } else {
            return waiting();
        }
        return true;
    }

    private boolean waiting() {
        if (cursor.accept("not", "deferrable")) {
            isDeferrable = false;
        } else if (cursor.accept("deferrable")) {
            isDeferrable = true;
        } else if (cursor.accept("initially", "immediate")) {
            isDeferred = false;
        } else if (cursor.accept("initially")) {
            cursor.expect("deferred");
            isDeferred = true;
        } else {
            return false;
        }
        return true;
    }

    private Action action() {
        if (cursor.accept("cascade")) {
            return Action.CASCADE;
        }
        if (cursor.accept("restrict")) {
            return Action.RESTRICT;
        }
        if (cursor.accept("no", "action")) {
            return Action.NO_ACTION;
        }
        if (cursor.accept("set", "null")) {
            return Action.SET_NULL;
        }
        cursor.expect("set", "default");
        return Action.SET_DEFAULT;
    }
}
