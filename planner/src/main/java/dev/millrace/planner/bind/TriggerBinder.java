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
        checkTables(trigger);
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
                table.id(), trigger.isRow(), trigger.when(), function(trigger.function()).id(), trigger.arguments(),
                trigger.tables());
    }

    private void checkTables(SqlCreateTrigger.Trigger trigger) {
        boolean isOfTruncate = trigger.events().contains("truncate");
        if (isOfTruncate && trigger.isRow()) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "TRUNCATE FOR EACH ROW triggers are not supported");
        }
        if (trigger.tables().isEmpty()) {
            return;
        }
        if (isOfTruncate) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "TRUNCATE triggers with transition tables are not supported");
        }
        if (trigger.isBefore()) {
            throw invalid("transition table name can only be specified for an AFTER trigger");
        }
        if (trigger.events().size() > 1) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "transition tables cannot be specified for triggers with more than one event");
        }
        if (!trigger.columns().isEmpty()) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "transition tables cannot be specified for triggers with column lists");
        }
        String event = trigger.events().getFirst();
        if (trigger.tables().containsKey("new") && event.equals("delete")) {
            throw invalid("NEW TABLE can only be specified for an INSERT or UPDATE trigger");
        }
        if (trigger.tables().containsKey("old") && event.equals("insert")) {
            throw invalid("OLD TABLE can only be specified for a DELETE or UPDATE trigger");
        }
        if (trigger.tables().size() == 2 && trigger.tables().values().stream().distinct().count() == 1) {
            throw invalid("OLD TABLE name and NEW TABLE name cannot be the same");
        }
    }

    private static SqlException invalid(String message) {
        return new SqlException(SqlState.INVALID_OBJECT_DEFINITION, message);
    }

    private PlannerCatalog.Stored table(SqlIdentifier name) {
        PlannerCatalog.Relation relation = binding.resolve(name.names).orElseThrow(() -> new SqlException(
                SqlState.UNDEFINED_TABLE, "relation \"" + String.join(".", name.names) + "\" does not exist")
                .at(binding.at(name)));
        if (relation instanceof PlannerCatalog.View view && view.isPartition()) {
            return binding.catalog.table(view.id()).orElseThrow();
        }
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
