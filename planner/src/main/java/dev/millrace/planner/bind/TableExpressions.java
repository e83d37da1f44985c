package dev.millrace.planner.bind;

import java.util.Comparator;
import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Identifier;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.PlannerCatalog;

/** The expressions that a table's definition keeps as text, over its own columns: what they read, by what names. */
public final class TableExpressions {

    private final Binding binding;
    private final PlannerCatalog.Stored table;

    TableExpressions(Binding binding, PlannerCatalog.Stored table) {
        this.binding = binding;
        this.table = table;
    }

    private List<References.Use> uses(String sql) {
        Binding inner = binding.forExpression(sql);
        QueryBinder queries = new QueryBinder(inner);
        Scope scope = new FromBinder(inner, queries).stored(table, Scope.NONE).scope();
        queries.expressions.bind(inner.syntax.expression(sql), new Frame(scope, "expressions of a table"));
        return inner.references().uses();
    }

    /**
     * An expression that a definition keeps, bound where its meanings are noted.
     *
     * @param table an item of FROM that stands for the relation; null for none
     */
    public record Noted(SqlNode expression, SqlNode table) {}

    /** @param table whose columns it reads, or null; {@code type}: what it is to be, or null */
    public static Noted noted(String sql, PlannerCatalog.Stored table, SqlType type, Binding inner) {
        QueryBinder queries = new QueryBinder(inner);
        Scope scope = Scope.NONE;
        SqlIdentifier item = null;
        if (table != null) {
            scope = new FromBinder(inner, queries).stored(table, Scope.NONE).scope();
            item = new SqlIdentifier(table.name(), SqlParserPos.ZERO);
            inner.meanings.relation(item, table);
            inner.meanings.item(item, scope.columns());
        }
        SqlNode node = inner.syntax.expression(sql);
        Expr bound = queries.expressions.bind(node, new Frame(scope, "expressions of a table"));
        if (type == null) {
            inner.coercion.decided(bound, node);
        } else {
            inner.coercion.convert(bound, type, node);
        }
        return new Noted(node, item);
    }

    boolean reads(String sql, int column) {
        return uses(sql).stream().anyMatch(use -> use.position() == column);
    }

    /** The text with another name for a column. */
    String renamed(String sql, int column, String newName) {
        StringBuilder text = new StringBuilder(sql);
        uses(sql).stream()
                .filter(use -> use.position() == column)
                .map(use -> last(use.node()))
                .sorted(Comparator.comparingInt(SqlParserPos::getColumnNum).reversed())
                .forEach(at -> text.replace(at.getColumnNum() - 1, at.getEndColumnNum(), quoted(newName)));
        return text.toString();
    }

    /** Where the column's own name stands, behind those that qualify it. */
    private static SqlParserPos last(SqlNode reference) {
        SqlIdentifier name = (SqlIdentifier) reference;
        return name.getComponentParserPosition(name.names.size() - 1);
    }

    /** A name as SQL has to write it. */
    static String quoted(String name) {
        return Identifier.quoted(name);
    }
}
