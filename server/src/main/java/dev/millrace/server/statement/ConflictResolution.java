package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;

/** ON CONFLICT: rows whose key is free are inserted; for the others nothing, or an update of the row that is there. */
final class ConflictResolution {

    private final TableWriter writer;
    private final Statement.OnConflict onConflict;
    private final Execution run;
    /** Keys in which a row may meet another; in the remaining ones that is an error as ever. */
    private final List<UniqueKey> arbiters;

    ConflictResolution(TableWriter writer, Statement.OnConflict onConflict, Execution run) {
        this.run = run;
        this.writer = writer;
        this.onConflict = onConflict;
        this.arbiters = onConflict.keys().isEmpty()
                ? writer.keys()
                : writer.keys().stream().filter(key -> onConflict.keys().contains(key.name())).toList();
    }

    /** Writes what is to be written; returns the rows inserted or updated, as they are now. */
    DeltaBatch resolve(DeltaBatch rows) {
        Schema schema = writer.schema();
        writer.checkRows(rows); // a row that breaks a rule is an error, whether it would have been inserted or not
        int[] free = new int[rows.size()];
        int freeCount = 0;
        List<Integer> conflicting = new ArrayList<>();
        List<UniqueKey> met = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            UniqueKey taken = taken(rows, row);
            if (taken == null) {
                free[freeCount++] = row;
                writer.claimKeys(rows, row);
            } else if (onConflict.assignments() != null) {
                if (taken.wasWritten(rows, row)) {
                    throw secondTime();
                }
                taken.note(rows, row);
                conflicting.add(row);
                met.add(taken);
            }
        }
        DeltaBatch inserted = rows.select(free, freeCount);
        writer.insert(inserted);
        if (conflicting.isEmpty()) {
            return inserted;
        }
        return DeltaBatch.concat(schema, List.of(inserted, update(rows, conflicting, met)));
    }

    private static SqlException secondTime() {
        return new SqlException(
                SqlState.CARDINALITY_VIOLATION, "ON CONFLICT DO UPDATE command cannot affect row a second time")
                .withHint("Ensure that no rows proposed for insertion within the same command have"
                        + " duplicate constrained values.");
    }

    private UniqueKey taken(DeltaBatch rows, int row) {
        for (UniqueKey key : arbiters) {
            if (key.isTaken(rows, row)) {
                return key;
            }
        }
        return null;
    }

    private DeltaBatch update(DeltaBatch rows, List<Integer> conflicting, List<UniqueKey> met) {
        Schema schema = writer.schema();
        int[] excludedRows = conflicting.stream().mapToInt(Integer::intValue).toArray();
        DeltaBatch excluded = rows.select(excludedRows, excludedRows.length);
        BatchBuilder found = new BatchBuilder(schema);
        for (int row = 0; row < excluded.size(); row++) {
            DeltaBatch there = met.get(row).find(writer.relation(), excluded, row);
            if (there == null) {
                throw writer.isPart() ? secondTime() : new SqlException(
                        SqlState.SERIALIZATION_FAILURE, "could not serialize access due to concurrent update");
            }
            found.append(there, 0, 1);
        }
        DeltaBatch old = found.build();
        if (writer.touches(old)) {
            throw secondTime();
        }
        DeltaBatch pairs = pairs(old, excluded);
        DeltaBatch asked = onConflict.query() == null ? null : RowQueries.values(onConflict.query(), pairs, run);
        if (onConflict.condition() != null || asked != null) {
            WordColumn wanted = (WordColumn) (asked == null
                    ? writer.expressions().evaluate(onConflict.condition(), pairs)
                    : asked.column(0));
            int[] kept = new int[old.size()];
            int count = 0;
            for (int row = 0; row < old.size(); row++) {
                if (!wanted.isNull(row) && wanted.value(row) != 0) {
                    kept[count++] = row;
                }
            }
            old = old.select(kept, count);
            pairs = pairs.select(kept, count);
            asked = asked == null ? null : asked.select(kept, count);
        }
        DeltaBatch values = asked == null
                ? writer.expressions().project(onConflict.assignments(), pairs)
                : asked.project(IntStream.rangeClosed(1, schema.size()).boxed().toList());
        DeltaBatch updated = writer.complete(values, false);
        Triggers.Passed passed = Triggers.changing(writer, old, updated);
        updated = passed.rows();
        old = passed.of(old);
        writer.checkRows(updated);
        checkKeysKept(old, updated);
        writer.update(old, updated);
        return updated;
    }

    /** A new key for the row that is there might meet a third one. */
    private void checkKeysKept(DeltaBatch old, DeltaBatch updated) {
        for (int row = 0; row < old.size(); row++) {
            for (UniqueKey key : writer.keys()) {
                if (!key.isEqual(old, updated, row)) {
                    key.free(old, row);
                }
            }
        }
        for (int row = 0; row < old.size(); row++) {
            for (UniqueKey key : writer.keys()) {
                if (!key.isEqual(old, updated, row)) {
                    writer.claimKey(key, updated, row);
                }
            }
        }
    }

    private static DeltaBatch pairs(DeltaBatch left, DeltaBatch right) {
        Column[] columns = new Column[left.columnCount() + right.columnCount()];
        for (int i = 0; i < left.columnCount(); i++) {
            columns[i] = left.column(i);
        }
        for (int i = 0; i < right.columnCount(); i++) {
            columns[left.columnCount() + i] = right.column(i);
        }
        return DeltaBatch.inserts(columns, left.size());
    }
}
