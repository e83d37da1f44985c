package dev.millrace.planner.bind;

import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.Column;

/** Rows of several fields compared with subqueries: with their only row, or with some or all of their rows. */
final class RowSubqueries {

    private final ExpressionBinder expressions;
    private final SubqueryBinder subqueries;

    RowSubqueries(ExpressionBinder expressions, SubqueryBinder subqueries) {
        this.expressions = expressions;
        this.subqueries = subqueries;
    }

    /** A query where one value is meant, or null for anything else. */
    static SqlNode query(SqlNode node) {
        if (node.getKind() == SqlKind.SCALAR_QUERY) {
            return ((SqlCall) node).operand(0);
        }
        return node.isA(SqlKind.QUERY) ? node : null;
    }

    /** {@code (a, b) op (query)}. */
    Expr comparison(String symbol, List<SqlNode> row, SqlNode query, SqlCall at, Frame frame) {
        List<Expr> values = row.stream().map(node -> expressions.bind(node, frame)).toList();
        List<Expr> fields = subqueries.scalars(query, values.size(), frame);
        return compared(symbol, row, values, fields, at);
    }

    private Expr compared(String symbol, List<SqlNode> row, List<Expr> values, List<Expr> fields, SqlCall at) {
        return RowComparison.of(symbol, values.size(), (operator, i) -> expressions.calls.operator(
                operator, List.of(values.get(i), fields.get(i)), List.of(row.get(i), at), at));
    }

    /** {@code (a, b) op ANY (query)} and {@code ALL}: how often it is true, or false, and how often unknown. */
    Expr quantified(String symbol, boolean isAll, SqlCall call, List<SqlNode> row, SqlNode query, Frame frame) {
        List<Expr> values = row.stream().map(node -> expressions.bind(node, frame)).toList();
        BoundQuery rows = subqueries.rows(query, frame);
        subqueries.requireColumns(rows, values.size(), query);
        List<Expr> fields = rows.output().stream().map(column -> (Expr) column.reference()).toList();
        Expr holds = compared(symbol, row, values, fields, call);
        Expr decisive = isAll ? new Expr.Not(holds) : holds;
        List<Column> counts = subqueries.counts(rows, frame, List.of(decisive, new Expr.IsNull(holds)));
        return new Expr.Case(
                List.of(
                        subqueries.isPositive(counts.get(0), call),
                        isAll ? Expr.Literal.FALSE : Expr.Literal.TRUE,
                        subqueries.isPositive(counts.get(1), call),
                        Expr.Literal.ofNull(SqlType.BOOLEAN),
                        isAll ? Expr.Literal.TRUE : Expr.Literal.FALSE),
                SqlType.BOOLEAN);
    }
}
