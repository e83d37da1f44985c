package dev.millrace.planner.bind;

import java.util.List;
import java.util.Map;

import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Rel;

/** What the columns of a simple view are of the relation that it shows. */
final class ViewColumns {

    private ViewColumns() {}

    /** For each column of a view its position in the relation that it shows, -1 for one that is computed. */
    static List<Integer> of(SimpleView simple, Binding binding) {
        Target.Shown below;
        if (simple.relation() instanceof PlannerCatalog.Stored stored) {
            FromBinder.From from = new FromBinder(binding, new QueryBinder(binding)).stored(stored, Scope.NONE);
            below = new Target.Shown(from.rel(), from.rel().columns(), from.scope().columns(), Map.of());
        } else {
            List<Column> columns = simple.relation().schema().fields().stream()
                    .map(field -> binding.numbers.column(field.name(), field.type(), true))
                    .toList();
            below = new Target.Shown(Rel.Values.oneRow(), columns, FromBinder.named(columns), Map.of());
        }
        QueryBinder queries = new QueryBinder(binding);
        Frame frame = new Frame(Scope.of(Target.base(simple, below), Scope.NONE), "SELECT");
        return new SelectList(binding, queries.expressions).bind(simple.items(), frame).stream()
                .map(item -> Target.columnOf(item.expr(), below))
                .map(column -> column == null ? -1 : below.rows().indexOf(column))
                .toList();
    }
}
