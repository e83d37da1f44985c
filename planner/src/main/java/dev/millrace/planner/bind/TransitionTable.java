package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.RowType;
import dev.millrace.planner.Variables;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Rel;
import dev.millrace.planner.logical.Unnest;

/** The rows that a statement has changed, which a trigger's function reads under a name of their own. */
final class TransitionTable {

    private TransitionTable() {}

    /** Null where a name means none. */
    static FromBinder.From find(SqlIdentifier name, Scope around, Binding binding) {
        Variables.Value found = binding.variables == null ? null : binding.variables.table(name.getSimple());
        if (found == null) {
            return null;
        }
        Expr rows = binding.place(binding.parameters.use(found.index(), binding.at(name)), name);
        Column row = binding.numbers.column(name.getSimple(), found.type().element(), true);
        Rel unnested = new Unnest(Rel.Values.oneRow(), List.of(rows), List.of(row), null);
        List<Expr> fields = Rows.fields(row.reference());
        List<Column> columns = new ArrayList<>();
        for (RowType.Field field : found.type().element().row().fields()) {
            columns.add(binding.numbers.column(field.name(), field.type(), true));
        }
        Scope.Table table = new Scope.Table(null, name.getSimple(), FromBinder.named(columns), null);
        return new FromBinder.From(new Rel.Project(unnested, fields, columns), Scope.of(table, around));
    }
}
