package dev.millrace.executor.engine;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongFunction;

import dev.millrace.executor.connector.Source;
import dev.millrace.executor.connector.SourcePosition;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.relation.RelationScan;
import dev.millrace.executor.relation.RelationSnapshot;

/**
 * Everything a plan's inputs hold, slice by slice: how a view begins, and how an ad hoc query runs. Only the columns
 * and key ranges that the plan needs are read. One thread at a time; close it.
 */
final class Content implements AutoCloseable {

    private static final int SLICE_ROWS_MAX = 16_384;
    private static final int SLICE_ROWS_MIN = 16;
    private static final int SLICE_BYTES = 8 << 20;
    /** What one slice should lead to: a join that multiplies rows gets smaller slices. */
    private static final long PRODUCED_BYTES = 8 << 20;

    private final Plan plan;
    private final Inputs inputs;
    private final Cancellation cancellation;
    private final Iterator<Map.Entry<Long, TreeSet<Integer>>> relations;
    private long relation;
    private Reader reader;
    private boolean any;
    private int sliceRows = 1024;

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

    /** The rows of one relation. */
    private interface Reader extends AutoCloseable {
        /** Full-width rows, with nothing in columns that the plan does not read; null at the end. */
        DeltaBatch next();

        @Override
        void close();
    }

    Content(Plan plan, Inputs inputs, Cancellation cancellation) {
        this.plan = plan;
        this.inputs = inputs;
        this.cancellation = cancellation;
        relations = PlanScans.columns(plan).entrySet().iterator();
    }

    /** The next slice, of one relation; the first is there even when there are no rows. Null at the end. */
    Map<Long, DeltaBatch> next() {
        while (true) {
            cancellation.check();
            DeltaBatch rows = reader == null ? null : reader.next();
            if (rows != null) {
                any = true;
                return Map.of(relation, rows);
            }
            close();
            if (!relations.hasNext()) {
                boolean isFirst = !any;
                any = true;
                return isFirst ? Map.of() : null;
            }
            begin(relations.next());
        }
    }

    private void begin(Map.Entry<Long, TreeSet<Integer>> scan) {
        relation = scan.getKey();
        List<Integer> columns = List.copyOf(scan.getValue());
        RelationSnapshot stored = inputs.stored(relation);
        if (stored != null) {
            reader = stored(stored, columns);
            return;
        }
        SourceHistory history = inputs.history(relation, columns);
        reader = history != null ? history(history, columns) : once(inputs.system(relation));
    }

    /** Says how many bytes the last slice led to. */
    void produced(long bytes) {
        if (bytes > PRODUCED_BYTES) {
            sliceRows = Math.max(sliceRows / 4, SLICE_ROWS_MIN);
        } else if (bytes < PRODUCED_BYTES / 4) {
            sliceRows = Math.min(sliceRows * 2, SLICE_ROWS_MAX);
        }
    }

    private Reader stored(RelationSnapshot stored, List<Integer> columns) {
        int width = stored.layout().schema().size();
        RelationScan scan = stored.scan(KeyRanges.of(plan, relation, stored.layout()), columns);
        return new Reader() {
            @Override
            public DeltaBatch next() {
                DeltaBatch batch = scan.next(sliceRows);
                return batch == null ? null : widen(batch, columns, width);
            }

            @Override
            public void close() {
                scan.close();
            }
        };
    }

    /** Puts columns where the relation's schema has them. */
    static DeltaBatch widen(DeltaBatch batch, List<Integer> columns, int width) {
        Column[] wide = new Column[width];
        for (int i = 0; i < columns.size(); i++) {
            wide[columns.get(i)] = batch.column(i);
        }
        return batch.withColumns(wide);
    }

    private Reader history(SourceHistory history, List<Integer> columns) {
        return new Reader() {
            private SourcePosition position = history.from();

            @Override
            public DeltaBatch next() {
                while (!position.isAtLeast(history.to())) {
                    cancellation.check();
                    var batch = history.source().read(position, history.to(), SLICE_BYTES);
                    position = batch.to();
                    if (!batch.rows().isEmpty()) {
                        return widen(batch.rows(), columns, history.width());
                    }
                }
                return null;
            }

            @Override
            public void close() {
                history.source().close();
            }
        };
    }

    private static Reader once(DeltaBatch rows) {
        return new Reader() {
            private DeltaBatch rest = rows;

            @Override
            public DeltaBatch next() {
                DeltaBatch taken = rest;
                rest = null;
                return taken;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
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
