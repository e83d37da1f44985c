package dev.millrace.server.pgcatalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.AggregateDefinition;
import dev.millrace.planner.Routine;
import dev.millrace.server.catalog.RoutineObject;

/**
 * {@code pg_catalog.pg_aggregate}: which functions work on groups. What ours are made of are no functions of SQL; those
 * that people made say what they are made of.
 */
final class PgAggregate implements SystemRows {

    /** Those whose last argument is ordered within the group, behind one that is said directly. */
    private static final Set<String> ORDERED = Set.of("percentile_cont", "percentile_disc");

    @Override
    public void fill(Source source, RowWriter out) {
        for (CatalogFunction function : SystemFunctionList.all()) {
            if (function.kind() == 'a') {
                boolean isOrdered = ORDERED.contains(function.name());
                boolean isMode = function.name().equals("mode");
                out.set("aggfnoid", function.oid())
                        .set("aggkind", isOrdered || isMode ? 'o' : 'n')
                        .set("aggnumdirectargs", isOrdered ? 1 : 0)
                        .set("aggfinalmodify", 'r')
                        .set("aggmfinalmodify", 'r')
                        .end();
            }
        }
        for (RoutineObject routine : source.catalog().routines()) {
            if (routine.definition().isAggregating()) {
                made(routine.definition(), out);
            }
        }
    }

    private static void made(Routine routine, RowWriter out) {
        AggregateDefinition aggregate = routine.aggregate();
        AggregateDefinition.Steps steps = aggregate.steps();
        List<SqlType> types = new ArrayList<>(routine.types());
        types.addFirst(steps.state());
        out.set("aggfnoid", routine.id())
                .set("aggkind", 'n')
                .set("aggnumdirectargs", 0)
                .set("aggtransfn", oid(steps.transition(), types))
                .set("aggfinalfn", oid(steps.result(), steps.isResultExtra() ? types : types.subList(0, 1)))
                .set("aggcombinefn", oid(aggregate.combine(), List.of(steps.state(), steps.state())))
                .set("aggfinalextra", steps.isResultExtra())
                .set("aggfinalmodify", 'r')
                .set("aggmfinalmodify", 'r')
                .set("aggtranstype", PgProc.oid(steps.state()));
        if (steps.initial() != null) {
            out.set("agginitval", steps.initial());
        }
        if (aggregate.moving() != null) {
            AggregateDefinition.Steps moving = aggregate.moving();
            types.set(0, moving.state());
            out.set("aggmtransfn", oid(moving.transition(), types))
                    .set("aggminvtransfn", oid(moving.inverse(), types))
                    .set("aggmfinalfn", oid(moving.result(), moving.isResultExtra() ? types : types.subList(0, 1)))
                    .set("aggmfinalextra", moving.isResultExtra())
                    .set("aggmtranstype", PgProc.oid(moving.state()));
            if (moving.initial() != null) {
                out.set("aggminitval", moving.initial());
            }
        }
        out.end();
    }

    /** 0 for none. */
    private static long oid(AggregateDefinition.Function function, List<SqlType> types) {
        if (function == null) {
            return 0;
        }
        return function.routine() != 0
                ? function.routine()
                : SystemFunctionList.number(function.name(), types.stream().map(PgProc::oid).toList());
    }
}
