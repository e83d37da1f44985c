package dev.millrace.sql.parser.expression;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code SELECT FROM t}, {@code SELECT WHERE …}, {@code SELECT}: rows of no columns. */
public final class EmptySelectList {

    /** What no expression begins with, all of it reserved. */
    private static final Set<String> ENDS = Set.of(
            "from", "where", "group", "having", "window", "order", "limit", "offset", "fetch", "for", "union",
            "intersect", "except", "returning", "on", "with", "create", "grant", ")", ";");

    private EmptySelectList() {}

    /** Whether a select list that has not begun ends where this stands. */
    public static boolean endsAt(String image) {
        return ENDS.contains(image.toLowerCase(Locale.ROOT));
    }

    public static SqlNodeList orItems(List<SqlNode> items, SqlParserPos select) {
        return items.isEmpty()
                ? new SqlNodeList(select)
                : new SqlNodeList(items, SqlParserPos.sum(items.stream().map(SqlNode::getParserPosition).toList()));
    }
}
