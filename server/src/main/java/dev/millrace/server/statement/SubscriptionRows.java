package dev.millrace.server.statement;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.engine.Subscription;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Statement;

/**
 * The rows that tell of a subscription's messages: each change with its weight, or, in an envelope, what became of each
 * key. With progress, a last row says that everything up to an epoch is complete.
 */
final class SubscriptionRows {

    private final Statement.Subscribe subscribe;
    private final Schema result;
    private final Schema schema;
    /** Columns of the result, the key's first. */
    private final List<Integer> key;
    private final List<Integer> others;
    private final KeyEncoder keyEncoder;
    private final ByteBuilder keyBytes = new ByteBuilder();

    /** What a message says of one key; rows of it, or -1. */
    private static final class Change {
        int before = -1;
        int after = -1;
    }

    SubscriptionRows(Statement.Subscribe subscribe) {
        this.subscribe = subscribe;
        result = subscribe.plan().result();
        Statement.Envelope envelope = subscribe.envelope();
        key = envelope == null ? List.of() : envelope.key();
        others = IntStream.range(0, result.size()).filter(column -> !key.contains(column)).boxed().toList();
        keyEncoder = envelope == null ? null : KeyEncoder.of(result, key);
        schema = schema();
    }

    /** Of the rows that the client gets. */
    Schema columns() {
        return schema;
    }

    private Schema schema() {
        boolean progress = subscribe.progress();
        List<Schema.Field> fields = new ArrayList<>();
        fields.add(new Schema.Field("epoch", SqlType.BIGINT, false));
        if (progress) {
            fields.add(new Schema.Field("progressed", SqlType.BOOLEAN, false));
        }
        Statement.Envelope envelope = subscribe.envelope();
        if (envelope == null) {
            fields.add(new Schema.Field("weight", SqlType.BIGINT, progress));
            result.fields().forEach(field ->
                    fields.add(new Schema.Field(field.name(), field.type(), field.nullable() || progress)));
            return new Schema(fields);
        }
        fields.add(new Schema.Field("state", SqlType.TEXT, progress));
        addAll(key, "", fields);
        if (envelope.isDebezium()) {
            addAll(others, "before_", fields);
            addAll(others, "after_", fields);
        } else {
            addAll(others, "", fields);
        }
        return new Schema(fields);
    }

    private void addAll(List<Integer> columns, String prefix, List<Schema.Field> fields) {
        for (int column : columns) {
            Schema.Field field = result.field(column);
            fields.add(new Schema.Field(prefix + field.name(), field.type(), true));
        }
    }

    /** @throws SqlException 21000 when the rows of a key are not one */
    DeltaBatch of(Subscription.Message message) {
        BatchBuilder rows = new BatchBuilder(schema);
        if (subscribe.envelope() == null) {
            changes(message, rows);
        } else {
            keyed(message, rows);
        }
        if (subscribe.progress()) {
            int column = begin(message.epoch(), true, rows);
            for (; column < schema.size(); column++) {
                rows.column(column).appendNull();
            }
            rows.endRow(1);
        }
        return rows.build();
    }

    /** Returns the next column. */
    private int begin(long epoch, boolean isProgress, BatchBuilder rows) {
        rows.column(0).appendWord(epoch);
        if (!subscribe.progress()) {
            return 1;
        }
        rows.column(1).appendWord(isProgress ? 1 : 0);
        return 2;
    }

    private void changes(Subscription.Message message, BatchBuilder rows) {
        DeltaBatch delta = message.delta();
        for (int row = 0; row < delta.size(); row++) {
            int column = begin(message.epoch(), false, rows);
            rows.column(column++).appendWord(delta.weight(row));
            copy(delta, row, others, column, rows);
            rows.endRow(1);
        }
    }

    private int copy(DeltaBatch delta, int row, List<Integer> columns, int first, BatchBuilder rows) {
        int column = first;
        for (int source : columns) {
            if (row < 0) {
                rows.column(column++).appendNull();
            } else {
                rows.column(column++).append(delta.column(source), row);
            }
        }
        return column;
    }

    private void keyed(Subscription.Message message, BatchBuilder rows) {
        DeltaBatch delta = message.delta();
        boolean isDebezium = subscribe.envelope().isDebezium();
        for (Change change : byKey(delta).values()) {
            int known = change.after >= 0 ? change.after : change.before;
            String present = !isDebezium ? "upsert" : change.before < 0 ? "insert" : "update";
            int column = begin(message.epoch(), false, rows);
            rows.column(column++).appendText(change.after < 0 ? "delete" : present);
            column = copy(delta, known, key, column, rows);
            if (isDebezium) {
                column = copy(delta, change.before, others, column, rows);
            }
            copy(delta, change.after, others, column, rows);
            rows.endRow(1);
        }
    }

    private Map<ByteBuffer, Change> byKey(DeltaBatch delta) {
        Map<ByteBuffer, Change> changes = new LinkedHashMap<>();
        for (int row = 0; row < delta.size(); row++) {
            keyBytes.clear();
            keyEncoder.encode(delta, row, keyBytes);
            Change change = changes.computeIfAbsent(ByteBuffer.wrap(keyBytes.toBytes()), unseen -> new Change());
            boolean isUnique = delta.weight(row) == 1 && change.after < 0
                    || delta.weight(row) == -1 && change.before < 0;
            if (!isUnique) {
                throw new SqlException(
                        SqlState.CARDINALITY_VIOLATION, "more than one row of the subscription has the same key", null,
                        "Name columns that tell its rows apart: ENVELOPE ... (KEY (...)).", 0);
            }
            if (delta.weight(row) > 0) {
                change.after = row;
            } else {
                change.before = row;
            }
        }
        return changes;
    }
}
