package dev.millrace.planner.lower;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.WindowClose;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.KeyedProcess;

/** Processors with state: rows dealt by their key, and what the watermark of their time is made of. */
final class ProcessLowering {

    private ProcessLowering() {}

    static Lowered lower(Lowering lowering, Nodes nodes, KeyedProcess process) {
        Lowered rows = lowering.hashed(
                lowering.select(lowering.lower(process.input()), process.rows()), process.partition());
        Lowered initial = process.initial() == null
                ? null
                : lowering.hashed(
                        lowering.select(lowering.lower(process.initial()), process.initialRows()),
                        process.initialPartition());
        List<PlannerCatalog.Stored> streams = WindowCloseLowering.streams(process.input(), process.time().id());
        LatestTimes times = new LatestTimes(nodes);
        streams.forEach(times::add);
        WindowClose mark = times.close(rows.plan(), 0, List.of(), false);
        List<SortKey> order = new ArrayList<>();
        process.order().forEach(key ->
                order.add(new SortKey(rows.position(key.column()), key.descending(), key.nullsFirst())));
        List<Column> columns = process.columns();
        dev.millrace.executor.plan.KeyedProcess plan = new dev.millrace.executor.plan.KeyedProcess(
                "", rows.plan(), initial == null ? null : initial.plan(), mark.latest(), mark.delaysMicros(),
                mark.standIns(), rows.positions(process.partition()),
                initial == null ? List.of() : initial.positions(process.initialPartition()), order,
                Lowered.schema(rows.columns()), initial == null ? null : Lowered.schema(initial.columns()),
                process.jar(), process.className(), Lowered.schema(columns));
        return new Lowered(
                nodes.keyedProcess(plan), columns,
                process.partition().isEmpty() ? List.of() : List.of(process.partition()),
                process.partition().isEmpty());
    }
}
