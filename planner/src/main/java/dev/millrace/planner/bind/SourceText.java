package dev.millrace.planner.bind;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.sql.parser.MillraceParser;

/** The text a syntax tree came from: turns its places into PostgreSQL's character positions, and back into text. */
public final class SourceText {

    private final String text;

    public SourceText(String text) {
        this.text = text;
    }

    /** 1-based position of a node's first character; 0 when the node has no place. */
    public int position(SqlNode node) {
        return node == null ? 0 : position(node.getParserPosition());
    }

    int position(SqlParserPos at) {
        return at == null ? 0 : MillraceParser.characterPosition(text, at);
    }

    /** The characters of a node, as the user wrote them. */
    public String text(SqlNode node) {
        SqlParserPos at = node.getParserPosition();
        return text.substring(at.getColumnNum() - 1, Math.min(at.getEndColumnNum(), text.length()));
    }

    /** True for {@code (array[1:2])}, which then is a value of its own, not the beginning of a longer chain. */
    boolean isParenthesized(SqlNode node) {
        int end = node.getParserPosition().getEndColumnNum();
        return end > 0 && end <= text.length() && text.charAt(end - 1) == ')';
    }

    /** 1-based position of an operator's symbol between its operands; 0 when it does not stand there as such. */
    int positionBetween(String symbol, SqlNode left, SqlNode right) {
        SqlParserPos before = left.getParserPosition();
        SqlParserPos after = right.getParserPosition();
        if (before.getEndColumnNum() < 1 || after.getColumnNum() < 1) {
            return 0;
        }
        int from = before.getEndColumnNum();
        int to = after.getColumnNum() - 1;
        int found = text.indexOf(symbol, from);
        if (found < 0 && symbol.equals("<>")) {
            found = text.indexOf("!=", from);
        }
        return found < 0 || found >= to ? 0 : text.codePointCount(0, found) + 1;
    }
}
