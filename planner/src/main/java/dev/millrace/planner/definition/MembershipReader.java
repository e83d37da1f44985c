package dev.millrace.planner.definition;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.util.SqlBasicVisitor;

import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/** IN, ANY, ALL and EXISTS: over queries, arrays, and lists, which PostgreSQL has as arrays. */
final class MembershipReader {

    private final ExpressionReader expressions;

    MembershipReader(ExpressionReader expressions) {
        this.expressions = expressions;
    }

    Shown read(SqlCall call) {
        return switch (call.getKind()) {
            case EXISTS -> new Shown.Subquery("(", List.of(), "EXISTS ", call.operand(0));
            case IN -> in(call, false);
            case NOT_IN -> in(call, true);
            default -> quantified(call);
        };
    }

    /** The query of {@code IN (query)} or in parentheses; null for what is none. */
    static SqlNode query(SqlNode operand) {
        if (operand instanceof SqlNodeList list) {
            return list.size() == 1 && list.get(0).isA(SqlKind.QUERY) ? list.get(0) : null;
        }
        if (operand.getKind() == SqlKind.SCALAR_QUERY) {
            return ((SqlCall) operand).operand(0);
        }
        return operand.isA(SqlKind.QUERY) ? operand : null;
    }

    private List<Shown> tested(SqlNode value) {
        List<SqlNode> row = ExpressionReader.row(value);
        return row == null ? List.of(expressions.operand(value)) : expressions.operands(row);
    }

    private Shown in(SqlCall call, boolean isNegated) {
        SqlNode value = call.operand(0);
        SqlNode query = query(call.operand(1));
        if (query != null) {
            Shown found = new Shown.Subquery("(", tested(value), " IN ", query);
            return isNegated ? ExpressionReader.not(found) : found;
        }
        List<SqlNode> elements = ExpressionReader.list(call.operand(1));
        String symbol = isNegated ? "<>" : "=";
        List<Shown> parts = new ArrayList<>();
        List<SqlNode> alone = new ArrayList<>();
        List<SqlNode> together = new ArrayList<>();
        boolean isRow = ExpressionReader.row(value) != null;
        for (SqlNode element : elements) {
            (isRow || readsColumns(element) ? alone : together).add(element);
        }
        if (together.size() > 1) {
            parts.add(listed(value, symbol, isNegated, together));
        } else {
            alone = elements;
        }
        for (SqlNode element : alone) {
            parts.add(expressions.comparison(symbol, value, element));
        }
        return ExpressionReader.logic(isNegated ? Shown.Logic.Kind.AND : Shown.Logic.Kind.OR, parts);
    }

    private boolean readsColumns(SqlNode element) {
        boolean[] reads = {false};
        element.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlIdentifier id) {
                reads[0] |= expressions.isOwn(id);
                return null;
            }
        });
        return reads[0];
    }

    private Shown listed(SqlNode value, String symbol, boolean isNegated, List<SqlNode> elements) {
        SqlType of = expressions.type(value);
        boolean isVarchar = of.kind() == Kind.VARCHAR && of.guise() == null
                && elements.stream().allMatch(element -> ExpressionReader.isUnknown(expressions.type(element)));
        if (!isVarchar) {
            return new Shown.Quantified(
                    expressions.operand(value), symbol, isNegated,
                    new Shown.ArrayOf(expressions.operands(elements), null));
        }
        // varchar has no operators of its own: its values are compared as text.
        List<Shown> constants = new ArrayList<>();
        elements.forEach(element -> constants.add(expressions.unknown(element, SqlType.VARCHAR)));
        return new Shown.Quantified(
                new Shown.Cast(expressions.read(value), "text", true, false, false), symbol, isNegated,
                new Shown.Cast(new Shown.ArrayOf(constants, null), "text[]", true, false, false));
    }

    private Shown quantified(SqlCall call) {
        String name = call.getOperator().getName();
        boolean isAll = call.getKind() == SqlKind.ALL || name.endsWith(" ALL");
        String written = call.getOperator() instanceof SqlQuantifyOperator quantify
                ? quantify.comparisonKind.sql
                : name.substring(0, name.lastIndexOf(' '));
        String symbol = written.equals("!=") ? "<>" : written;
        SqlNode query = query(call.operand(1));
        if (query != null) {
            String words = isAll ? " " + symbol + " ALL " : symbol.equals("=") ? " IN " : " " + symbol + " ANY ";
            return new Shown.Subquery("(", tested(call.operand(0)), words, query);
        }
        List<SqlNode> array = ExpressionReader.list(call.operand(1));
        if (array.size() != 1) {
            throw new Undescribed(call);
        }
        return new Shown.Quantified(
                expressions.operand(call.operand(0)), symbol, isAll, expressions.operand(array.getFirst()));
    }
}
