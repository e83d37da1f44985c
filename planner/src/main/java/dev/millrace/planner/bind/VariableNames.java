package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Variables;
import dev.millrace.planner.logical.Column;
import dev.millrace.sql.procedural.Block;

/** Names in a statement of a procedure that mean values of the procedure: parameters of the statement. */
final class VariableNames {

    private VariableNames() {}

    /**
     * The parameter that a name means, or null.
     *
     * @param column what it means otherwise, or null
     * @throws SqlException 42702 when it means both
     */
    static Expr bind(SqlIdentifier identifier, Column column, Binding binding) {
        boolean isColumn = column != null && binding.variables != null
                && binding.variables.conflict() == Block.Conflict.USE_COLUMN;
        if (binding.variables == null || isColumn) {
            return null;
        }
        Variables.Value value;
        try {
            value = binding.variables.value(identifier.names);
        } catch (SqlException e) {
            if (column != null) {
                return null;
            }
            throw e.at(binding.at(identifier));
        }
        if (value == null) {
            return null;
        }
        if (column != null && binding.variables.conflict() == Block.Conflict.ERROR) {
            throw new SqlException(
                            SqlState.AMBIGUOUS_COLUMN,
                            "column reference \"" + String.join(".", identifier.names) + "\" is ambiguous")
                    .withDetail("It could refer to either a PL/pgSQL variable or a table column.")
                    .at(binding.at(identifier));
        }
        return binding.place(binding.parameters.use(value.index(), binding.at(identifier)), identifier);
    }

    /** The record that a name means, with or without a star; null for none. */
    static Variables.Variable record(SqlIdentifier identifier, Binding binding) {
        List<String> name = identifier.isStar()
                ? identifier.names.subList(0, identifier.names.size() - 1)
                : identifier.names;
        return name.isEmpty() || !identifier.isStar() && binding.variables.find(name) == null
                ? null
                : binding.variables.record(name);
    }

    /** The row of a record as one value. */
    static Expr row(Variables.Variable record, SqlNode at, Binding binding) {
        List<Expr> values = new ArrayList<>();
        for (int i = 0; i < record.row().size(); i++) {
            values.add(binding.place(binding.parameters.use(record.index() + i, binding.at(at)), at));
        }
        RowType type = record.fixed() != null
                ? record.fixed()
                : RowType.of(record.row().fields().stream()
                        .map(field -> new RowType.Field(field.name(), field.type()))
                        .toList());
        return RowValues.optional(new Expr.Row(values, SqlType.ofRow(type)));
    }

    /** The argument {@code $n} of a procedure, from 0. */
    static Expr numbered(int number, SqlNode at, Binding binding) {
        Variables.Variable found = binding.variables.numbered(number);
        if (found == null) {
            throw new SqlException(SqlState.UNDEFINED_PARAMETER, "there is no parameter $" + (number + 1))
                    .at(binding.at(at));
        }
        return found.isRecord()
                ? row(found, at, binding)
                : binding.parameters.use(found.index(), binding.at(at));
    }

    /** The fields of a record, written {@code r}, {@code r.*} or {@code ROW(r.*)}; null when it is none. */
    static List<SqlNode> fields(SqlNode node, Binding binding) {
        if (binding.variables == null) {
            return null;
        }
        if (node instanceof SqlCall call && call.getKind() == SqlKind.ROW && call.operandCount() == 1
                && call.operand(0) instanceof SqlIdentifier inner && inner.isStar()) {
            return fields(inner, binding);
        }
        if (!(node instanceof SqlIdentifier identifier)) {
            return null;
        }
        Variables.Variable record = record(identifier, binding);
        if (record == null) {
            return null;
        }
        List<String> name = identifier.isStar()
                ? identifier.names.subList(0, identifier.names.size() - 1)
                : identifier.names;
        List<SqlNode> fields = new ArrayList<>();
        for (Schema.Field field : record.row().fields()) {
            List<String> names = new ArrayList<>(name);
            names.add(field.name());
            fields.add(new SqlIdentifier(names, identifier.getParserPosition()));
        }
        return fields;
    }

    /** A list of expressions in which records that are spread are their fields. */
    static List<SqlNode> spread(List<SqlNode> nodes, Binding binding) {
        if (binding.variables == null) {
            return nodes;
        }
        List<SqlNode> all = new ArrayList<>();
        for (SqlNode node : nodes) {
            boolean isStar = node instanceof SqlIdentifier identifier && identifier.isStar();
            List<SqlNode> fields = isStar ? fields(node, binding) : null;
            all.addAll(fields == null ? List.of(node) : fields);
        }
        return all;
    }
}
