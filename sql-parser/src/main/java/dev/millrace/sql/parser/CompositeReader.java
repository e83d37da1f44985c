package dev.millrace.sql.parser;

import java.util.List;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.sql.parser.statement.SqlComposite;
import dev.millrace.sql.parser.statement.SqlComposite.Action;
import dev.millrace.sql.parser.statement.SqlComposite.Change;
import dev.millrace.sql.parser.statement.SqlStatement;

/** Reads the attributes of composite types, and what ALTER TYPE does to them. */
final class CompositeReader {

    private final Cursor cursor;

    CompositeReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Behind CREATE TYPE name AS, at the parenthesis. */
    SqlStatement create(Lexeme first, SqlIdentifier name) {
        cursor.expectMark("(");
        List<Change> attributes =
                cursor.atMark(")") ? List.of() : cursor.commaList(() -> typed(Action.ADD, cursor.name()));
        cursor.expectMark(")");
        return new SqlComposite(cursor.positionFrom(first), true, name, attributes);
    }

    /** Null where what follows the name is no change of attributes. */
    SqlStatement alter(Lexeme first, SqlIdentifier name) {
        if (!cursor.peek(2).is("attribute")) {
            return null;
        }
        List<Change> changes = cursor.at("rename") ? List.of(rename()) : cursor.commaList(this::change);
        return new SqlComposite(cursor.positionFrom(first), false, name, changes);
    }

    private Change rename() {
        cursor.expect("rename", "attribute");
        SqlIdentifier attribute = cursor.name();
        cursor.expect("to");
        Change change = new Change(Action.RENAME, attribute, null, cursor.name(), false);
        behaviour();
        return change;
    }

    private Change change() {
        if (cursor.accept("add", "attribute")) {
            return typed(Action.ADD, cursor.name());
        }
        if (cursor.accept("drop", "attribute")) {
            boolean ifExists = cursor.accept("if", "exists");
            Change change = new Change(Action.DROP, cursor.name(), null, null, ifExists);
            behaviour();
            return change;
        }
        cursor.expect("alter", "attribute");
        SqlIdentifier attribute = cursor.name();
        if (!cursor.accept("set", "data", "type")) {
            cursor.expect("type");
        }
        return typed(Action.ALTER, attribute);
    }

    private Change typed(Action action, SqlIdentifier attribute) {
        SqlDataTypeSpec type = cursor.type();
        if (cursor.accept("collate")) {
            cursor.qualifiedName();
        }
        behaviour();
        return new Change(action, attribute, type, null, false);
    }

    /** Of the tables of the type, of which there are none. */
    private void behaviour() {
        if (!cursor.accept("cascade")) {
            cursor.accept("restrict");
        }
    }
}
