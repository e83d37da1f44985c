package dev.millrace.sql.parser.statement;

import java.util.List;
import java.util.function.Consumer;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.SqlWriter;

/** Writes statements out, part by part; parts that are missing write nothing. */
final class Unparser {
    private final SqlWriter writer;

    Unparser(SqlWriter writer) {
        this.writer = writer;
    }

    Unparser words(String words) {
        if (!words.isEmpty()) {
            writer.keyword(words);
        }
        return this;
    }

    Unparser wordsIf(boolean condition, String words) {
        return condition ? words(words) : this;
    }

    Unparser node(SqlNode node) {
        if (node != null) {
            node.unparse(writer, 0, 0);
        }
        return this;
    }

    /** The words and the node, when there is a node. */
    Unparser clause(String words, SqlNode node) {
        return node == null ? this : words(words).node(node);
    }

    Unparser name(String name) {
        if (name != null) {
            writer.identifier(name, true);
        }
        return this;
    }

    Unparser text(String text) {
        writer.literal("'" + text.replace("'", "''") + "'");
        return this;
    }

    /** The words and what may be a join, when there is one. */
    Unparser relations(String words, SqlNode from) {
        if (from == null) {
            return this;
        }
        words(words);
        SqlWriter.Frame frame = writer.startList(SqlWriter.FrameTypeEnum.FROM_LIST, "", "");
        node(from);
        writer.endList(frame);
        return this;
    }

    /** The given text as it is. */
    Unparser raw(String text) {
        writer.literal(text);
        return this;
    }

    <T> Unparser list(List<T> items, Consumer<T> each) {
        SqlWriter.Frame frame = writer.startList(SqlWriter.FrameTypeEnum.SIMPLE, "", "");
        for (T item : items) {
            writer.sep(",");
            each.accept(item);
        }
        writer.endList(frame);
        return this;
    }

    Unparser nodes(List<? extends SqlNode> nodes) {
        return list(nodes, node -> node(node));
    }

    /** The nodes in parentheses; nothing when there are none. */
    Unparser nodesInParentheses(List<? extends SqlNode> nodes) {
        return nodes.isEmpty() ? this : inParentheses(() -> nodes(nodes));
    }

    Unparser inParentheses(Runnable body) {
        SqlWriter.Frame frame = writer.startList(SqlWriter.FrameTypeEnum.PARENTHESES, "(", ")");
        body.run();
        writer.endList(frame);
        return this;
    }

    /** A query or a statement in exactly one pair of parentheses. */
    Unparser queryInParentheses(SqlNode query) {
        SqlWriter.Frame frame = writer.startList(SqlWriter.FrameTypeEnum.SUB_QUERY, "(", ")");
        node(query);
        writer.endList(frame);
        return this;
    }

    /** The common table expressions before a statement that changes rows; null when there are none. */
    Unparser with(SqlNodeList items) {
        if (items == null) {
            return this;
        }
        boolean recursive = items.get(0) instanceof SqlWithItem item && item.recursive.booleanValue();
        return words(recursive ? "WITH RECURSIVE" : "WITH").list(items.getList(), this::withItem);
    }

    private void withItem(SqlNode node) {
        SqlWithItem item = (SqlWithItem) node;
        if (!(item.query instanceof SqlStatement)) {
            node(item);
            return;
        }
        node(item.name).nodesInParentheses(item.columnList == null ? List.of() : item.columnList.getList());
        words("AS").queryInParentheses(item.query);
    }

    Unparser options(String words, List<StatementOption> options) {
        if (options.isEmpty()) {
            return this;
        }
        return words(words).inParentheses(() -> list(options, option -> option.unparse(this)));
    }

    Unparser names(List<SqlIdentifier> names) {
        return nodes(names);
    }

    /** SET or RESET in a routine's definition. */
    void setting(RoutineSetting setting) {
        if (setting.values().isEmpty() && !setting.isCurrent()) {
            words("RESET").raw(setting.name());
        } else {
            words("SET").raw(setting.name()).words(setting.isCurrent() ? "FROM CURRENT" : "TO");
            list(setting.values(), this::text);
        }
    }
}
