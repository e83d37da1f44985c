package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Routine;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TriggerChange;
import dev.millrace.sql.parser.statement.SqlAlterTrigger;
import dev.millrace.sql.parser.statement.SqlCreateTrigger;

/** CREATE, ALTER and DROP TRIGGER. */
final class TriggerBinder {

    private final Binding binding;

    TriggerBinder(Binding binding) {
        this.binding = binding;
    }

    Statement create(SqlCreateTrigger statement) {
        SqlCreateTrigger.Trigger trigger = statement.trigger();
        PlannerCatalog.Stored table = table(trigger.table());
        List<Integer> columns = new ArrayList<>();
        for (SqlIdentifier column : trigger.columns()) {
            int position = position(table, column.getSimple());
            if (position < 0) {
                throw new SqlException(
                                SqlState.UNDEFINED_COLUMN,
                                "column \"" + column.getSimple() + "\" of relation \"" + table.name()
                                        + "\" does not exist")
                        .at(binding.at(column));
            }
            columns.add(position);
        }
        return new TriggerChange.Create(
                trigger.name().getSimple(), trigger.replace(), trigger.isBefore(), trigger.events(), columns,
                table.id(), trigger.isRow(), trigger.when(), function(trigger.function()).id(), trigger.arguments());
    }

    private PlannerCatalog.Stored table(SqlIdentifier name) {
        PlannerCatalog.Relation relation = binding.resolve(name.names).orElseThrow(() -> new SqlException(
                SqlState.UNDEFINED_TABLE, "relation \"" + String.join(".", name.names) + "\" does not exist")
                .at(binding.at(name)));
        if (!(relation instanceof PlannerCatalog.Stored stored) || !stored.isUpdatable()) {
            throw SqlException.unsupported("a trigger on what is not a table")
                    .withHint("Put it on the tables from which \"" + relation.name() + "\" is made.")
                    .at(binding.at(name));
        }
        return stored;
    }

    private static int position(PlannerCatalog.Stored table, String name) {
        for (int i = 0; i < table.schema().size(); i++) {
            if (!table.isHidden(i) && table.schema().field(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private Routine function(SqlIdentifier name) {
        Routine found = binding.routines(name.names).stream()
                .filter(one -> one.inputs().isEmpty())
                .findFirst()
                .orElseThrow(() -> new SqlException(
                        SqlState.UNDEFINED_FUNCTION,
                        "function " + String.join(".", name.names) + "() does not exist"));
        if (found.procedural() == null || !found.procedural().isTrigger()) {
            throw new SqlException(
                    "42P17", "function " + String.join(".", name.names) + " must return type trigger");
        }
        return found;
    }

    Statement alter(SqlAlterTrigger alter) {
        return new TriggerChange.Alter(
                TriggerChange.Kind.valueOf(alter.kind().name()), StatementBinder.name(alter.table()), alter.name(),
                alter.newName(), alter.ifExists());
    }
}
