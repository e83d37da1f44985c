package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Identifier;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.ExpressionPlace;
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
     * @param items those of a FROM that would have what it reads
     * @param columns positions of those that it reads of the table it is of
     */
    public record Noted(SqlNode expression, List<SqlNode> items, Set<Integer> columns) {}

    /** @param type what it is to be, or null */
    public static Noted noted(String sql, ExpressionPlace place, SqlType type, Binding inner) {
        QueryBinder queries = new QueryBinder(inner);
        Scope scope = Scope.NONE;
        List<SqlNode> items = new ArrayList<>();
        if (place.hasOldAndNew()) {
            scope = row("old", place.table(), inner, items).with(row("new", place.table(), inner, items));
        } else if (place.table() != null) {
            scope = new FromBinder(inner, queries).stored(place.table(), Scope.NONE).scope();
            SqlIdentifier item = new SqlIdentifier(place.table().name(), SqlParserPos.ZERO);
            inner.meanings.relation(item, place.table());
            inner.meanings.item(item, scope.columns());
            items.add(item);
        } else if (place.value() != null) {
            scope = DomainConditions.scope(inner.numbers.column("value", place.value(), true));
        }
        SqlNode node = inner.syntax.expression(sql);
        Expr bound = queries.expressions.bind(node, new Frame(scope, "expressions of a table"));
        if (type == null) {
            inner.coercion.decided(bound, node);
        } else {
            inner.coercion.convert(bound, type, node);
        }
        Set<Integer> columns = place.table() == null
                ? Set.of()
                : inner.references().columns().getOrDefault(place.table().id(), Set.of());
        return new Noted(node, items, columns);
    }

    /** One of a trigger's rows, as an item of FROM. */
    private static Scope row(String name, PlannerCatalog.Stored table, Binding inner, List<SqlNode> items) {
        List<Scope.Named> columns = new ArrayList<>();
        for (int i = 0; i < table.schema().size(); i++) {
            if (!table.isHidden(i)) {
                Schema.Field field = table.schema().field(i);
                columns.add(new Scope.Named(field.name(), inner.numbers.column(field.name(), field.type(), true)));
            }
        }
        SqlIdentifier item = new SqlIdentifier(name, SqlParserPos.ZERO);
        inner.meanings.item(item, columns);
        items.add(item);
        return Scope.of(new Scope.Table(null, name, columns, null), Scope.NONE);
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
