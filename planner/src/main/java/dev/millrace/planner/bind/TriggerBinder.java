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
import dev.millrace.sql.parser.statement.SqlCreateTrigger.Timing;

/** CREATE, ALTER and DROP TRIGGER. */
final class TriggerBinder {

    private final Binding binding;

    TriggerBinder(Binding binding) {
        this.binding = binding;
    }

    Statement create(SqlCreateTrigger statement) {
        SqlCreateTrigger.Trigger trigger = statement.trigger();
        PlannerCatalog.Relation table = table(trigger.table());
        checkPlace(trigger, table);
        checkInstead(trigger);
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
                trigger.name().getSimple(), trigger.replace(),
                TriggerChange.Timing.valueOf(trigger.timing().name()), trigger.events(), columns, table.id(),
                trigger.isRow(), trigger.when(), function(trigger.function()).id(), trigger.arguments(),
                trigger.tables(), constraint(trigger.constraint()));
    }

    private TriggerChange.Constraint constraint(SqlCreateTrigger.Constraint said) {
        if (said == null) {
            return null;
        }
        Long from = said.from() == null ? null : resolve(said.from()).id();
        return new TriggerChange.Constraint(from, said.isDeferrable(), said.isDeferred());
    }

    /** @throws SqlException 42809 for one that a table, or a view, cannot have */
    private static void checkPlace(SqlCreateTrigger.Trigger trigger, PlannerCatalog.Relation relation) {
        if (relation instanceof PlannerCatalog.Stored) {
            if (trigger.timing() == Timing.INSTEAD_OF) {
                throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + relation.name() + "\" is a table")
                        .withDetail("Tables cannot have INSTEAD OF triggers.");
            }
            return;
        }
        SqlException isView = new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + relation.name() + "\" is a view");
        if (trigger.timing() != Timing.INSTEAD_OF && trigger.isRow()) {
            throw isView.withDetail("Views cannot have row-level BEFORE or AFTER triggers.");
        }
        if (trigger.events().contains("truncate")) {
            throw isView.withDetail("Views cannot have TRUNCATE triggers.");
        }
    }

    private static void checkInstead(SqlCreateTrigger.Trigger trigger) {
        String fault = trigger.timing() != Timing.INSTEAD_OF
                ? null
                : !trigger.isRow()
                        ? "must be FOR EACH ROW"
                        : trigger.when() != null
                                ? "cannot have WHEN conditions"
                                : trigger.columns().isEmpty() ? null : "cannot have column lists";
        if (fault != null) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "INSTEAD OF triggers " + fault);
        }
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
        if (trigger.timing() != Timing.AFTER) {
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

    private PlannerCatalog.Relation resolve(SqlIdentifier name) {
        return binding.resolve(name.names).orElseThrow(() -> new SqlException(
                SqlState.UNDEFINED_TABLE, "relation \"" + String.join(".", name.names) + "\" does not exist")
                .at(binding.at(name)));
    }

    private PlannerCatalog.Relation table(SqlIdentifier name) {
        PlannerCatalog.Relation relation = resolve(name);
        if (relation instanceof PlannerCatalog.View view && view.isPartition()) {
            return binding.catalog.table(view.id()).orElseThrow();
        }
        if (relation instanceof PlannerCatalog.Stored stored && !stored.isUpdatable()) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE, "relation \"" + relation.name() + "\" cannot have triggers")
                    .withHint("Put it on the tables from which \"" + relation.name() + "\" is made.");
        }
        return relation;
    }

    private static int position(PlannerCatalog.Relation table, String name) {
        for (int i = 0; i < table.schema().size(); i++) {
            boolean isHidden = table instanceof PlannerCatalog.Stored stored && stored.isHidden(i);
            if (!isHidden && table.schema().field(i).name().equals(name)) {
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
