package dev.millrace.planner.bind;

import java.util.HashMap;
import java.util.Map;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.logical.Expressions;

/** What an index of a table is of, over the table's rows: written alike, two of them are equal. */
final class IndexExpressions {

    private final Binding binding;
    private final PlannerCatalog.Stored table;

    IndexExpressions(Binding binding, PlannerCatalog.Stored table) {
        this.binding = binding;
        this.table = table;
    }

    /** From the text that the index is kept as. */
    Expr kept(String sql, boolean isCondition) {
        Binding inner = binding.forExpression(sql);
        return new IndexExpressions(inner, table).written(inner.syntax.expression(sql), isCondition);
    }

    Expr written(SqlNode node, boolean isCondition) {
        QueryBinder queries = new QueryBinder(binding);
        Scope scope = new FromBinder(binding, queries).stored(table, Scope.NONE).scope();
        Frame frame = new Frame(scope, "index expressions");
        Expr value = isCondition
                ? queries.expressions.condition(node, frame, "WHERE")
                : binding.coercion.decided(queries.expressions.bind(node, frame), node);
        return positional(value, table, scope);
    }

    static Expr positional(Expr value, PlannerCatalog.Stored table, Scope scope) {
        Map<Integer, Expr> positions = new HashMap<>();
        for (Scope.Named named : scope.columns()) {
            int position = table.schema().indexOf(named.name());
            if (position >= 0) {
                positions.put(named.column().id(), new Expr.Input(position, table.schema().type(position)));
            }
        }
        return Expressions.substitute(value, positions);
    }
}
