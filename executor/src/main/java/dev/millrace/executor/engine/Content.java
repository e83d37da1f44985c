package dev.millrace.executor.engine;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongFunction;

import dev.millrace.executor.connector.Source;
import dev.millrace.executor.connector.SourcePosition;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.relation.KeyRange;
import dev.millrace.executor.relation.RelationScan;
import dev.millrace.executor.relation.RelationSnapshot;

/**
 * Feeds a flow with everything its inputs hold, in slices: how a view begins, and how an ad hoc query runs. Only the
 * columns and key ranges that the plan needs are read.
 */
final class Content {

    private static final int SLICE_ROWS = 16_384;
    private static final int SLICE_BYTES = 8 << 20;

    private final Plan plan;
    private final Inputs inputs;
    private final Cancellation cancellation;

    /** Where the inputs' content comes from. */
    interface Inputs {
        /** A stored relation, or null when the id is a source's or a system relation's. */
        RelationSnapshot stored(long relation);

        /** A reader of some columns of a source and how far to read it, or null. */
        SourceHistory history(long relation, List<Integer> columns);

        /** All rows of a system relation. */
        DeltaBatch system(long relation);
    }

    /** Everything a source held from its beginning to a position; {@code width} columns has its relation. */
    record SourceHistory(Source source, int width, SourcePosition from, SourcePosition to) {}

    /** Takes one slice of one relation: full-width rows, with nothing in columns that the plan does not read. */
    interface Slices {
        void slice(Map<Long, DeltaBatch> changes);
    }

    Content(Plan plan, Inputs inputs, Cancellation cancellation) {
        this.plan = plan;
        this.inputs = inputs;
        this.cancellation = cancellation;
    }

    /** Gives every input's rows to {@code slices}, at least one (perhaps empty) call. */
    void feed(Slices slices) {
        boolean any = false;
        for (Map.Entry<Long, TreeSet<Integer>> scan : PlanScans.columns(plan).entrySet()) {
            long relation = scan.getKey();
            RelationSnapshot stored = inputs.stored(relation);
            if (stored != null) {
                KeyRange range = KeyRanges.of(plan, relation, stored.layout());
                any |= feedStored(relation, stored, range, List.copyOf(scan.getValue()), slices);
            } else {
                any |= feedOther(relation, List.copyOf(scan.getValue()), slices);
            }
        }
        if (!any) {
            slices.slice(Map.of());
        }
    }

    private boolean feedStored(
            long relation, RelationSnapshot stored, KeyRange range, List<Integer> columns, Slices slices) {
        boolean any = false;
        int width = stored.layout().schema().size();
        try (RelationScan scan = stored.scan(range, columns)) {
            for (DeltaBatch batch = scan.next(SLICE_ROWS); batch != null; batch = scan.next(SLICE_ROWS)) {
                cancellation.check();
                slices.slice(Map.of(relation, widen(batch, columns, width)));
                any = true;
            }
        }
        return any;
    }

    /** Puts columns where the relation's schema has them. */
    static DeltaBatch widen(DeltaBatch batch, List<Integer> columns, int width) {
        Column[] wide = new Column[width];
        for (int i = 0; i < columns.size(); i++) {
            wide[columns.get(i)] = batch.column(i);
        }
        return batch.withColumns(wide);
    }

    private boolean feedOther(long relation, List<Integer> columns, Slices slices) {
        SourceHistory history = inputs.history(relation, columns);
        if (history == null) {
            slices.slice(Map.of(relation, inputs.system(relation)));
            return true;
        }
        boolean any = false;
        try (Source source = history.source()) {
            SourcePosition position = history.from();
            while (!position.isAtLeast(history.to())) {
                cancellation.check();
                var batch = source.read(position, history.to(), SLICE_BYTES);
                if (!batch.rows().isEmpty()) {
                    slices.slice(Map.of(relation, widen(batch.rows(), columns, history.width())));
                    any = true;
                }
                position = batch.to();
            }
        }
        return any;
    }

    /** Inputs as a snapshot holds them. {@code stored} overlays a transaction's own writes. */
    static Inputs of(
            Snapshot snapshot,
            LongFunction<RelationSnapshot> stored,
            FlowFactory factory,
            SystemRelations system) {
        return new Inputs() {
            @Override
            public RelationSnapshot stored(long relation) {
                return stored.apply(relation);
            }

            @Override
            public SourceHistory history(long relation, List<Integer> columns) {
                ObjectDefinition object = snapshot.objects().get(relation);
                if (object == null || !(object.body() instanceof ObjectDefinition.Source definition)) {
                    return null;
                }
                Source source = factory.connections().source(object, columns);
                SourcePosition from = SourcePosition.decode(definition.beginning());
                return new SourceHistory(source, definition.schema().size(), from, snapshot.positions().get(relation));
            }

            @Override
            public DeltaBatch system(long relation) {
                return system.rows(relation, snapshot);
            }
        };
    }

    static long rowsOf(Collection<RelationSnapshot> relations) {
        return relations.stream().mapToLong(RelationSnapshot::rowCount).sum();
    }
}
