package dev.millrace.sql.parser;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.sql.parser.statement.CommentedPart;
import dev.millrace.sql.parser.statement.ObjectKind;
import dev.millrace.sql.parser.statement.SqlComment;
import dev.millrace.sql.parser.statement.SqlCommentPart;
import dev.millrace.sql.parser.statement.SqlStatement;

/** Reads COMMENT. */
final class CommentReader {
    private final Cursor cursor;

    CommentReader(Cursor cursor) {
        this.cursor = cursor;
    }

    SqlStatement read(Lexeme first) {
        cursor.expect("on");
        CommentedPart part = part();
        if (part != null) {
            String text = commentText();
            return new SqlCommentPart(cursor.positionFrom(first), part, text);
        }
        ObjectKind kind = ChangeReader.kind(cursor, "COMMENT ON");
        SqlIdentifier name = cursor.qualifiedName();
        String text = commentText();
        return new SqlComment(cursor.positionFrom(first), kind, name, text);
    }

    private String commentText() {
        cursor.expect("is");
        return cursor.accept("null") ? null : cursor.string();
    }

    /** Null where a comment is about an object that has a kind and a name. */
    private CommentedPart part() {
        for (String routine : ChangeReader.ROUTINES) {
            if (cursor.accept(routine)) {
                return new CommentedPart.Routine(routine, new FunctionReader(cursor).target());
            }
        }
        for (String kind : List.of("database", "role")) {
            if (cursor.accept(kind)) {
                return new CommentedPart.Shared(kind, cursor.name());
            }
        }
        for (String kind : List.of("constraint", "trigger")) {
            if (cursor.accept(kind)) {
                SqlIdentifier name = cursor.name();
                cursor.expect("on");
                boolean isOfDomain = kind.equals("constraint") && cursor.accept("domain");
                return new CommentedPart.Owned(kind, name, cursor.qualifiedName(), isOfDomain);
            }
        }
        return null;
    }
}
