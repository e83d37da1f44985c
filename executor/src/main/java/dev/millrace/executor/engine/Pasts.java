package dev.millrace.executor.engine;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.expression.RowErrors.Failure;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.PastRelation;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.relation.KeyRange;
import dev.millrace.executor.relation.RelationSnapshot;

/**
 * What a query reads of the past: committed rows only, of a transaction's own writes nothing. One thread.
 */
final class Pasts {

    private final Map<Long, PastRelation> pasts = new HashMap<>();
    private final Transaction transaction;
    private final ZoneId zone;
    private final FlowFactory factory;
    private final WorkMemory.Lease memory;
    private final Cancellation cancellation;

    Pasts(
            List<PastRelation> pasts,
            Transaction transaction,
            ZoneId zone,
            FlowFactory factory,
            WorkMemory.Lease memory,
            Cancellation cancellation) {
        pasts.forEach(past -> this.pasts.put(past.id(), past));
        this.transaction = transaction;
        this.zone = zone;
        this.factory = factory;
        this.memory = memory;
        this.cancellation = cancellation;
    }

    boolean has(long id) {
        return pasts.containsKey(id);
    }

    /** The relation itself. */
    long relation(long id) {
        PastRelation past = pasts.get(id);
        return past == null ? id : past.relation();
    }

    private Past past(PastRelation past) {
        return new Past(transaction.snapshot(), past.relation(), factory.connections().names());
    }

    /** The relation at one time; null where every row is asked for, with its times. */
    RelationSnapshot stored(long id) {
        PastRelation asked = pasts.get(id);
        if (asked.asOf() == null) {
            return null;
        }
        Past past = past(asked);
        long micros = evaluate(asked.asOf());
        past.checkTime(micros, transaction.clockMicros());
        if (micros >= transaction.snapshot().clockMicros()) {
            // Others may still write what was there at that time.
            transaction.noteRead(asked.relation(), KeyRange.ALL);
        }
        return past.atTime(micros, memory, cancellation);
    }

    /** Every row that there was as a relation that is computed when read. */
    SystemRelations beside(SystemRelations system) {
        return (id, snapshot) -> {
            PastRelation asked = pasts.get(id);
            if (asked == null) {
                return system.rows(id, snapshot);
            }
            transaction.noteRead(asked.relation(), KeyRange.ALL);
            return new Versions(past(asked), memory, cancellation).rows();
        };
    }

    private long evaluate(Expr time) {
        Schema schema = new Schema(List.of(new Schema.Field("time", SqlType.TIMESTAMPTZ, true)));
        Plan values = new Plan.Values("time", List.of(List.of(time)), schema);
        Scratch scratch = new Scratch(factory.workspace());
        try (Flow flow = factory.query(values, zone, scratch)) {
            DeltaBatch row = flow.step(
                    transaction.snapshot().epoch(), transaction.clockMicros(), Map.of());
            if (!flow.failures().isEmpty()) {
                Failure first = flow.failures().keySet().iterator().next();
                throw first.exception();
            }
            if (row.column(0).isNull(0)) {
                throw new SqlException(
                        SqlState.NULL_VALUE_NOT_ALLOWED, "the time of FOR SYSTEM_TIME must not be null");
            }
            return row.words(0).value(0);
        } finally {
            scratch.end(false);
        }
    }
}
