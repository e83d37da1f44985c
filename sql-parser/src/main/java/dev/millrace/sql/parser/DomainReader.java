package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.sql.parser.statement.SqlAlterDomain;
import dev.millrace.sql.parser.statement.SqlAlterDomain.Change;
import dev.millrace.sql.parser.statement.SqlCreateDomain;
import dev.millrace.sql.parser.statement.SqlStatement;

/** Reads CREATE DOMAIN and ALTER DOMAIN, behind these words. */
final class DomainReader {

    private final Cursor cursor;

    DomainReader(Cursor cursor) {
        this.cursor = cursor;
    }

    SqlStatement create(Lexeme first) {
        SqlIdentifier name = cursor.qualifiedName();
        cursor.accept("as");
        SqlDataTypeSpec type = cursor.type();
        if (cursor.accept("collate")) {
            cursor.qualifiedName();
        }
        SqlNode defaultValue = null;
        Boolean notNull = null;
        List<SqlCreateDomain.Check> checks = new ArrayList<>();
        while (true) {
            SqlIdentifier constraint = cursor.accept("constraint") ? cursor.name() : null;
            if (cursor.at("not", "null") && !Boolean.FALSE.equals(notNull)) {
                cursor.expect("not", "null");
                notNull = true;
            } else if (cursor.at("null") && !Boolean.TRUE.equals(notNull)) {
                cursor.take();
                notNull = false;
            } else if (cursor.accept("check")) {
                checks.add(new SqlCreateDomain.Check(constraint, cursor.expressionInParentheses()));
            } else if (cursor.at("default") && defaultValue == null) {
                cursor.take();
                defaultValue = cursor.expression();
            } else if (constraint != null) {
                throw cursor.unexpected();
            } else {
                return new SqlCreateDomain(cursor.positionFrom(first), name, type, defaultValue,
                        Boolean.TRUE.equals(notNull), checks);
            }
        }
    }

    /** Null where what follows the name is a change that other objects know, too. */
    SqlStatement alter(Lexeme first, SqlIdentifier name) {
        if (cursor.accept("set", "default")) {
            return alter(first, name, Change.SET_DEFAULT, null, cursor.expression(), false);
        }
        if (cursor.accept("drop", "default")) {
            return alter(first, name, Change.DROP_DEFAULT, null, null, false);
        }
        if (cursor.accept("set", "not", "null")) {
            return alter(first, name, Change.SET_NOT_NULL, null, null, false);
        }
        if (cursor.accept("drop", "not", "null")) {
            return alter(first, name, Change.DROP_NOT_NULL, null, null, false);
        }
        if (cursor.accept("add")) {
            SqlIdentifier constraint = cursor.accept("constraint") ? cursor.name() : null;
            cursor.expect("check");
            SqlNode condition = cursor.expressionInParentheses();
            if (cursor.at("not", "valid")) {
                throw cursor.unsupported("NOT VALID is not supported", cursor.peek());
            }
            return alter(first, name, Change.ADD_CHECK, constraint, condition, false);
        }
        if (cursor.accept("drop", "constraint")) {
            boolean ifExists = cursor.accept("if", "exists");
            SqlIdentifier constraint = cursor.name();
            if (!cursor.accept("cascade")) {
                cursor.accept("restrict");
            }
            return alter(first, name, Change.DROP_CONSTRAINT, constraint, null, ifExists);
        }
        return null;
    }

    private SqlStatement alter(
            Lexeme first, SqlIdentifier name, Change change, SqlIdentifier constraint, SqlNode expression,
            boolean ifExists) {
        return new SqlAlterDomain(cursor.positionFrom(first), name, change, constraint, expression, ifExists);
    }
}
