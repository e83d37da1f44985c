package dev.millrace.planner.bind;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.millrace.planner.PlannerCatalog;

/**
 * A relation on the way to the table.
 *
 * @param references what the text that names it refers to
 * @param positions where its columns lie in the table
 */
record TargetLevel(PlannerCatalog.Relation relation, References references, List<Integer> positions) {

    Map<Integer, String> defaults() {
        return relation instanceof PlannerCatalog.View view ? view.defaults() : Map.of();
    }

    /** Columns of the table as those of this relation. */
    List<Integer> own(Collection<Integer> columns) {
        return IntStream.range(0, positions.size())
                .filter(i -> columns.contains(positions.get(i)))
                .boxed()
                .toList();
    }

    /** Those of views come before the table's, the outermost view's first. */
    static PlannerCatalog.Stored withDefaults(List<TargetLevel> levels, PlannerCatalog.Stored stored) {
        PlannerCatalog.Stored changed = stored;
        for (TargetLevel level : levels.reversed()) {
            for (Map.Entry<Integer, String> own : level.defaults().entrySet()) {
                int position = level.positions().get(own.getKey());
                if (position >= 0 && stored.origins().get(position).mayDefault()) {
                    changed = changed.with(
                            position, stored.schema().field(position),
                            PlannerCatalog.ColumnOrigin.ofDefault(own.getValue()));
                }
            }
        }
        return changed;
    }
}
