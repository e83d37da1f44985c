package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyCodec;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Merge;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** MERGE: what goes, what changes and what comes, in one change. */
final class MergeHandler implements Handler<Merge> {

    @Override
    public Outcome handle(Merge merge, Execution run) {
        run.session().transaction().temporary().checkWritable("MERGE", merge.relation());
        DeltaBatch rows = Rows.all(run.query(merge.rows()), merge.rows().result());
        return write(merge, rows, new TableWriter(run, merge.relation(), merge.actions().getFirst().rules(), "MERGE"));
    }

    static Outcome write(Merge merge, DeltaBatch rows, TableWriter writer) {
        int width = writer.schema().size();
        List<Integer> before = IntStream.range(1, 1 + width).boxed().toList();
        List<Integer> after = IntStream.range(1 + width, 1 + 2 * width).boxed().toList();
        requireOnce(merge, rows, writer.cancellation());
        List<DeltaBatch> old = new ArrayList<>();
        List<DeltaBatch> updated = new ArrayList<>();
        List<DeltaBatch> gone = new ArrayList<>();
        List<DeltaBatch> inserted = new ArrayList<>();
        for (int action = 0; action < merge.actions().size(); action++) {
            DeltaBatch own = of(rows, action);
            TableWriter ruled = writer.with(merge.actions().get(action).rules());
            switch (merge.actions().get(action).kind()) {
                case DELETE -> gone.add(Triggers.leaving(ruled, own.project(before)));
                case UPDATE -> {
                    DeltaBatch there = own.project(before);
                    Triggers.Passed passed = Triggers.changing(
                            ruled, there, ruled.complete(own.project(after)));
                    ruled.checkRows(passed.rows());
                    old.add(passed.of(there));
                    updated.add(passed.rows());
                }
                case INSERT -> inserted.add(checked(ruled, own.project(after)));
                case NOTHING -> { }
            }
        }
        Schema schema = writer.schema();
        if (writer.touches(DeltaBatch.concat(schema, gone)) || writer.touches(DeltaBatch.concat(schema, old))) {
            throw secondTime();
        }
        write(writer, DeltaBatch.concat(schema, gone), DeltaBatch.concat(schema, old),
                DeltaBatch.concat(schema, updated), DeltaBatch.concat(schema, inserted));
        return writer.outcome("MERGE " + rows.size(), null, rows);
    }

    private static DeltaBatch checked(TableWriter writer, DeltaBatch rows) {
        DeltaBatch whole = Triggers.incoming(writer, rows);
        writer.checkRows(whole);
        return whole;
    }

    /** Keys that go are free for those that come. */
    private static void write(
            TableWriter writer, DeltaBatch gone, DeltaBatch old, DeltaBatch updated, DeltaBatch inserted) {
        boolean movesKeys = !writer.hasSameKeys(old, updated);
        if (!gone.isEmpty()) {
            writer.freeKeys(gone);
            writer.delete(gone);
        }
        if (movesKeys) {
            writer.freeKeys(old);
            writer.claimKeys(updated);
        }
        if (!updated.isEmpty()) {
            writer.update(old, updated);
        }
        if (!inserted.isEmpty()) {
            writer.claimKeys(inserted);
            writer.insert(inserted);
        }
    }

    /** The rows of one action. */
    private static DeltaBatch of(DeltaBatch rows, int action) {
        WordColumn actions = rows.words(0);
        int[] own = IntStream.range(0, rows.size()).filter(row -> actions.value(row) == action).toArray();
        return own.length == rows.size() ? rows : rows.select(own, own.length);
    }

    private static void requireOnce(Merge merge, DeltaBatch rows, Cancellation cancellation) {
        WordColumn actions = rows.words(0);
        int[] changing = IntStream.range(0, rows.size())
                .filter(row -> merge.actions().get((int) actions.value(row)).kind() != Merge.Kind.INSERT)
                .toArray();
        DeltaBatch changed = rows.select(changing, changing.length);
        Schema schema = merge.rows().result();
        KeyCodec codec =
                KeyCodec.ascending(merge.identity().stream().map(schema::type).toList(), KeyCodec.Form.EQUALITY);
        if (UniqueKey.distinct(changed, merge.identity(), codec, cancellation).size() < changed.size()) {
            throw secondTime();
        }
    }

    private static SqlException secondTime() {
        return new SqlException(SqlState.CARDINALITY_VIOLATION, "MERGE command cannot affect row a second time")
                .withHint("Ensure that not more than one source row matches any one target row.");
    }
}
