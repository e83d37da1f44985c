package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Rel;

/** VALUES: constant rows, or, where a row holds a subquery or an outer reference, a union of one-row selects. */
final class ValuesBinder {

    private final Binding binding;
    private final ExpressionBinder expressions;

    ValuesBinder(Binding binding, ExpressionBinder expressions) {
        this.binding = binding;
        this.expressions = expressions;
    }

    /** Binds one value, as what its place asks for. */
    interface Into {
        Expr bind(int column, SqlNode node, Frame frame);
    }

    /** Each value on its own: for columns whose types are given. */
    BoundQuery bindInto(SqlCall values, Scope root, Into into) {
        List<List<Expr>> rows = new ArrayList<>();
        List<Frame> frames = new ArrayList<>();
        for (SqlNode row : values.getOperandList()) {
            List<SqlNode> fields = fields(row);
            if (!rows.isEmpty() && rows.getFirst().size() != fields.size()) {
                throw unequalLength(fields);
            }
            Scope scope = Scope.inside(root);
            Frame frame = values.operandCount() == 1 ? Frame.ofOneRow(scope) : new Frame(scope, "VALUES");
            List<Expr> bound = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                bound.add(into.bind(i, fields.get(i), frame));
            }
            rows.add(bound);
            frames.add(frame);
        }
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < rows.getFirst().size(); c++) {
            int column = c;
            boolean nullable =
                    rows.stream().anyMatch(row -> !Expressions.isNeverNull(row.get(column), id -> true));
            columns.add(binding.numbers.column(
                    "column" + (c + 1), rows.getFirst().get(c).type(), nullable));
        }
        return BoundQuery.unordered(relation(rows, frames, columns), columns);
    }

    private List<SqlNode> fields(SqlNode row) {
        return VariableNames.spread(
                row.getKind() == SqlKind.ROW ? ((SqlCall) row).getOperandList() : List.of(row), binding);
    }

    private SqlException unequalLength(List<SqlNode> fields) {
        return new SqlException(SqlState.SYNTAX_ERROR, "VALUES lists must all be the same length")
                .at(binding.at(fields.getFirst()));
    }

    BoundQuery bind(SqlCall values, Scope outer) {
        List<List<SqlNode>> nodes = new ArrayList<>();
        List<List<Expr>> rows = new ArrayList<>();
        List<Frame> frames = new ArrayList<>();
        for (SqlNode row : values.getOperandList()) {
            List<SqlNode> fields = fields(row);
            if (!nodes.isEmpty() && nodes.getFirst().size() != fields.size()) {
                throw unequalLength(fields);
            }
            Frame frame = new Frame(Scope.inside(outer), "VALUES");
            nodes.add(fields);
            rows.add(new ArrayList<>(
                    fields.stream().map(field -> expressions.bind(field, frame)).toList()));
            frames.add(frame);
        }
        List<Column> columns = align(nodes, rows);
        return BoundQuery.unordered(relation(rows, frames, columns), columns);
    }

    /** Converts each column's values to their common type; a column of unknown literals in one row stays open. */
    private List<Column> align(List<List<SqlNode>> nodes, List<List<Expr>> rows) {
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < nodes.getFirst().size(); c++) {
            int column = c;
            List<Expr> values = rows.stream().map(row -> row.get(column)).toList();
            List<SqlNode> places = nodes.stream().map(row -> row.get(column)).toList();
            boolean isOpen = values.stream().allMatch(Coercion::isUnknown);
            SqlType type = isOpen ? SqlType.UNKNOWN : binding.coercion.common(values, places, "VALUES");
            boolean nullable = false;
            for (int r = 0; r < rows.size(); r++) {
                Expr converted = isOpen ? values.get(r) : binding.coercion.convert(values.get(r), type, places.get(r));
                rows.get(r).set(c, converted);
                nullable |= !Expressions.isNeverNull(converted, id -> true);
            }
            columns.add(binding.numbers.column("column" + (c + 1), type, nullable));
        }
        return columns;
    }

    private Rel relation(List<List<Expr>> rows, List<Frame> frames, List<Column> columns) {
        boolean isConstant = frames.stream().noneMatch(Frame::hasSubqueries)
                && rows.stream()
                        .flatMap(List::stream)
                        .allMatch(value -> Expressions.columns(value).isEmpty());
        boolean isOpen = columns.stream().anyMatch(c -> c.type().kind() == SqlType.Kind.UNKNOWN);
        if (rows.size() == 1) {
            Rel row = frames.getFirst().attach(Rel.Values.oneRow());
            Rel expanded = frames.getFirst().expansions.expand(row, UnaryOperator.identity());
            return new Rel.Project(expanded, rows.getFirst(), columns);
        }
        if (isConstant) {
            return new Rel.Values(rows, columns);
        }
        if (isOpen) {
            throw SqlException.unsupported("a column of untyped literals beside subqueries in VALUES");
        }
        List<Rel> inputs = new ArrayList<>();
        List<List<Integer>> sources = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) {
            List<Column> fresh = columns.stream().map(binding.numbers::copyOf).toList();
            inputs.add(new Rel.Project(frames.get(r).attach(Rel.Values.oneRow()), rows.get(r), fresh));
            sources.add(fresh.stream().map(Column::id).toList());
        }
        return new Rel.Union(inputs, sources, columns);
    }
}
