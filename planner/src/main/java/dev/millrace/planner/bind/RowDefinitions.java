package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/** The columns of a function in FROM that returns rows: those of their type, or those of a column definition list. */
record RowDefinitions(Binding binding) {

    /** @param definitions names and types, or empty */
    List<String> names(RowType row, List<SqlNode> definitions, SqlNode at) {
        if (row.isNamed() && !definitions.isEmpty()) {
            throw new SqlException(
                            SqlState.SYNTAX_ERROR,
                            "a column definition list is redundant for a function returning a named composite type")
                    .at(binding.at(definitions.getFirst()));
        }
        if (row.isNamed()) {
            return row.fields().stream().map(RowType.Field::name).toList();
        }
        if (definitions.isEmpty()) {
            throw required().at(binding.at(at));
        }
        if (definitions.size() != row.size()) {
            throw differing().withDetail("Returned row contains " + row.size()
                    + (row.size() == 1 ? " attribute" : " attributes") + ", but query expects " + definitions.size()
                    + ".");
        }
        List<String> names = new ArrayList<>();
        for (RowType.Field field : of(definitions, binding).fields()) {
            SqlType returned = row.type(names.size());
            if (!field.type().named().equals(returned.named())) {
                throw differing().withDetail("Returned type " + returned.named() + " at ordinal position "
                        + (names.size() + 1) + ", but query expects " + field.type().named() + ".");
            }
            names.add(field.name());
        }
        return names;
    }

    /** The fields that a column definition list says. */
    static RowType of(List<SqlNode> definitions, Binding binding) {
        List<RowType.Field> fields = new ArrayList<>();
        for (SqlNode node : definitions) {
            SqlCall definition = (SqlCall) node;
            fields.add(new RowType.Field(
                    ((SqlIdentifier) definition.operand(0)).getSimple(),
                    TypeNames.resolve((SqlDataTypeSpec) definition.operand(1), binding)));
        }
        return RowType.of(fields);
    }

    /**
     * Of a function that somebody made.
     *
     * @param row what it returns; null for values
     * @throws SqlException 42601 where it needs a column definition list and has none, or the other way around
     */
    static void check(List<SqlNode> definitions, SqlType row, boolean hasOutputs, SqlNode at, Binding binding) {
        boolean isAny = SqlType.RECORD.equals(row);
        if (isAny == !definitions.isEmpty()) {
            return;
        }
        if (isAny) {
            throw required().at(binding.at(at));
        }
        throw new SqlException(
                        SqlState.SYNTAX_ERROR,
                        row == null
                                ? "a column definition list is only allowed for functions returning \"record\""
                                : "a column definition list is redundant for a function "
                                        + (hasOutputs ? "with OUT parameters" : "returning a named composite type"))
                .at(binding.at(definitions.getFirst()));
    }

    static SqlException required() {
        return new SqlException(
                SqlState.SYNTAX_ERROR, "a column definition list is required for functions returning \"record\"");
    }

    private static SqlException differing() {
        return new SqlException(
                SqlState.DATATYPE_MISMATCH, "function return row and query-specified return row do not match");
    }
}
