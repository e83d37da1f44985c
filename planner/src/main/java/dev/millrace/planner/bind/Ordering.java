package dev.millrace.planner.bind;

import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelect;

/** One item of an ORDER BY, taken apart: what is sorted by, and how. */
public record Ordering(SqlNode expression, Direction direction) {

    public static Ordering of(SqlNode item) {
        SqlNode expression = item;
        boolean descending = false;
        Boolean nullsFirst = null;
        while (true) {
            switch (expression.getKind()) {
                case DESCENDING -> descending = true;
                case NULLS_FIRST -> nullsFirst = true;
                case NULLS_LAST -> nullsFirst = false;
                default -> {
                    // PostgreSQL holds NULL to be larger than everything.
                    boolean first = nullsFirst == null ? descending : nullsFirst;
                    return new Ordering(expression, new Direction(descending, first));
                }
            }
            expression = ((SqlCall) expression).operand(0);
        }
    }

    /** The query with what it is ordered by as further columns. */
    static SqlNode withKeys(SqlSelect select, List<Ordering> orderings) {
        SqlNodeList items = new SqlNodeList(select.getSelectList(), select.getSelectList().getParserPosition());
        SqlNode value = items.get(0);
        boolean isNamed = value.getKind() == SqlKind.AS;
        SqlNode plain = isNamed ? ((SqlCall) value).operand(0) : value;
        for (Ordering ordering : orderings) {
            boolean isValue = ordering.expression() instanceof SqlNumericLiteral number && number.intValue(true) == 1
                    || isNamed && ordering.expression().toString().equals(((SqlCall) value).operand(1).toString());
            items.add(isValue ? plain : ordering.expression());
        }
        SqlSelect wider = (SqlSelect) select.clone(select.getParserPosition());
        wider.setSelectList(items);
        return wider;
    }
}
