package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.operator.DataflowBuilder;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.IndexEntries;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;

/**
 * A durable object of the database: what the engine must know of it, and what its owner (the server's catalog) wants
 * kept
 * with it. Objects are created and dropped by transactions and recovered with the data.
 *
 * @param id unique for ever, from {@link Engine#nextObjectId}
 * @param attachment opaque to the engine: name, SQL text, defaults, privileges
 */
public record ObjectDefinition(long id, Body body, byte[] attachment) {

    /** What the engine does for an object. */
    public sealed interface Body {}

    /** Nothing: a schema, a plain view; only the attachment counts. */
    public record Described() implements Body {}

    /**
     * Rows with full DML.
     *
     * @param key columns of the primary key, at most one row each; empty for a bag of rows
     * @param later what the last columns are in rows that lay in storage before they came, see {@link Widening}
     */
    public record Table(Schema schema, List<Integer> key, byte[] later) implements Body {
        public Table {
            key = List.copyOf(key);
        }

        public Table(Schema schema, List<Integer> key) {
            this(schema, key, Widening.NONE);
        }
    }

    /**
     * A durable append-only log of rows, written by transactions.
     *
     * @param retentionMicros how long rows stay readable after they arrived; {@code Long.MAX_VALUE} for ever
     * @param lateness null where late rows are rows like others
     */
    public record Stream(Schema schema, long retentionMicros, Lateness lateness) implements Body {
        public Stream(Schema schema, long retentionMicros) {
            this(schema, retentionMicros, null);
        }
    }

    /**
     * An append-only stream read from outside; its rows are not stored, its positions are.
     *
     * @param beginning encoded position at which its history begins ({@code Source.initial} at creation)
     */
    public record Source(Schema schema, String connector, Map<String, String> options, byte[] beginning)
            implements Body {
        public Source {
            options = Map.copyOf(options);
        }
    }

    /**
     * A materialized view.
     *
     * @param schema of the view; a prefix of the plan's columns
     * @param key columns that identify a row, when the plan proves it; decides how rows are stored and found
     * @param timeZone of the session that created it, for ever
     * @param isSuspended whether it stays as it is until it is resumed, however old that is
     * @param onlyGrows whether its rows are kept as such that are never taken back; decided once, because it says how
     *     they lie in storage
     */
    public record View(
            Plan plan,
            Schema schema,
            List<Integer> key,
            String timeZone,
            Freshness freshness,
            boolean isSuspended,
            boolean onlyGrows)
            implements Body {
        public View {
            key = List.copyOf(key);
        }

        public View(Plan plan, Schema schema, List<Integer> key, String timeZone, Freshness freshness) {
            this(
                    plan, schema, key, timeZone, freshness, false,
                    key.isEmpty() && DataflowBuilder.onlyGrows(plan));
        }

        /** The same view, kept at another pace. */
        public View with(Freshness newFreshness, boolean suspends) {
            return new View(plan, schema, key, timeZone, newFreshness, suspends, onlyGrows);
        }
    }

    /**
     * The rows of a relation once more, found by other columns.
     *
     * @param schema of the relation, and so of the index
     * @param identity columns that tell rows of the relation apart; empty where equal rows may occur
     * @param isUnique whether writers see to it that no two rows are equal in the columns, NULL aside
     * @param later as a table's: of columns that came after the index
     * @param entries null for an index of columns; else the schema is one column for each key, then the relation's
     */
    public record Index(
            long relation, Schema schema, List<Integer> columns, List<Integer> identity, boolean isUnique,
            byte[] later, IndexEntries entries)
            implements Body {
        public Index {
            columns = List.copyOf(columns);
            identity = List.copyOf(identity);
        }

        public Index(
                long relation, Schema schema, List<Integer> columns, List<Integer> identity, boolean isUnique) {
            this(relation, schema, columns, identity, isUnique, Widening.NONE);
        }

        public Index(
                long relation, Schema schema, List<Integer> columns, List<Integer> identity, boolean isUnique,
                byte[] later) {
            this(relation, schema, columns, identity, isUnique, later, null);
        }

        /** A unique index of values that are computed from the rows of a relation. */
        public static Index of(IndexEntries entries, long relation, Schema schema) {
            List<Schema.Field> fields = new ArrayList<>();
            List<Integer> columns = new ArrayList<>();
            for (Expr key : entries.keys()) {
                columns.add(fields.size());
                fields.add(new Schema.Field("key" + fields.size(), key.type(), true));
            }
            fields.addAll(schema.fields());
            return new Index(relation, new Schema(fields), columns, List.of(), true, Widening.NONE, entries);
        }
    }

    /**
     * The changes of a table or view, kept as they came. Goes with its relation.
     *
     * @param schema of the relation
     * @param retentionMicros how far back what the relation held can be told
     * @param later as a table's: of columns that came after the history
     */
    public record History(long relation, Schema schema, long retentionMicros, byte[] later) implements Body {
        public History(long relation, Schema schema, long retentionMicros) {
            this(relation, schema, retentionMicros, Widening.NONE);
        }

        /** The same history, kept for another time. */
        public History keptFor(long micros) {
            return new History(relation, schema, micros, later);
        }
    }

    /**
     * Changes of a plan, sent outside.
     *
     * @param identity names the sink in the outside system, also among the sinks of other servers, for ever
     * @param key columns whose values name a result row; empty when rows only come
     */
    public record Sink(
            Plan plan,
            Schema schema,
            List<Integer> key,
            String connector,
            Map<String, String> options,
            String identity,
            String timeZone)
            implements Body {
        public Sink {
            key = List.copyOf(key);
            options = Map.copyOf(options);
        }
    }
}
