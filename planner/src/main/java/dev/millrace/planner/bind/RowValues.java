package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.Expressions;

/** Rows as values: {@code ROW(a, b)}, {@code (a, b)}, an item of FROM by its name, and the fields of any of them. */
final class RowValues {

    private final Binding binding;
    private final ExpressionBinder expressions;

    RowValues(Binding binding, ExpressionBinder expressions) {
        this.binding = binding;
        this.expressions = expressions;
    }

    /** {@code ROW(a, t.*)}. */
    Expr of(SqlCall call, Frame frame) {
        List<SqlNode> record = VariableNames.fields(call, binding);
        List<Expr> values = new ArrayList<>();
        for (SqlNode node : record == null ? VariableNames.spread(call.getOperandList(), binding) : record) {
            Scope.Table table = node instanceof SqlIdentifier star && star.isStar() ? table(star, frame.scope) : null;
            if (isSpread(node)) {
                values.addAll(spread((SqlCall) node, new ArrayList<>(), frame));
            } else if (table == null) {
                values.add(expressions.bind(node, frame));
            } else {
                table.columns().forEach(column -> values.add(expressions.referTo(column.column(), node)));
            }
        }
        return Rows.row(values);
    }

    /** Whether a value, or each field of a row, is NULL. */
    List<Expr> areNull(SqlNode node, Frame frame) {
        List<SqlNode> record = VariableNames.fields(node, binding);
        List<SqlNode> fields = record != null ? record
                : node.getKind() == SqlKind.ROW ? ((SqlCall) node).getOperandList() : List.of(node);
        List<Expr> are = new ArrayList<>();
        for (SqlNode field : fields) {
            Expr value = expressions.bindTyped(field, frame);
            // A row is NULL, and is not, by its fields; a row in a row by itself.
            boolean isSpread = fields.size() == 1 && field == node && Rows.isRow(value);
            if (isSpread && value instanceof Expr.Row row) {
                row.operands().forEach(one -> are.add(new Expr.IsNull(one)));
            } else if (isSpread) {
                Rows.fields(value).forEach(one -> are.add(new Expr.IsNull(one)));
            } else {
                are.add(new Expr.IsNull(value));
            }
        }
        return are;
    }

    /** The row of an item of FROM, written {@code t} or {@code t.*}; null when there is none of the name. */
    Expr named(SqlIdentifier name, Frame frame) {
        List<SqlNode> record = VariableNames.fields(name, binding);
        if (record != null) {
            return VariableNames.row(VariableNames.record(name, binding), name, binding);
        }
        Scope.Table table = name.names.size() == 1 && name.isStar() ? null : table(name, frame.scope);
        if (table == null) {
            return null;
        }
        List<Expr> values = new ArrayList<>();
        List<RowType.Field> fields = new ArrayList<>();
        for (Scope.Named column : table.columns()) {
            values.add(expressions.referTo(column.column(), name));
            // A row of a relation has the names of its type, whatever an alias calls them.
            String field = table.stored() == null ? column.name() : column.column().name();
            fields.add(new RowType.Field(field, column.column().type()));
        }
        SqlType type = SqlType.ofRow(table.relation() == 0
                ? RowType.of(fields)
                : binding.catalog.rowType(table.relation())
                        .filter(row -> row.size() == fields.size())
                        .orElse(RowType.of(fields)));
        Expr.Row row = new Expr.Row(values, type);
        return table.isOptional() ? optional(row) : row;
    }

    /** A row that is NULL where all its fields are. */
    static Expr optional(Expr.Row row) {
        Expr isNone = Expressions.and(row.operands().stream().map(value -> (Expr) new Expr.IsNull(value)).toList());
        return new Expr.Case(List.of(isNone, Expr.Literal.ofNull(row.type()), row), row.type());
    }

    /** Whether a node is {@code (value).*}. */
    static boolean isSpread(SqlNode node) {
        return node.getKind() == SqlKind.DOT && node instanceof SqlCall call
                && call.operand(1) instanceof SqlIdentifier field && field.isStar();
    }

    /** The fields of {@code (value).*}, and their names. */
    List<Expr> spread(SqlCall call, List<String> names, Frame frame) {
        SqlNode of = call.operand(0);
        List<Expr> members = SetReturning.membersOf(of, names, expressions, frame);
        if (members != null) {
            return members;
        }
        Expr row = expressions.bind(of, frame);
        if (!Rows.isRow(row)) {
            throw new SqlException(
                            SqlState.WRONG_OBJECT_TYPE, "type " + row.type().named() + " is not composite")
                    .at(binding.at(of));
        }
        row.type().row().fields().forEach(field -> names.add(field.name()));
        return Rows.fields(row);
    }

    /** Expressions in which the stars of tables are their columns. */
    List<SqlNode> columns(List<SqlNode> nodes, Frame frame) {
        List<SqlNode> all = new ArrayList<>();
        for (SqlNode node : nodes) {
            Scope.Table table = node instanceof SqlIdentifier star && star.isStar() ? table(star, frame.scope) : null;
            if (table == null) {
                all.add(node);
                continue;
            }
            for (Scope.Named named : table.columns()) {
                List<String> names = new ArrayList<>(((SqlIdentifier) node).names);
                names.set(names.size() - 1, named.name());
                all.add(new SqlIdentifier(names, node.getParserPosition()));
            }
        }
        return all;
    }

    private Scope.Table table(SqlIdentifier name, Scope scope) {
        List<String> names = name.isStar() ? name.names.subList(0, name.names.size() - 1) : name.names;
        for (Scope level = scope; level != null && !names.isEmpty(); level = level.outer()) {
            Scope.Table table = Names.table(names, level, name, binding);
            if (table != null) {
                return table;
            }
        }
        return null;
    }

    /** {@code (value).name}; null where the value is no row. */
    Expr field(Expr row, String name, SqlNode at) {
        if (!Rows.isRow(row)) {
            return null;
        }
        int index = row.type().row().indexOf(name);
        if (index < 0) {
            throw new SqlException(
                            SqlState.UNDEFINED_COLUMN,
                            row.type().row().isNamed()
                                    ? "column \"" + name + "\" not found in data type " + row.type()
                                    : "could not identify column \"" + name + "\" in record data type")
                    .at(binding.at(at));
        }
        return Rows.field(row, index);
    }
}
