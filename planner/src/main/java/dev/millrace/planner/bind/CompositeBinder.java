package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.CompositeChange;
import dev.millrace.planner.Statement;
import dev.millrace.sql.parser.statement.SqlComposite;

/** Composite types: the types of their attributes. */
final class CompositeBinder {

    private final Binding binding;

    CompositeBinder(Binding binding) {
        this.binding = binding;
    }

    Statement bind(SqlComposite composite) {
        List<CompositeChange.Step> steps = composite.changes().stream().map(this::step).toList();
        if (!composite.isNew()) {
            return new CompositeChange.Alter(StatementBinder.name(composite.name()), steps);
        }
        Set<String> names = new HashSet<>();
        List<RowType.Field> attributes = new ArrayList<>();
        Map<String, Long> domains = new HashMap<>();
        for (CompositeChange.Step step : steps) {
            if (!names.add(step.attribute())) {
                throw new SqlException(
                        SqlState.DUPLICATE_COLUMN, "column \"" + step.attribute() + "\" specified more than once");
            }
            attributes.add(new RowType.Field(step.attribute(), step.type()));
            if (step.domain() != null) {
                domains.put(step.attribute(), step.domain());
            }
        }
        return new CompositeChange.Create(StatementBinder.name(composite.name()), attributes, domains);
    }

    private CompositeChange.Step step(SqlComposite.Change change) {
        String attribute = change.attribute().getSimple();
        SqlType type = null;
        Long domain = null;
        if (change.type() != null) {
            TypeNames.Declared declared = TypeNames.ofColumn(attribute, change.type(), binding);
            type = declared.type();
            domain = declared.domain() == null ? null : declared.domain().id();
        }
        CompositeChange.Action action = switch (change.action()) {
            case ADD -> CompositeChange.Action.ADD;
            case DROP -> CompositeChange.Action.DROP;
            case ALTER -> CompositeChange.Action.RETYPE;
            case RENAME -> CompositeChange.Action.RENAME;
        };
        return new CompositeChange.Step(
                action, attribute, type, domain, change.newName() == null ? null : change.newName().getSimple(),
                change.ifExists());
    }
}
