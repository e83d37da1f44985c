package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlCase;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.logical.Column;

/** The select list (and RETURNING): stars spread, names given as PostgreSQL gives them. */
final class SelectList {

    private static final Pattern NUMBER = Pattern.compile("[0-9]*\\.?[0-9]*([eE][-+]?[0-9]+)?");

    private final Binding binding;
    private final ExpressionBinder expressions;

    SelectList(Binding binding, ExpressionBinder expressions) {
        this.binding = binding;
        this.expressions = expressions;
    }

    record Item(Expr expr, String name, SqlNode node) {}

    List<Item> bind(SqlNodeList list, Frame frame) {
        List<Item> items = new ArrayList<>();
        for (SqlNode node : list) {
            if (node instanceof SqlIdentifier identifier && identifier.isStar()) {
                star(identifier, frame, items);
            } else if (RowValues.isSpread(node)) {
                List<String> names = new ArrayList<>();
                List<Expr> fields = expressions.rows.spread((SqlCall) node, names, frame);
                for (int i = 0; i < fields.size(); i++) {
                    items.add(new Item(fields.get(i), names.get(i), node));
                }
            } else if (node.getKind() == SqlKind.AS) {
                SqlCall as = (SqlCall) node;
                SqlIdentifier alias = as.operand(1);
                SqlNode expression = as.operand(0);
                items.add(new Item(expressions.bind(expression, frame), alias.getSimple(), expression));
            } else {
                Expr expr = expressions.bind(node, frame);
                String name = nameOf(node);
                items.add(new Item(expr, name.isEmpty() ? nameOfStar(expr, frame) : name, node));
            }
        }
        return items;
    }

    private void star(SqlIdentifier star, Frame frame, List<Item> into) {
        List<Scope.Named> columns;
        if (star.names.size() == 1) {
            if (frame.scope.tables().isEmpty()) {
                throw new SqlException(SqlState.SYNTAX_ERROR, "SELECT * with no tables specified is not valid")
                        .at(binding.at(star));
            }
            columns = frame.scope.columns();
        } else {
            List<SqlNode> record = VariableNames.fields(star, binding);
            if (record != null) {
                record.forEach(field -> into.add(new Item(
                        expressions.bind(field, frame), ((SqlIdentifier) field).names.getLast(), field)));
                return;
            }
            Scope.Table table = null;
            for (Scope level = frame.scope; level != null && table == null; level = level.outer()) {
                table = Names.table(star.names.subList(0, star.names.size() - 1), level, star, binding);
            }
            if (table == null) {
                throw Names.missingColumn(star, frame.scope, binding);
            }
            columns = table.columns();
        }
        columns = columns.stream().filter(named -> !named.isAside()).toList();
        if (binding.meanings != null) {
            binding.meanings.star(star, columns);
        }
        for (Scope.Named named : columns) {
            into.add(new Item(expressions.referTo(named.column(), star), named.name(), star));
        }
    }

    /** Whether a subquery takes its only column, and so its name, from a star. */
    static boolean isStar(SqlNode query) {
        return "".equals(givenName(query));
    }

    /** Of a subquery that selects a star, which has one column then. */
    private static String nameOfStar(Expr expr, Frame frame) {
        return frame.subqueries().stream()
                .flatMap(subquery -> subquery.rel().columns().stream())
                .filter(column -> expr instanceof Expr.Input input && input.index() == column.id())
                .map(Column::name)
                .findFirst()
                .orElse("?column?");
    }

    /** The name a column gets without AS. */
    private String nameOf(SqlNode node) {
        // A number in scientific notation arrives as a cast, but the user wrote none.
        boolean isNumber = node.getKind() == SqlKind.CAST && NUMBER.matcher(binding.source.text(node)).matches();
        String name = isNumber ? null : givenName(node);
        return name == null ? "?column?" : name;
    }

    private static String givenName(SqlNode node) {
        if (node instanceof SqlIdentifier identifier) {
            int size = identifier.names.size();
            return identifier.names.get(identifier.isStar() && size > 1 ? size - 2 : size - 1);
        }
        if (!(node instanceof SqlCall call)) {
            return null;
        }
        return switch (call.getKind()) {
            case CAST -> {
                String inner = ownName(call);
                yield inner == null ? typeName(call.operand(1)) : inner;
            }
            case CASE -> {
                String inner = ownName(call);
                yield inner == null ? "case" : inner;
            }
            case EXISTS -> "exists";
            case DOT -> call.operand(1) instanceof SqlIdentifier field ? field.getSimple() : null;
            case ARRAY_QUERY_CONSTRUCTOR, ARRAY_VALUE_CONSTRUCTOR -> "array";
            case ROW -> "row";
            case FILTER, OVER, WITHIN_GROUP, ITEM -> givenName(call.operand(0));
            case SCALAR_QUERY -> givenName(call.operand(0));
            case SELECT -> queryName(call);
            case UNION, INTERSECT, EXCEPT -> givenName(call.operand(0));
            case ORDER_BY -> givenName(((SqlOrderBy) call).query);
            case WITH -> givenName(((SqlWith) call).body);
            case VALUES -> "column1";
            default -> call.getOperator().getName().equals("COLLATE")
                    ? givenName(call.operand(0))
                    : functionName(call);
        };
    }

    /** The name that shows through casts and through a CASE's ELSE; null when there is none. */
    private static String ownName(SqlNode node) {
        return switch (node.getKind()) {
            case CAST -> ownName(((SqlCall) node).operand(0));
            case CASE -> ownName(((SqlCase) node).getElseOperand());
            default -> givenName(node);
        };
    }

    private static String functionName(SqlCall call) {
        return switch (call.getOperator().getSyntax()) {
            case FUNCTION, FUNCTION_STAR, FUNCTION_ID, FUNCTION_ID_CONSTANT, ORDERED_FUNCTION -> {
                String name = CallBinder.functionName(call);
                yield name.equals("trim") ? SpecialCalls.trimName(call.getOperandList()) : name;
            }
            default -> null;
        };
    }

    private static String typeName(SqlNode type) {
        return type instanceof SqlDataTypeSpec spec ? spec.getTypeName().names.getLast() : null;
    }

    private static String queryName(SqlCall select) {
        SqlNodeList list = ((SqlSelect) select).getSelectList();
        if (list.size() != 1) {
            return null;
        }
        SqlNode only = list.get(0);
        return only.getKind() == SqlKind.AS ? ((SqlIdentifier) ((SqlCall) only).operand(1)).getSimple()
                : givenName(only);
    }
}
