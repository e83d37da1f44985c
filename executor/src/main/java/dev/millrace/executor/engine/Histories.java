package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.Consolidation;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.relation.RelationStore;

/**
 * Keeps what changed in relations with a history: a log of the net change of each epoch, every row behind its weight,
 * which is a relation like others to checkpoints and recovery. The oldest row of a history says from where on it is
 * whole: of that epoch some of it may be gone, of later ones nothing is. Belongs to the engine thread.
 */
final class Histories {

    private final Map<Long, RelationStore> relations;
    /** By relation, the number of its history. */
    private final Map<Long, Long> kept = new TreeMap<>();
    private final List<Long> beginning = new ArrayList<>();
    private final Map<Long, Consolidation> consolidations = new HashMap<>();

    /** @param relations rows of all relations, the histories' too */
    Histories(Map<Long, RelationStore> relations) {
        this.relations = relations;
    }

    /** Columns of a history: the weight, then those of its relation. */
    static Schema logged(Schema relation) {
        List<Schema.Field> fields = new ArrayList<>();
        fields.add(new Schema.Field("weight", SqlType.BIGINT, false));
        relation.fields().forEach(field -> fields.add(new Schema.Field(field.name(), field.type(), true)));
        return new Schema(fields);
    }

    /** What a part of a history says: rows of the relation with their weights. */
    static DeltaBatch changes(DeltaBatch logged) {
        DeltaBatch rows = logged.project(IntStream.range(1, logged.columnCount()).boxed().toList());
        long[] weights = new long[logged.size()];
        for (int row = 0; row < weights.length; row++) {
            weights[row] = logged.words(0).value(row);
        }
        return rows.withWeights(weights);
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    /** A history begins at the end of the epoch that is being applied. */
    void begin(long id, ObjectDefinition.History history) {
        goOn(id, history);
        beginning.add(id);
    }

    /** A history is as storage has it. */
    void goOn(long id, ObjectDefinition.History history) {
        kept.put(history.relation(), id);
    }

    /** Forgets a history, or a relation; then says which history goes with it. */
    Optional<Long> drop(long id) {
        kept.values().remove(id);
        consolidations.remove(id);
        return Optional.ofNullable(kept.remove(id));
    }

    /** The rows of a history have further columns from now on. */
    void widened(long id) {
        consolidations.remove(id);
    }

    /** Takes down an epoch. */
    void note(Map<Long, DeltaBatch> changes, long epoch, long clockMicros) {
        if (kept.isEmpty()) {
            return;
        }
        for (long id : beginning) {
            RelationStore log = relations.get(id);
            if (log != null) {
                log.apply(mark(log.layout().schema()), epoch, clockMicros);
            }
        }
        kept.forEach((relation, id) -> {
            DeltaBatch change = changes.get(relation);
            if (change != null && !beginning.contains(id)) {
                note(relations.get(id), id, change, epoch, clockMicros);
            }
        });
        beginning.clear();
    }

    private void note(RelationStore log, long id, DeltaBatch change, long epoch, long clockMicros) {
        Schema schema = log.layout().schema();
        Schema rows = new Schema(schema.fields().subList(1, schema.size()));
        Consolidation consolidation = consolidations.computeIfAbsent(id, unseen -> new Consolidation(rows));
        DeltaBatch visible = change.columnCount() == rows.size()
                ? change
                : change.project(IntStream.range(0, rows.size()).boxed().toList());
        DeltaBatch net = consolidation.consolidate(visible);
        if (net.isEmpty()) {
            return;
        }
        ColumnBuilder weights = new ColumnBuilder(SqlType.BIGINT.layout(), net.size());
        weights.appendWords(net.weights(), net.size());
        Column[] columns = new Column[schema.size()];
        columns[0] = weights.buildLast();
        for (int i = 1; i < columns.length; i++) {
            columns[i] = net.column(i - 1);
        }
        log.apply(DeltaBatch.inserts(columns, net.size()), epoch, clockMicros);
    }

    /** A row that changes nothing. */
    private static DeltaBatch mark(Schema schema) {
        BatchBuilder mark = new BatchBuilder(schema);
        mark.column(0).appendWord(0);
        for (int i = 1; i < schema.size(); i++) {
            mark.column(i).appendNull();
        }
        mark.endRow(1);
        return mark.build();
    }
}
