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
            throw new SqlException(
                            SqlState.SYNTAX_ERROR,
                            "a column definition list is required for functions returning \"record\"")
                    .at(binding.at(at));
        }
        if (definitions.size() != row.size()) {
            throw differing().withDetail("Returned row contains " + row.size()
                    + (row.size() == 1 ? " attribute" : " attributes") + ", but query expects " + definitions.size()
                    + ".");
        }
        List<String> names = new ArrayList<>();
        for (SqlNode node : definitions) {
            SqlCall definition = (SqlCall) node;
            SqlType type = TypeNames.resolve((SqlDataTypeSpec) definition.operand(1), binding);
            SqlType returned = row.type(names.size());
            if (!type.named().equals(returned.named())) {
                throw differing().withDetail("Returned type " + returned.named() + " at ordinal position "
                        + (names.size() + 1) + ", but query expects " + type.named() + ".");
            }
            names.add(((SqlIdentifier) definition.operand(0)).getSimple());
        }
        return names;
    }

    private static SqlException differing() {
        return new SqlException(
                SqlState.DATATYPE_MISMATCH, "function return row and query-specified return row do not match");
    }
}
