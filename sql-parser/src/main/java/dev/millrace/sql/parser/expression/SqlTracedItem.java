package dev.millrace.sql.parser.expression;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A query of WITH RECURSIVE that tells in which order its rows are found, or which of them were found before. */
public final class SqlTracedItem extends SqlWithItem {
    private final Search search;
    private final Cycle cycle;

    /** {@code SEARCH DEPTH | BREADTH FIRST BY columns SET sequence}. */
    public record Search(boolean isBreadth, List<SqlIdentifier> columns, SqlIdentifier sequence, SqlParserPos pos) {}

    /** {@code CYCLE columns SET mark TO value DEFAULT usual USING path}. */
    public record Cycle(
            List<SqlIdentifier> columns, SqlIdentifier mark, SqlNode value, SqlNode usual, SqlIdentifier path,
            SqlParserPos pos) {}

    /** @param search or null; {@code cycle} likewise */
    public SqlTracedItem(
            SqlIdentifier name, SqlNodeList columns, SqlNode query, SqlLiteral recursive, Search search, Cycle cycle) {
        super(name.getParserPosition(), name, columns, query, recursive);
        this.search = search;
        this.cycle = cycle;
    }

    public Search search() {
        return search;
    }

    public Cycle cycle() {
        return cycle;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        super.unparse(writer, leftPrec, rightPrec);
        if (search != null) {
            writer.keyword(search.isBreadth() ? "SEARCH BREADTH FIRST BY" : "SEARCH DEPTH FIRST BY");
            names(search.columns(), writer);
            writer.keyword("SET");
            search.sequence().unparse(writer, 0, 0);
        }
        if (cycle != null) {
            writer.keyword("CYCLE");
            names(cycle.columns(), writer);
            writer.keyword("SET");
            cycle.mark().unparse(writer, 0, 0);
            writer.keyword("TO");
            cycle.value().unparse(writer, 0, 0);
            writer.keyword("DEFAULT");
            cycle.usual().unparse(writer, 0, 0);
            writer.keyword("USING");
            cycle.path().unparse(writer, 0, 0);
        }
    }

    private static void names(List<SqlIdentifier> names, SqlWriter writer) {
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                writer.literal(",");
            }
            names.get(i).unparse(writer, 0, 0);
        }
    }
}
