package dev.millrace.planner.definition;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWindow;

import dev.millrace.executor.plan.Identifier;
import dev.millrace.planner.bind.Ordering;
import dev.millrace.sql.parser.expression.SqlWindowSpecification;

/** Windows, and what rows are sorted by inside calls. */
final class WindowReader {

    private final ExpressionReader expressions;

    WindowReader(ExpressionReader expressions) {
        this.expressions = expressions;
    }

    List<Shown.SortItem> sort(List<SqlNode> items) {
        return items.stream().map(Ordering::of).map(ordering -> new Shown.SortItem(
                expressions.operand(ordering.expression()), ordering.direction().descending(),
                ordering.direction().nullsFirst())).toList();
    }

    Shown.Over over(SqlNode node) {
        if (node instanceof SqlIdentifier name) {
            return new Shown.Over(Identifier.quoted(name.getSimple()), null, List.of(), List.of(), List.of());
        }
        SqlWindowSpecification window = (SqlWindowSpecification) node;
        return new Shown.Over(
                null,
                window.getRefName() == null ? null : Identifier.quoted(window.getRefName().getSimple()),
                expressions.operands(window.getPartitionList().getList()),
                sort(window.getOrderList().getList()),
                window.unit() == null ? List.of() : frame(window));
    }

    private List<Object> frame(SqlWindowSpecification window) {
        SqlNode start = window.getLowerBound();
        SqlNode end = window.getUpperBound();
        List<Object> parts = new ArrayList<>(List.of(window.unit().name() + " "));
        if (end == null) {
            bound(start, parts);
        } else {
            parts.add("BETWEEN ");
            bound(start, parts);
            parts.add(" AND ");
            bound(end, parts);
        }
        String excluded = SqlWindow.isExcludeCurrentRow(window.getExclude()) ? " EXCLUDE CURRENT ROW"
                : SqlWindow.isExcludeGroup(window.getExclude()) ? " EXCLUDE GROUP"
                        : SqlWindow.isExcludeTies(window.getExclude()) ? " EXCLUDE TIES" : "";
        parts.add(excluded);
        return parts;
    }

    private void bound(SqlNode bound, List<Object> parts) {
        if (SqlWindow.isCurrentRow(bound)) {
            parts.add("CURRENT ROW");
        } else if (SqlWindow.isUnboundedPreceding(bound)) {
            parts.add("UNBOUNDED PRECEDING");
        } else if (SqlWindow.isUnboundedFollowing(bound)) {
            parts.add("UNBOUNDED FOLLOWING");
        } else {
            SqlCall call = (SqlCall) bound;
            parts.add(expressions.operand(call.operand(0)));
            parts.add(call.getOperator() == SqlWindow.PRECEDING_OPERATOR ? " PRECEDING" : " FOLLOWING");
        }
    }
}
