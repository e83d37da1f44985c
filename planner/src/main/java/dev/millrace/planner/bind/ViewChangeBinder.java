package dev.millrace.planner.bind;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Statement;
import dev.millrace.planner.ViewChange;
import dev.millrace.sql.parser.statement.AlterChange;
import dev.millrace.sql.parser.statement.SqlAlter;

/** ALTER VIEW, and ALTER TABLE where it names a view: defaults of columns, options. */
final class ViewChangeBinder {

    private final Binding binding;
    private final QueryBinder queries;
    private final StatementBinder statements;

    ViewChangeBinder(Binding binding, QueryBinder queries, StatementBinder statements) {
        this.binding = binding;
        this.queries = queries;
        this.statements = statements;
    }

    /** Null where a change is of another kind, or what is named is no view. */
    Statement bind(SqlAlter alter) {
        Statement.QualifiedName name = StatementBinder.name(alter.name());
        Map<Integer, String> defaults = new HashMap<>();
        Map<String, String> options = new LinkedHashMap<>();
        PlannerCatalog.Relation found = binding.resolve(name.parts()).orElse(null);
        if (found != null && !(found instanceof PlannerCatalog.View view && !view.isPartition())) {
            return null;
        }
        for (AlterChange change : alter.changes()) {
            switch (change) {
                case AlterChange.ChangeDefault set when found != null ->
                    defaults.put(column(found, set.column()), defaultOf(found, set));
                case AlterChange.SetOptions _, AlterChange.ResetOptions _ ->
                    options.putAll(new TuningBinder(statements).options(change));
                case AlterChange _ when found == null && alter.ifExists() -> { }
                case AlterChange _ -> {
                    return null;
                }
            }
        }
        if (found != null) {
            checkOptions(options, (PlannerCatalog.View) found);
        }
        return new ViewChange(name, alter.ifExists(), defaults, options);
    }

    private int column(PlannerCatalog.Relation view, SqlIdentifier name) {
        int position = view.schema().indexOf(name.getSimple());
        if (position < 0) {
            throw new SqlException(
                    SqlState.UNDEFINED_COLUMN,
                    "column \"" + name.getSimple() + "\" of relation \"" + view.name() + "\" does not exist")
                    .at(binding.at(name));
        }
        return position;
    }

    private String defaultOf(PlannerCatalog.Relation view, AlterChange.ChangeDefault set) {
        if (set.value() == null) {
            return null;
        }
        Schema.Field field = view.schema().field(column(view, set.column()));
        Expr value = queries.expressions.bind(set.value(), new Frame(Scope.NONE, "DEFAULT expressions"));
        binding.coercion.assignment(value, field.type(), field.name(), set.value());
        return KeptText.of(set.value(), binding);
    }

    /** What is set has to be possible for the view as it is. */
    private void checkOptions(Map<String, String> options, PlannerCatalog.View view) {
        Map<String, String> set = new LinkedHashMap<>(options);
        set.values().removeIf(value -> value == null);
        Binding inner = binding.forView(view);
        new ViewOptions(inner, set, null).shown(inner.syntax.statement(view.query()));
    }
}
