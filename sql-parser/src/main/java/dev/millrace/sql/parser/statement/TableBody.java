package dev.millrace.sql.parser.statement;

import java.util.ArrayList;
import java.util.List;

/** Writes what stands in the parentheses of CREATE TABLE and CREATE STREAM. */
final class TableBody {
    private TableBody() {
    }

    static void unparse(Unparser out, List<ColumnDefinition> columns, List<LikeClause> likes,
            List<TableConstraint> constraints, Watermark watermark) {
        List<Runnable> parts = new ArrayList<>();
        columns.forEach(column -> parts.add(() -> column.unparse(out)));
        likes.reversed().forEach(like -> parts.add(like.before(), () -> like.unparse(out)));
        constraints.forEach(constraint -> parts.add(() -> constraint.unparse(out)));
        if (watermark != null) {
            parts.add(() -> watermark.unparse(out));
        }
        if (!parts.isEmpty()) {
            out.inParentheses(() -> out.list(parts, Runnable::run));
        }
    }
}
