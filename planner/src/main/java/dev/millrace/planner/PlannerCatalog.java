package dev.millrace.planner;

import java.util.List;
import java.util.Optional;

import dev.millrace.executor.plan.Schema;

/** What the planner may know of the database: one immutable catalog snapshot, seen through a session's search path. */
public interface PlannerCatalog {

    /**
     * Resolves a name of one (search path) or two (schema, name) parts; a database name in front must have been
     * checked by
     * the implementation.
     */
    Optional<Relation> resolve(List<String> name);

    /** Names of relations that a misspelt one may have meant, for hints. */
    List<String> relationNames();

    /** The same catalog, with other columns, as {@code schemaNames} lists them. */
    List<String> schemaNames();

    /** A relation that can be read. */
    sealed interface Relation {
        String schemaName();

        String name();

        Schema schema();
    }

    /**
     * A relation with stored rows: table, stream, materialized view, or a system relation.
     *
     * @param id what {@code Plan.Scan} refers to
     * @param key columns of the primary (or otherwise proven unique) key; empty when none
     * @param uniqueKeys what ON CONFLICT may name: the primary key and the unique indexes
     * @param origins how each column comes by its value; as long as the schema
     * @param isWritable accepts INSERT; {@code isUpdatable}: also UPDATE and DELETE
     * @param isAppendOnly rows never change and never go: a stream
     * @param watermark of a time column of it, or null
     */
    record Stored(
            String schemaName,
            String name,
            long id,
            Schema schema,
            List<Integer> key,
            List<UniqueKey> uniqueKeys,
            List<ColumnOrigin> origins,
            List<Check> checks,
            boolean isWritable,
            boolean isUpdatable,
            boolean isAppendOnly,
            Watermark watermark)
            implements Relation {}

    /**
     * How late a time may still come: by {@code delayMicros} behind the latest one so far.
     *
     * @param isFinal rows that are later than that never come in
     */
    record Watermark(int column, long delayMicros, boolean isFinal) {}

    /**
     * How a column comes by its value when a row does not give one.
     *
     * @param sql the expression of DEFAULT or GENERATED ALWAYS AS, else null
     * @param sequence what numbers the rows, else 0
     */
    record ColumnOrigin(Kind kind, String sql, long sequence) {
        public static final ColumnOrigin NONE = new ColumnOrigin(Kind.NONE, null, 0);

        public enum Kind {
            NONE,
            DEFAULT,
            SEQUENCE,
            IDENTITY_BY_DEFAULT,
            IDENTITY_ALWAYS,
            GENERATED
        }

        public static ColumnOrigin ofDefault(String sql) {
            return sql == null ? NONE : new ColumnOrigin(Kind.DEFAULT, sql, 0);
        }

        public boolean isNumbered() {
            return sequence != 0;
        }

        public boolean isGenerated() {
            return kind == Kind.GENERATED;
        }
    }

    /** Columns whose values, taken together, no two rows share; the name of the constraint or the index. */
    record UniqueKey(String name, List<Integer> columns) {}

    /** A condition that no row may fail, as text. */
    record Check(String name, String sql) {}

    /** A plain view: its defining query, planned again wherever it is used, with the search path of its creation. */
    record View(
            String schemaName, String name, long id, Schema schema, String query, List<String> searchPath)
            implements Relation {}
}
