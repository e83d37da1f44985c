package dev.millrace.sql.parser;

import dev.millrace.sql.parser.statement.ReferenceRules;
import dev.millrace.sql.parser.statement.ReferenceRules.Action;

/** Reads what stands behind the referenced columns of a foreign key, in whatever order. */
final class ReferenceReader {
    private final Cursor cursor;
    private boolean isFull;
    private Action onUpdate = Action.NO_ACTION;
    private Action onDelete = Action.NO_ACTION;

    ReferenceReader(Cursor cursor) {
        this.cursor = cursor;
    }

    ReferenceRules rules() {
        while (rule()) {
            // Each turn takes one.
        }
        return new ReferenceRules(isFull, onUpdate, onDelete);
    }

    private boolean rule() {
        Lexeme first = cursor.peek();
        if (cursor.accept("on", "delete")) {
            onDelete = action();
        } else if (cursor.accept("on")) {
            cursor.expect("update");
            onUpdate = action();
        } else if (cursor.accept("match", "full")) {
            isFull = true;
        } else if (cursor.accept("match", "partial")) {
            throw cursor.unsupported("MATCH PARTIAL not yet implemented", first);
        } else if (cursor.accept("match")) {
            cursor.expect("simple");
        } else if (cursor.accept("not", "deferrable") || cursor.accept("initially", "immediate")) {
            return true; // as it is
        } else if (cursor.at("deferrable") || cursor.at("initially")) {
            throw cursor.unsupported("a deferrable foreign key is not supported", first);
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
