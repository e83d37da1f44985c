package dev.millrace.sql.parser;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.sql.parser.statement.SequenceOptions;

/** Reads the options of a sequence, in whatever order they stand. */
final class SequenceReader {
    private final Cursor cursor;
    private SqlDataTypeSpec type;
    private Long increment;
    private String min;
    private String max;
    private Long start;
    private String restart;
    private Long cache;
    private Boolean cycle;
    private SqlIdentifier owner;
    private SqlIdentifier name;

    SequenceReader(Cursor cursor) {
        this.cursor = cursor;
    }

    SequenceOptions options() {
        while (option()) {
            // Each turn takes one.
        }
        return new SequenceOptions(type, increment, min, max, start, restart, cache, cycle, owner, name);
    }

    /** Takes one option; false when none is next. */
    boolean option() {
        if (cursor.accept("as")) {
            type = cursor.type();
        } else if (cursor.accept("increment")) {
            cursor.accept("by");
            increment = number();
        } else if (cursor.accept("no", "minvalue")) {
            min = SequenceOptions.NONE;
        } else if (cursor.accept("minvalue")) {
            min = Long.toString(number());
        } else if (cursor.accept("no", "maxvalue")) {
            max = SequenceOptions.NONE;
        } else if (cursor.accept("maxvalue")) {
            max = Long.toString(number());
        } else if (cursor.accept("start")) {
            cursor.accept("with");
            start = number();
        } else if (cursor.accept("restart")) {
            boolean isGiven = cursor.accept("with") || isNumber(cursor.peek());
            restart = isGiven ? Long.toString(number()) : SequenceOptions.NONE;
        } else if (cursor.accept("cache")) {
            cache = number();
        } else if (cursor.accept("no", "cycle")) {
            cycle = false;
        } else if (cursor.accept("cycle")) {
            cycle = true;
        } else if (cursor.accept("owned")) {
            cursor.expect("by");
            owner = cursor.qualifiedName();
        } else if (cursor.accept("sequence", "name")) {
            name = cursor.qualifiedName();
        } else {
            return false;
        }
        return true;
    }

    private static boolean isNumber(Lexeme lexeme) {
        return lexeme.form == Lexeme.Form.NUMBER || lexeme.isMark("-") || lexeme.isMark("+");
    }

    private long number() {
        boolean isNegative = cursor.acceptMark("-");
        if (!isNegative) {
            cursor.acceptMark("+");
        }
        Lexeme digits = cursor.peek();
        if (digits.form != Lexeme.Form.NUMBER) {
            throw cursor.unexpected();
        }
        try {
            long number = Long.parseLong((isNegative ? "-" : "") + digits.text);
            cursor.take();
            return number;
        } catch (NumberFormatException e) {
            throw cursor.unexpected();
        }
    }
}
