package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.sql.parser.statement.SqlDropAbsent;
import dev.millrace.sql.parser.statement.SqlStatement;

/** Reads DROP of what cannot be created here: scripts that may run anywhere drop it where it exists. */
final class AbsentReader {
    private static final List<String> KINDS = List.of(
            "access method", "cast", "collation", "conversion", "event trigger", "extension",
            "foreign data wrapper", "foreign table", "language", "operator class", "operator family", "operator",
            "policy", "procedural language", "publication", "rule", "server", "statistics", "subscription",
            "tablespace", "text search configuration", "text search dictionary", "text search parser",
            "text search template");

    private final Cursor cursor;

    AbsentReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Null where the words behind DROP are of no such kind. */
    SqlStatement drop(Lexeme first) {
        for (String kind : KINDS) {
            if (cursor.accept(kind.split(" "))) {
                boolean ifExists = cursor.accept("if", "exists");
                List<SqlDropAbsent.Absent> objects = new ArrayList<>();
                do {
                    objects.add(object(kind));
                } while (cursor.acceptMark(","));
                if (!cursor.accept("cascade")) {
                    cursor.accept("restrict");
                }
                String plain = kind.equals("procedural language") ? "language" : kind;
                return new SqlDropAbsent(cursor.positionFrom(first), plain, ifExists, objects);
            }
        }
        return null;
    }

    private SqlDropAbsent.Absent object(String kind) {
        return switch (kind) {
            case "operator" -> new SqlDropAbsent.Absent(operator(), inParentheses(), null);
            case "operator class", "operator family" -> {
                SqlIdentifier name = cursor.qualifiedName();
                cursor.expect("using");
                yield new SqlDropAbsent.Absent(name, cursor.name().getSimple(), null);
            }
            case "rule", "policy" -> {
                SqlIdentifier name = cursor.name();
                cursor.expect("on");
                yield new SqlDropAbsent.Absent(name, null, cursor.qualifiedName());
            }
            case "cast" -> {
                cursor.expectMark("(");
                Lexeme start = cursor.peek();
                cursor.type();
                SqlIdentifier from = new SqlIdentifier(cursor.textFrom(start), cursor.positionFrom(start));
                cursor.expect("as");
                start = cursor.peek();
                cursor.type();
                String to = cursor.textFrom(start);
                cursor.expectMark(")");
                yield new SqlDropAbsent.Absent(from, to, null);
            }
            default -> new SqlDropAbsent.Absent(cursor.qualifiedName(), null, null);
        };
    }

    private String inParentheses() {
        Lexeme start = cursor.peek();
        cursor.expectMark("(");
        while (!cursor.atMark(")")) {
            if (cursor.atEnd() || cursor.atMark("(")) {
                throw cursor.unexpected();
            }
            cursor.take();
        }
        cursor.expectMark(")");
        return cursor.textFrom(start);
    }

    private SqlIdentifier operator() {
        List<String> names = new ArrayList<>();
        Lexeme start = cursor.peek();
        while (cursor.peek(2).isMark(".")) {
            names.add(cursor.label());
            cursor.expectMark(".");
        }
        if (cursor.peek().form != Lexeme.Form.OPERATOR && cursor.peek().form != Lexeme.Form.MARK
                || cursor.atMark("(")) {
            throw cursor.unexpected();
        }
        names.add(cursor.take().text);
        return new SqlIdentifier(names, cursor.positionFrom(start));
    }
}
