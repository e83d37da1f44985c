package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.parser.statement.SqlAlterTrigger;
import dev.millrace.sql.parser.statement.SqlAlterTrigger.Kind;
import dev.millrace.sql.parser.statement.SqlCreateTrigger;
import dev.millrace.sql.parser.statement.SqlCreateTrigger.Timing;
import dev.millrace.sql.parser.statement.SqlStatement;

/** Reads CREATE, ALTER and DROP TRIGGER, from behind these words. */
final class TriggerReader {

    private final Cursor cursor;

    TriggerReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /** @param isConstraint whether CONSTRAINT was read */
    SqlStatement create(Lexeme first, boolean replace, boolean isConstraint) {
        if (isConstraint && replace) {
            throw refused("CREATE OR REPLACE CONSTRAINT TRIGGER");
        }
        SqlIdentifier name = cursor.name();
        Timing timing = isConstraint ? Timing.AFTER : timing();
        if (isConstraint) {
            cursor.expect("after");
        }
        List<String> events = new ArrayList<>();
        List<SqlIdentifier> columns = new ArrayList<>();
        do {
            Lexeme event = cursor.peek();
            if (!event.is("insert") && !event.is("update") && !event.is("delete") && !event.is("truncate")) {
                throw cursor.unexpected();
            }
            cursor.take();
            if (events.contains(event.text)) {
                throw cursor.unexpected();
            }
            events.add(event.text);
            if (event.is("update") && cursor.accept("of")) {
                columns.addAll(cursor.names());
            }
        } while (cursor.accept("or"));
        cursor.expect("on");
        SqlIdentifier table = cursor.qualifiedName();
        SqlCreateTrigger.Constraint constraint = isConstraint ? constraint() : null;
        Map<String, String> tables = !isConstraint && cursor.accept("referencing") ? tables() : Map.of();
        boolean isRow = false;
        if (cursor.accept("for")) {
            cursor.accept("each");
            isRow = cursor.accept("row");
            if (!isRow) {
                cursor.expect("statement");
            }
        }
        if (isConstraint && !isRow) {
            throw cursor.unexpected();
        }
        String when = null;
        if (cursor.accept("when")) {
            cursor.expectMark("(");
            Lexeme start = cursor.peek();
            cursor.expression();
            when = cursor.textFrom(start);
            cursor.expectMark(")");
        }
        cursor.expect("execute");
        if (!cursor.accept("function")) {
            cursor.expect("procedure");
        }
        SqlIdentifier function = cursor.qualifiedName();
        List<String> arguments = new ArrayList<>();
        cursor.expectMark("(");
        while (!cursor.atMark(")")) {
            Lexeme argument = cursor.take();
            boolean isText = argument.form == Form.STRING || argument.form == Form.NUMBER
                    || argument.form == Form.WORD || argument.form == Form.QUOTED_NAME;
            if (!isText) {
                throw cursor.unexpected();
            }
            arguments.add(argument.text);
            if (!cursor.acceptMark(",") && !cursor.atMark(")")) {
                throw cursor.unexpected();
            }
        }
        cursor.expectMark(")");
        return new SqlCreateTrigger(cursor.positionFrom(first), new SqlCreateTrigger.Trigger(
                replace, name, timing, events, columns, table, tables, isRow, when, function, arguments, constraint));
    }

    private Timing timing() {
        if (cursor.accept("instead")) {
            cursor.expect("of");
            return Timing.INSTEAD_OF;
        }
        if (cursor.accept("before")) {
            return Timing.BEFORE;
        }
        cursor.expect("after");
        return Timing.AFTER;
    }

    /** What a constraint trigger says of the table that it is about, and of when it is called. */
    private SqlCreateTrigger.Constraint constraint() {
        SqlIdentifier from = cursor.accept("from") ? cursor.qualifiedName() : null;
        Boolean isDeferrable = null;
        Boolean isDeferred = null;
        while (true) {
            Lexeme at = cursor.peek();
            if (cursor.accept("not", "valid")) {
                throw cursor.unsupported("TRIGGER constraints cannot be marked NOT VALID", at);
            } else if (cursor.accept("not", "deferrable")) {
                requireNew(isDeferrable, at);
                isDeferrable = false;
            } else if (cursor.accept("deferrable")) {
                requireNew(isDeferrable, at);
                isDeferrable = true;
            } else if (cursor.accept("initially", "immediate")) {
                requireNew(isDeferred, at);
                isDeferred = false;
            } else if (cursor.accept("initially")) {
                cursor.expect("deferred");
                requireNew(isDeferred, at);
                isDeferred = true;
            } else {
                break;
            }
            if (Boolean.FALSE.equals(isDeferrable) && Boolean.TRUE.equals(isDeferred)) {
                throw SqlParseFailure.syntax(cursor.text(), at);
            }
        }
        boolean waits = Boolean.TRUE.equals(isDeferred);
        return new SqlCreateTrigger.Constraint(from, waits || Boolean.TRUE.equals(isDeferrable), waits);
    }

    private void requireNew(Boolean said, Lexeme at) {
        if (said != null) {
            throw SqlParseFailure.syntax(cursor.text(), at);
        }
    }

    /** Names of the rows that were and that are. */
    private Map<String, String> tables() {
        Map<String, String> tables = new LinkedHashMap<>();
        while (cursor.at("old") || cursor.at("new")) {
            Lexeme version = cursor.take();
            if (cursor.at("row") || !cursor.at("table")) {
                throw cursor.unsupported(
                                "ROW variable naming in the REFERENCING clause is not supported", cursor.peek())
                        .withHint("Use OLD TABLE or NEW TABLE for naming transition tables.");
            }
            cursor.expect("table");
            cursor.accept("as");
            if (tables.put(version.text, cursor.label()) != null) {
                throw cursor.unexpected();
            }
        }
        if (tables.isEmpty()) {
            throw cursor.unexpected();
        }
        return tables;
    }

    private SqlParseFailure refused(String what) {
        return cursor.unsupported(what + " is not supported", cursor.peek());
    }

    SqlStatement drop(Lexeme first) {
        boolean ifExists = cursor.accept("if", "exists");
        String name = cursor.label();
        cursor.expect("on");
        SqlIdentifier table = cursor.qualifiedName();
        if (!cursor.accept("cascade")) {
            cursor.accept("restrict");
        }
        return new SqlAlterTrigger(cursor.positionFrom(first), Kind.DROP, table, name, null, ifExists);
    }

    SqlStatement rename(Lexeme first) {
        String name = cursor.label();
        cursor.expect("on");
        SqlIdentifier table = cursor.qualifiedName();
        cursor.expect("rename", "to");
        return new SqlAlterTrigger(cursor.positionFrom(first), Kind.RENAME, table, name, cursor.label(), false);
    }

    /** ENABLE or DISABLE TRIGGER of a table; null when something else comes next. */
    SqlStatement ability(Lexeme first, SqlIdentifier table, boolean ifExists) {
        boolean isEnabled = cursor.at("enable");
        if (!isEnabled && !cursor.at("disable")) {
            return null;
        }
        cursor.take();
        Kind kind = !isEnabled
                ? Kind.DISABLE
                : cursor.accept("always")
                        ? Kind.ENABLE_ALWAYS
                        : cursor.accept("replica") ? Kind.ENABLE_REPLICA : Kind.ENABLE;
        cursor.expect("trigger");
        boolean mayBeAll = kind == Kind.ENABLE || kind == Kind.DISABLE;
        boolean isAll = mayBeAll && (cursor.accept("all") || cursor.accept("user"));
        String name = isAll ? null : cursor.label();
        return new SqlAlterTrigger(cursor.positionFrom(first), kind, table, name, null, ifExists);
    }
}
