package dev.millrace.planner.definition;

import java.util.Comparator;
import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.planner.bind.Meanings;
import dev.millrace.sql.parser.statement.OnlyName;

/** Writes down what is kept as text, by what it was found to mean. */
public final class Definitions {

    private final Meanings meanings;
    private final DefinitionNames names;

    public Definitions(Meanings meanings, DefinitionNames names) {
        this.meanings = meanings;
        this.names = names;
    }

    /**
     * A view's query, with a blank before it and no semicolon behind.
     *
     * @param text as it was written
     * @param columns what the view calls them
     */
    public String query(SqlNode query, String text, List<String> columns, DefinitionStyle style) {
        Layout out = new Layout(style);
        try {
            new QueryWriter(out, meanings, names).query(query, null, columns, true);
            return out.toString();
        } catch (Undescribed other) {
            return " " + asWritten(text);
        }
    }

    /**
     * An expression that reads the columns of some items of FROM; null where PostgreSQL has no words for it.
     *
     * @param isQualified whether columns are written with what they are of
     */
    public String expression(SqlNode expression, List<SqlNode> items, boolean isQualified, boolean isPretty) {
        Layout out = new Layout(DefinitionStyle.ofExpression(isPretty));
        QueryWriter queries = new QueryWriter(out, meanings, names);
        try {
            Level level = Level.of(items, meanings, names);
            Shown value = new ExpressionReader(meanings, names, level, isQualified).operand(expression);
            queries.expressions(level).write(value, false);
            return out.toString();
        } catch (Undescribed other) {
            return null;
        }
    }

    /** The text itself, with relations as they are called now. */
    private String asWritten(String text) {
        StringBuilder changed = new StringBuilder(text);
        meanings.relations().stream()
                .sorted(Comparator.comparingInt((SqlIdentifier name) -> name.getParserPosition().getColumnNum())
                        .reversed())
                .forEach(name -> {
                    SqlParserPos at = name.getParserPosition();
                    String only = OnlyName.is(name) ? "ONLY " : "";
                    changed.replace(
                            at.getColumnNum() - 1, at.getEndColumnNum(),
                            only + names.relation(meanings.relation(name).id()));
                });
        return changed.toString().strip();
    }
}
