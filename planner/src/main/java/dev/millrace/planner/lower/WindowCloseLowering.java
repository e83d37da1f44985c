package dev.millrace.planner.lower;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.WindowClose;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Rel;

/**
 * EMIT ON WINDOW CLOSE: rows of a window come when the watermark has passed its end. The watermark is that of the
 * stream, or the streams, whose time the window cuts.
 */
final class WindowCloseLowering {

    private final Lowering lowering;
    private final Nodes nodes;

    WindowCloseLowering(Lowering lowering, Nodes nodes) {
        this.lowering = lowering;
        this.nodes = nodes;
    }

    static void requireWindows(Plan plan) {
        if (!hasWindows(plan)) {
            throw missing();
        }
    }

    private static boolean hasWindows(Plan plan) {
        return plan instanceof WindowClose || plan.inputs().stream().anyMatch(WindowCloseLowering::hasWindows);
    }

    /** @param rows what the windows are made of, with their {@code time} */
    Lowered lower(Lowered windows, Rel rows, Column time, Column end) {
        Map<Long, PlannerCatalog.Stored> streams = new LinkedHashMap<>();
        boolean isFinal = collect(rows, time.id(), streams);
        if (streams.isEmpty()) {
            throw missing();
        }
        List<Integer> key = windows.columns().stream().filter(Lowering::canBeKey).map(Column::id).toList();
        boolean isDealt = windows.isSingle() || !windows.dealt().isEmpty();
        List<Integer> by = windows.isSingle() ? List.of() : isDealt ? windows.dealt().getFirst() : key;
        Lowered dealt = lowering.hashed(windows, by);
        LatestTimes times = new LatestTimes(nodes);
        streams.values().forEach(times::add);
        WindowClose close = times.close(dealt.plan(), dealt.position(end.id()), dealt.positions(by), isFinal);
        return dealt.with(nodes.windowClose(close), dealt.columns());
    }

    /**
     * Finds where a column comes from.
     *
     * @return whether no row comes any more that is late
     */
    private static boolean collect(Rel rel, int column, Map<Long, PlannerCatalog.Stored> into) {
        return switch (rel) {
            case Rel.Get get -> {
                PlannerCatalog.Watermark mark = get.relation().watermark();
                for (int i = 0; i < get.columns().size(); i++) {
                    boolean isTime = mark != null && mark.column() == get.positions().get(i);
                    if (isTime && get.columns().get(i).id() == column) {
                        into.put(get.relation().id(), get.relation());
                        yield mark.isFinal();
                    }
                }
                throw missing();
            }
            case Rel.Project project -> {
                for (int i = 0; i < project.columns().size(); i++) {
                    if (project.columns().get(i).id() == column
                            && project.expressions().get(i) instanceof Expr.Input input) {
                        yield collect(project.input(), input.index(), into);
                    }
                }
                throw missing();
            }
            case Rel.Union union -> {
                int position = 0;
                while (union.columns().get(position).id() != column) {
                    position++;
                }
                boolean isFinal = true;
                for (int i = 0; i < union.inputs().size(); i++) {
                    isFinal &= collect(union.inputs().get(i), union.sources().get(i).get(position), into);
                }
                yield isFinal;
            }
            case Rel.Filter filter -> collect(filter.input(), column, into) && !filter.condition().asksClock();
            // The rows of the other side may change long after, and with them those of closed windows.
            case Rel other -> {
                for (Rel input : other.inputs()) {
                    if (input.columns().stream().anyMatch(one -> one.id() == column)) {
                        collect(input, column, into);
                        yield false;
                    }
                }
                throw missing();
            }
        };
    }

    /** The streams whose watermarks are about a column; none where any row of it is of something else. */
    static List<PlannerCatalog.Stored> streams(Rel rel, int column) {
        Map<Long, PlannerCatalog.Stored> streams = new LinkedHashMap<>();
        try {
            collect(rel, column, streams);
        } catch (SqlException e) {
            return List.of();
        }
        return List.copyOf(streams.values());
    }

    private static SqlException missing() {
        return new SqlException(
                        SqlState.INVALID_OBJECT_DEFINITION,
                        "EMIT ON WINDOW CLOSE needs windows over a time column with a watermark")
                .withHint("Create the stream with WATERMARK FOR ts AS ts - INTERVAL '5' SECOND.");
    }
}
