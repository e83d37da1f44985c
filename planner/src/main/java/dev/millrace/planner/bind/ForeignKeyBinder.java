package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.ForeignKeyDefinition;
import dev.millrace.planner.ReferentialAction;
import dev.millrace.sql.parser.statement.ReferenceRules;
import dev.millrace.sql.parser.statement.TableConstraint;

/** FOREIGN KEY as CREATE TABLE and ALTER TABLE have it. */
final class ForeignKeyBinder {

    private ForeignKeyBinder() {}

    /** @param names the columns of the table, by position */
    static ForeignKeyDefinition bind(TableConstraint constraint, List<String> names) {
        List<Integer> positions = new ArrayList<>();
        for (SqlIdentifier column : constraint.columns()) {
            int position = names.indexOf(column.getSimple());
            if (position < 0) {
                throw new SqlException(
                        SqlState.UNDEFINED_COLUMN,
                        "column \"" + column.getSimple() + "\" referenced in foreign key constraint does not exist");
            }
            positions.add(position);
        }
        ReferenceRules rules = constraint.rules();
        return new ForeignKeyDefinition(
                constraint.name() == null ? null : constraint.name().getSimple(),
                positions,
                StatementBinder.name(constraint.referencedTable()),
                constraint.referencedColumns().stream().map(SqlIdentifier::getSimple).toList(),
                rules.isFull(),
                action(rules.onUpdate()),
                action(rules.onDelete()),
                rules.isDeferrable(),
                rules.isDeferred(),
                set(rules, positions, names));
    }

    private static List<Integer> set(ReferenceRules rules, List<Integer> columns, List<String> names) {
        List<Integer> set = new ArrayList<>();
        for (SqlIdentifier column : rules.set()) {
            int position = names.indexOf(column.getSimple());
            if (position < 0) {
                throw new SqlException(
                        SqlState.UNDEFINED_COLUMN,
                        "column \"" + column.getSimple() + "\" referenced in foreign key constraint does not exist");
            }
            if (!columns.contains(position)) {
                throw new SqlException(
                        SqlState.INVALID_COLUMN_REFERENCE,
                        "column \"" + column.getSimple() + "\" referenced in ON DELETE SET action must be part of"
                                + " foreign key");
            }
            if (!set.contains(position)) {
                set.add(position);
            }
        }
        return set;
    }

    private static ReferentialAction action(ReferenceRules.Action action) {
        return switch (action) {
            case NO_ACTION -> ReferentialAction.NO_ACTION;
            case RESTRICT -> ReferentialAction.RESTRICT;
            case CASCADE -> ReferentialAction.CASCADE;
            case SET_NULL -> ReferentialAction.SET_NULL;
            case SET_DEFAULT -> ReferentialAction.SET_DEFAULT;
        };
    }
}
