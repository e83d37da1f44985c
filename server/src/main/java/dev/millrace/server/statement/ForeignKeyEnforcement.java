package dev.millrace.server.statement;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.ReferentialAction;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.ForeignKey;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.TransactionBlock;

/**
 * Keeps foreign keys when a statement ends. First everything that follows from keys that are gone is done, however far
 * it goes; only then is asked whether each key that is referred to is there: a statement may put things wrong on its
 * way, and right again.
 */
final class ForeignKeyEnforcement {

    static final String MIXED = "MATCH FULL does not allow mixing of null and nonnull key values.";

    private final Execution run;
    private final Map<Long, ForeignKeyRows> rows = new HashMap<>();

    ForeignKeyEnforcement(Execution run) {
        this.run = run;
    }

    /** @throws SqlException 23503 for the first row that refers to nothing */
    void keep(List<RowChange> changes) {
        Deque<RowChange> pending = new ArrayDeque<>(changes);
        List<RowChange> all = new ArrayList<>();
        while (!pending.isEmpty()) {
            RowChange change = pending.poll();
            all.add(change);
            for (ForeignKey key : run.catalog().snapshot().references(change.table().id())) {
                run.cancellation().check();
                follow(key, change, pending);
            }
        }
        for (RowChange change : all) {
            for (ForeignKey key : run.catalog().snapshot().references(change.table().id())) {
                // A default may be the very key that is gone.
                ReferentialAction action = action(key, change);
                if (action == ReferentialAction.NO_ACTION || action == ReferentialAction.SET_DEFAULT) {
                    nowOrLater(key, check -> check.refuseReferenced(key, check.notThere(key, check.gone(key, change))));
                }
            }
        }
        for (RowChange change : all) {
            for (ForeignKey key : run.catalog().snapshot().foreignKeys(change.table().id())) {
                nowOrLater(key, check -> check.checkAsked(key, change));
            }
        }
        for (RowChange change : all) {
            for (CatalogObject.Index index : run.catalog().snapshot().lateKeys(change.table().id())) {
                new LateKeys(index, change.table(), run).keep(change);
            }
        }
    }

    /** A transaction block may leave a key to its end; what is wrong then may have been put right meanwhile. */
    private void nowOrLater(ForeignKey key, Consumer<ForeignKeyEnforcement> check) {
        TransactionBlock transaction = run.session().transaction();
        if (!transaction.isExplicit() || !transaction.deferred().isDeferred(key)) {
            check.accept(this);
            return;
        }
        transaction.deferred().later(key.id(), later -> {
            if (later.catalog().snapshot().find(key.id()).isPresent()) {
                check.accept(new ForeignKeyEnforcement(later));
            }
        });
    }

    private ForeignKeyRows rows(ForeignKey key) {
        return rows.computeIfAbsent(key.id(), id -> new ForeignKeyRows(key, run));
    }

    // ---- keys that are gone -----------------------------------------------------------------------------------------

    private static ReferentialAction action(ForeignKey key, RowChange change) {
        return change.after() == null ? key.onDelete() : key.onUpdate();
    }

    /** The key rows that the change took away, and what they are now. */
    private record Gone(DeltaBatch before, DeltaBatch after) {}

    private Gone gone(ForeignKey key, RowChange change) {
        ForeignKeyRows ends = rows(key);
        DeltaBatch none = ends.referencedKeys(DeltaBatch.empty(ends.referenced().schema()));
        if (change.before() == null) {
            return new Gone(none, none);
        }
        DeltaBatch before = ends.referencedKeys(change.before());
        DeltaBatch after = change.after() == null ? null : ends.referencedKeys(change.after());
        int[] kept = new int[before.size()];
        int count = 0;
        for (int row = 0; row < before.size(); row++) {
            boolean isKept = after != null && ends.bytes(before, row).equals(ends.bytes(after, row));
            if (!isKept && ends.nullCount(before, row) == 0) {
                kept[count++] = row;
            }
        }
        return new Gone(before.select(kept, count), after == null ? null : after.select(kept, count));
    }

    private void follow(ForeignKey key, RowChange change, Deque<RowChange> pending) {
        ReferentialAction action = action(key, change);
        Gone gone = gone(key, change);
        if (action == ReferentialAction.NO_ACTION || gone.before().isEmpty()) {
            return;
        }
        if (action == ReferentialAction.RESTRICT) {
            refuseReferenced(key, gone.before());
            return;
        }
        DeltaBatch referring = rows(key).referringTo(gone.before());
        if (!referring.isEmpty()) {
            ReferencingRows writer = new ReferencingRows(key, rows(key), run);
            pending.addAll(switch (action) {
                case CASCADE -> change.after() == null
                        ? writer.delete(referring)
                        : writer.move(referring, gone.before(), gone.after());
                case SET_NULL -> writer.setNull(referring, set(key, change));
                case SET_DEFAULT -> writer.setDefault(referring, set(key, change));
                case NO_ACTION, RESTRICT -> throw new IllegalStateException("nothing follows from " + action);
            });
        }
    }

    private static List<Integer> set(ForeignKey key, RowChange change) {
        return change.after() == null && key.set() != null ? key.set() : key.columns();
    }

    /** The keys that no other row has taken over. */
    private DeltaBatch notThere(ForeignKey key, Gone gone) {
        int[] kept = new int[gone.before().size()];
        int count = 0;
        for (int row = 0; row < kept.length; row++) {
            if (!rows(key).isThere(gone.before(), row)) {
                kept[count++] = row;
            }
        }
        return gone.before().select(kept, count);
    }

    private void refuseReferenced(ForeignKey key, DeltaBatch keys) {
        if (keys.isEmpty()) {
            return;
        }
        ForeignKeyRows ends = rows(key);
        DeltaBatch asked = ends.askedKeys(ends.referringTo(keys));
        Set<ByteBuffer> found = new HashSet<>();
        for (int row = 0; row < asked.size(); row++) {
            found.add(ends.bytes(asked, row));
        }
        for (int row = 0; row < keys.size() && !found.isEmpty(); row++) {
            if (found.contains(ends.bytes(keys, row))) {
                throw new SqlException(
                        SqlState.FOREIGN_KEY_VIOLATION,
                        "update or delete on table \"" + ends.referenced().name()
                                + "\" violates foreign key constraint \"" + key.name() + "\" on table \""
                                + ends.referencing().name() + "\"")
                        .withDetail("Key (" + names(ends.referenced(), key.referencedColumns()) + ")=("
                                + values(ends.referenced(), key.referencedColumns(), keys, row)
                                + ") is still referenced from table \"" + ends.referencing().name() + "\".")
                        .withOrigin(origin(key, ends));
            }
        }
    }

    // ---- keys that are asked for ------------------------------------------------------------------------------------

    private void checkAsked(ForeignKey key, RowChange change) {
        if (change.after() == null) {
            return;
        }
        ForeignKeyRows ends = rows(key);
        DeltaBatch asked = ends.askedKeys(change.after());
        DeltaBatch before = change.before() == null ? null : ends.askedKeys(change.before());
        Set<ByteBuffer> seen = new HashSet<>();
        for (int row = 0; row < asked.size(); row++) {
            run.cancellation().check(row);
            int nulls = ends.nullCount(asked, row);
            if (nulls > 0) {
                if (key.isFull() && nulls < key.columns().size()) {
                    throw notPresent(key, MIXED);
                }
                continue;
            }
            ByteBuffer bytes = ends.bytes(asked, row);
            boolean isOld = before != null && ends.nullCount(before, row) == 0 && ends.bytes(before, row).equals(bytes);
            // What followed may have taken the row away again.
            if (!isOld && seen.add(bytes) && !ends.isThere(asked, row)
                    && !ends.referringTo(asked.select(new int[] {row}, 1)).isEmpty()) {
                throw notPresent(key, "Key (" + names(ends.referencing(), key.columns()) + ")=("
                        + values(ends.referenced(), key.referencedColumns(), asked, row)
                        + ") is not present in table \"" + ends.referenced().name() + "\".");
            }
        }
    }

    SqlException notPresent(ForeignKey key, String detail) {
        ForeignKeyRows ends = rows(key);
        return new SqlException(
                SqlState.FOREIGN_KEY_VIOLATION,
                "insert or update on table \"" + ends.referencing().name()
                        + "\" violates foreign key constraint \"" + key.name() + "\"")
                .withDetail(detail)
                .withOrigin(origin(key, ends));
    }

    private static SqlException.Origin origin(ForeignKey key, ForeignKeyRows ends) {
        return new SqlException.Origin(
                ends.referencing().schemaName(), ends.referencing().name(), null, key.name());
    }

    static String names(CatalogObject.Table table, List<Integer> columns) {
        return columns.stream().map(column -> table.columns().get(column).name()).collect(Collectors.joining(", "));
    }

    /** @param keys rows of these columns alone */
    String values(CatalogObject.Table table, List<Integer> columns, DeltaBatch keys, int row) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = keys.column(i);
            values.add(TextForm.shown(
                    table.schema().type(columns.get(i)), column, row, run.session().settings().zone()));
        }
        return String.join(", ", values);
    }
}
