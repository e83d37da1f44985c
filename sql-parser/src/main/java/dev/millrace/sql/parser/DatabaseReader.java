package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.parser.statement.DatabaseAction;
import dev.millrace.sql.parser.statement.RoleName;
import dev.millrace.sql.parser.statement.SqlDatabase;
import dev.millrace.sql.parser.statement.SqlStatement;

/** Reads CREATE, ALTER and DROP DATABASE. */
final class DatabaseReader {

    private final Cursor cursor;

    DatabaseReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Behind CREATE DATABASE. */
    SqlStatement create(Lexeme first) {
        SqlIdentifier name = cursor.name();
        List<DatabaseAction.Option> options = options();
        return new SqlDatabase(cursor.positionFrom(first), name, new DatabaseAction.Create(options));
    }

    /** Behind ALTER DATABASE. */
    SqlStatement alter(Lexeme first) {
        SqlIdentifier name = cursor.name();
        if (cursor.at("set", "tablespace")) {
            throw cursor.unsupported("ALTER DATABASE SET TABLESPACE is not supported", cursor.peek());
        }
        if (cursor.at("refresh")) {
            throw cursor.unsupported("ALTER DATABASE REFRESH COLLATION VERSION is not supported", cursor.peek());
        }
        if (cursor.at("set") || cursor.at("reset")) {
            return new AccessReader(cursor).settingOfDatabase(first, name);
        }
        DatabaseAction action;
        if (cursor.accept("rename")) {
            cursor.expect("to");
            action = new DatabaseAction.Rename(cursor.name());
        } else if (cursor.accept("owner")) {
            cursor.expect("to");
            RoleName owner = new AccessReader(cursor).role();
            action = new DatabaseAction.ChangeOwner(owner);
        } else {
            action = new DatabaseAction.Alter(options());
        }
        return new SqlDatabase(cursor.positionFrom(first), name, action);
    }

    /** Behind DROP DATABASE. */
    SqlStatement drop(Lexeme first) {
        boolean ifExists = cursor.accept("if", "exists");
        SqlIdentifier name = cursor.name();
        boolean force = false;
        if (cursor.accept("with") || cursor.atMark("(")) {
            cursor.expectMark("(");
            do {
                cursor.expect("force");
                force = true;
            } while (cursor.acceptMark(","));
            cursor.expectMark(")");
        }
        return new SqlDatabase(cursor.positionFrom(first), name, new DatabaseAction.Drop(ifExists, force));
    }

    private List<DatabaseAction.Option> options() {
        List<DatabaseAction.Option> options = new ArrayList<>();
        cursor.accept("with");
        while (cursor.peek().form == Form.WORD) {
            String key = cursor.accept("connection", "limit") ? "connection_limit" : cursor.take().text;
            cursor.acceptMark("=");
            options.add(new DatabaseAction.Option(key, value()));
        }
        return options;
    }

    /** A word, a text or a number; null for DEFAULT. */
    private String value() {
        if (cursor.accept("default")) {
            return null;
        }
        boolean isNegative = cursor.acceptMark("-");
        Lexeme value = cursor.peek();
        return switch (value.form) {
            case STRING -> cursor.string();
            case NUMBER -> (isNegative ? "-" : "") + cursor.take().text;
            case WORD, QUOTED_NAME -> cursor.label();
            default -> throw cursor.unexpected();
        };
    }
}
