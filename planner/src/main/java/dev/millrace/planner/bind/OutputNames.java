package dev.millrace.planner.bind;

import java.math.BigDecimal;
import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlShuttle;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.logical.Column;

/** Positions and names of result columns, as ORDER BY and GROUP BY may use them. */
final class OutputNames {

    private OutputNames() {}

    /** The output column that an item means: by position, or by name; -1 when it is neither. */
    static int find(SqlNode item, List<Column> output, String clause, Binding binding) {
        int ordinal = ordinal(item, output.size(), clause, binding);
        if (ordinal >= 0) {
            return ordinal;
        }
        List<String> names = output.stream().map(Column::name).toList();
        int named = byName(item, names);
        if (named >= 0 && named != names.lastIndexOf(names.get(named))) {
            throw ambiguous(clause, item, binding);
        }
        return named;
    }

    /** The 0-based column of a literal position, or -1. */
    static int ordinal(SqlNode item, int size, String clause, Binding binding) {
        if (!(item instanceof SqlLiteral literal)) {
            return -1;
        }
        if (!(literal.getValue() instanceof BigDecimal number) || number.stripTrailingZeros().scale() > 0) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "non-integer constant in " + clause).at(binding.at(item));
        }
        if (number.signum() <= 0 || number.compareTo(BigDecimal.valueOf(size)) > 0) {
            throw new SqlException(
                            SqlState.INVALID_COLUMN_REFERENCE,
                            clause + " position " + number.toPlainString() + " is not in select list")
                    .at(binding.at(item));
        }
        return number.intValue() - 1;
    }

    /** An expression in which names that are no columns stand for the output columns of that name. */
    static SqlNode expanded(SqlNode node, List<SelectList.Item> items, Scope scope) {
        return node.accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlIdentifier identifier) {
                boolean isColumn = !identifier.isSimple()
                        || !scope.unqualified(identifier.getSimple()).isEmpty();
                int output = isColumn
                        ? -1
                        : byName(identifier, items.stream().map(SelectList.Item::name).toList());
                return output < 0 ? identifier : items.get(output).node();
            }
        });
    }

    /** The select item of that name, or -1; several may have it if they are the same. */
    static int byName(SqlNode name, List<SelectList.Item> items, String clause, Binding binding) {
        int first = byName(name, items.stream().map(SelectList.Item::name).toList());
        if (first >= 0) {
            for (SelectList.Item other : items.subList(first + 1, items.size())) {
                if (other.name().equals(items.get(first).name()) && !other.expr().equals(items.get(first).expr())) {
                    throw ambiguous(clause, name, binding);
                }
            }
        }
        return first;
    }

    private static SqlException ambiguous(String clause, SqlNode name, Binding binding) {
        return new SqlException(SqlState.AMBIGUOUS_COLUMN, clause + " \"" + name + "\" is ambiguous")
                .at(binding.at(name));
    }

    private static int byName(SqlNode item, List<String> names) {
        if (!(item instanceof SqlIdentifier identifier) || !identifier.isSimple()) {
            return -1;
        }
        return names.indexOf(identifier.getSimple());
    }
}
