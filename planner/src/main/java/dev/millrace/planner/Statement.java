package dev.millrace.planner;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.IndexEntries;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlType;

/**
 * A statement, bound and checked against a catalog snapshot: what a handler of the server acts on. One record for each
 * statement; the record's name is the stem of its syntax node ({@code Sql…}) and of its handler ({@code …Handler}).
 */
public sealed interface Statement {

    /** Relations (ids) whose definition this was planned against: a plan is stale when one of them changed. */
    default Set<Long> dependencies() {
        return Set.of();
    }

    /** Types of {@code $1..$n}, inferred. */
    default List<SqlType> parameters() {
        return List.of();
    }

    /** A name as written, folded: one to three parts. */
    record QualifiedName(List<String> parts) {
        public QualifiedName {
            parts = List.copyOf(parts);
        }

        public String last() {
            return parts.getLast();
        }

        @Override
        public String toString() {
            return String.join(".", parts);
        }
    }

    // ---- rows -------------------------------------------------------------------------------------------------------

    /** SELECT, VALUES, TABLE, WITH. */
    record Query(QueryPlan plan, Set<Long> dependencies) implements Statement {
        @Override
        public List<SqlType> parameters() {
            return plan.parameters();
        }
    }

    /**
     * INSERT.
     *
     * @param source rows in the order and with the types of all columns of the table, defaults filled in
     * @param onConflict null when a duplicate key is an error
     * @param returning expressions over the table's columns, with their schema; null when absent
     */
    record Insert(
            long relation, QueryPlan source, OnConflict onConflict, RowRules rules, Returning returning,
            Set<Long> dependencies)
            implements Statement {
        @Override
        public List<SqlType> parameters() {
            return source.parameters();
        }
    }

    /**
     * What becomes of a row before it is written: numbers are put in, generated columns computed, conditions checked.
     *
     * @param checks conditions over the table's columns that must not be false
     * @param numbered columns that the rows do not give, with the sequences that do
     * @param computed generated columns, over the table's columns
     * @param views conditions of the views through which it is written, the innermost first
     * @param domains conditions of the columns' domains; {@code partitions}: null for a table without
     */
    record RowRules(
            List<Check> checks, List<Numbered> numbered, List<Computed> computed, List<ViewCheck> views,
            List<DomainCheck> domains, PartitionDefinition.Rules partitions) {
        public static final RowRules NONE = new RowRules(List.of(), List.of(), List.of(), List.of(), List.of(), null);
    }

    /** A condition of a domain that must not be false; {@code constraint} null for NOT NULL. */
    record DomainCheck(String domain, String constraint, Expr condition) {}

    record Numbered(int column, long sequence) {}

    record Computed(int column, Expr value) {}

    /** A named condition; a row for which it is false is refused with 23514. */
    record Check(String name, Expr condition) {}

    /** A condition of a view WITH CHECK OPTION over the table's columns; a row for which it is not true is refused. */
    record ViewCheck(String view, Expr condition) {}

    record Returning(List<Expr> expressions, Schema schema, RowQuery query) {}

    /**
     * ON CONFLICT.
     *
     * @param keys names of the unique keys that are meant; empty for all
     * @param assignments null for DO NOTHING; otherwise the new value of every column, over old ++ excluded columns
     * @param condition over old ++ excluded columns, or null; {@code query}: gives it and the values, with subqueries
     */
    record OnConflict(List<String> keys, List<Expr> assignments, Expr condition, RowQuery query) {}

    /**
     * UPDATE.
     *
     * @param rows for each row to change: its old columns, then its new columns
     */
    record Update(long relation, QueryPlan rows, RowRules rules, Returning returning, Set<Long> dependencies)
            implements Statement {
        @Override
        public List<SqlType> parameters() {
            return rows.parameters();
        }
    }

    /** DELETE: the rows to go, all columns of the table. */
    record Delete(long relation, QueryPlan rows, RowRules rules, Returning returning, Set<Long> dependencies)
            implements Statement {
        @Override
        public List<SqlType> parameters() {
            return rows.parameters();
        }
    }

    /** Statements with a file of their own. */
    sealed interface Composed extends Statement
            permits Merge, WithModifications, CurrentOf, TreeChange, ChangeAccess, InlineBlock, CallProcedure,
                    ObjectChange, TableFromPrepared, DatabaseChange, CreateSchema, DeclareCursor {}

    sealed interface Administrative extends Statement permits Upkeep, MaterializedViewPlan {}

    /** @param restartsIdentity whether the sequences of the tables begin anew */
    record Truncate(List<Long> relations, boolean restartsIdentity, boolean isCascade) implements Statement {}

    /**
     * SUBSCRIBE: the query's changes, epoch by epoch.
     *
     * @param asOf the epoch after which they are wanted, or null; {@code envelope}: null for rows with weights
     */
    record Subscribe(
            QueryPlan plan, boolean snapshot, boolean progress, Long asOf, Envelope envelope, List<Access> accesses,
            Set<Long> dependencies)
            implements Statement {}

    /**
     * Changes told by key instead of by weight.
     *
     * @param isDebezium whether the row before comes with the row after
     * @param key columns of the result, at least one
     */
    record Envelope(boolean isDebezium, List<Integer> key) {}

    /** COPY t FROM STDIN; {@code where} over the table's columns, null for every row. */
    record CopyIn(
            long relation, List<Integer> columns, RowRules rules, Expr where, CopyFormat format, String file)
            implements Statement {}

    /** @param source a {@link Query}, a {@link Subscribe}, or a change with RETURNING */
    record CopyOut(Statement source, CopyFormat format, String file) implements Statement {}

    // ---- objects ----------------------------------------------------------------------------------------------------

    /**
     * One column of CREATE TABLE or STREAM.
     *
     * @param defaultSql null without DEFAULT
     * @param generatedSql null without GENERATED ALWAYS AS
     * @param numbering null where no sequence is concerned
     * @param domain that it is declared to be of, whose base type it has; else null
     */
    record ColumnDefinition(
            String name, SqlType type, boolean nullable, String defaultSql, String generatedSql, Numbering numbering,
            Domain domain) {
        public ColumnDefinition(
                String name, SqlType type, boolean nullable, String defaultSql, String generatedSql,
                Numbering numbering) {
            this(name, type, nullable, defaultSql, generatedSql, numbering, null);
        }
    }

    record CreateSequence(QualifiedName name, boolean isTemporary, boolean isUnlogged, SequenceSettings settings,
            boolean ifNotExists) implements Statement {}

    record AlterSequence(QualifiedName name, SequenceSettings settings, boolean ifExists) implements Statement {}

    /** {@code name} null where it is to get PostgreSQL's; {@code detail} null where its index is but of the columns. */
    record KeyDefinition(String name, List<Integer> columns, boolean isPrimary, IndexDetail detail) {}

    /** A CHECK as text, with its name; {@code isNoInherit}: it is not for tables that inherit from this one. */
    record CheckDefinition(String name, String sql, boolean isNoInherit) {
        public CheckDefinition(String name, String sql) {
            this(name, sql, false);
        }
    }

    /** {@code delaySql}: the expression behind AS; {@code delayMicros}: how far that lies behind the column. */
    record WatermarkDefinition(int column, String delaySql, long delayMicros) {}

    /** {@code columns}: an identity column without settings is numbered as in the relation it is like. */
    record CreateTable(
            QualifiedName name, TableLifetime lifetime, List<ColumnDefinition> columns, List<KeyDefinition> keys,
            List<ForeignKeyDefinition> foreignKeys, List<CheckDefinition> checks, List<WatermarkDefinition> watermarks,
            List<TableLike> likes, Legacy legacy, PartitionDefinition partition, Map<String, String> options,
            boolean ifNotExists, Optional<QueryPlan> source, boolean withData)
            implements Statement {}

    record CreateStream(
            QualifiedName name, List<ColumnDefinition> columns, List<WatermarkDefinition> watermarks,
            Map<String, String> options, boolean ifNotExists)
            implements Statement {}

    /**
     * What the query of a view or sink refers to directly.
     *
     * @param pins the relations with their names
     * @param columns positions of the columns of tables, by table; {@link #KEY} where it needs the primary key
     * @param labels enums whose labels it reads, by number, with a colon and the label where it names that one only
     */
    record Uses(List<PlannerCatalog.Pin> pins, Map<Long, Set<Integer>> columns, Set<String> labels) {
        public static final int KEY = -1;
    }

    /**
     * The relation whose rows a view shows as they are.
     *
     * @param columns for each column of the view its position there, -1 for one that is computed
     */
    record Shown(long relation, List<Integer> columns) {}

    /** {@code query} as given; {@code shown}: null where rows cannot be changed through the view. */
    record CreateView(
            QualifiedName name, boolean isTemporary, Schema schema, String query, Map<String, String> options,
            Shown shown, boolean orReplace, Uses uses, Set<Long> dependencies)
            implements Statement {}

    record CreateMaterializedView(
            QualifiedName name, QueryPlan plan, Schema schema, String query, Map<String, String> options,
            boolean ifNotExists, boolean orReplace, boolean withData, Uses uses, Set<Long> dependencies)
            implements Statement {}

    /** @param key columns of the upsert key, empty when none was given or derived */
    record CreateSink(
            QualifiedName name, QueryPlan plan, String query, List<Integer> key, Map<String, String> options,
            boolean ifNotExists, Uses uses, Set<Long> dependencies)
            implements Statement {}

    /** {@code name}: null where PostgreSQL's is meant; {@code detail}, {@code entries}: null for columns. */
    record CreateIndex(QualifiedName name, long relation, List<SortKey> keys, IndexDetail detail, List<String> keyNames,
            boolean isUnique, boolean ifNotExists, boolean isOnly, IndexEntries entries, Map<String, String> options)
            implements Statement {}

    record CreateEnum(QualifiedName name, List<String> labels) implements Statement {}

    /**
     * ALTER TYPE ... ADD VALUE.
     *
     * @param neighbour the label it comes before or after; null to be the last
     */
    record AddLabel(QualifiedName type, String label, boolean ifNotExists, String neighbour, boolean isBefore)
            implements Statement {}

    /** ALTER TYPE ... RENAME VALUE. */
    record RenameLabel(QualifiedName type, String label, String newLabel) implements Statement {}

    enum ObjectKind {
        TABLE,
        STREAM,
        VIEW,
        MATERIALIZED_VIEW,
        SINK,
        INDEX,
        SEQUENCE,
        SCHEMA,
        TYPE,
        DOMAIN
    }

    record Drop(ObjectKind kind, List<QualifiedName> names, boolean ifExists, boolean cascade) implements Statement {}

    /** ALTER TABLE: what is to change, in this order. {@code isOnly}: tables that inherit are left as they are. */
    record AlterTable(QualifiedName name, boolean ifExists, boolean isOnly, List<TableChange> changes)
            implements Statement {}

    /** ALTER ... RENAME TO. */
    record Rename(ObjectKind kind, QualifiedName name, boolean ifExists, String newName) implements Statement {}

    /**
     * COMMENT ON.
     *
     * @param column null for a comment on the object itself; with one, {@code kind} says nothing
     * @param text null to have none
     */
    record Comment(ObjectKind kind, QualifiedName name, String column, String text) implements Statement {}

    /** ALTER ... SET SCHEMA. */
    record SetSchema(ObjectKind kind, QualifiedName name, boolean ifExists, String schema) implements Statement {}

    /**
     * ALTER ... RENAME COLUMN.
     *
     * @param checks conditions of the constraints that name the column, as they have to be from now on, by constraint
     * @param generated expressions of the columns that are generated from it, likewise
     */
    record RenameColumn(
            ObjectKind kind, QualifiedName name, boolean ifExists, String column, String newName,
            Map<String, String> checks, Map<String, String> generated)
            implements Statement {}

    /**
     * ALTER MATERIALIZED VIEW ... SET, RESET, SUSPEND, RESUME.
     *
     * @param options those to be set; null as the value of one that is to be as if it was never given
     * @param suspends null where nothing is said about it
     */
    record AlterMaterializedView(
            QualifiedName name, boolean ifExists, Map<String, String> options, Boolean suspends)
            implements Statement {}

    record RefreshMaterializedView(QualifiedName name) implements Statement {}

    // ---- session ----------------------------------------------------------------------------------------------------

    /** EXPLAIN; with {@code analyze} the statement runs. */
    record Explain(Statement statement, boolean analyze, Map<String, String> options) implements Statement {}

    /** SET; {@code value} null means DEFAULT. */
    record SetSetting(String name, String value, boolean isLocal) implements Statement {}

    /** SHOW setting; {@code name} {@code all} for all. */
    record ShowSetting(String name) implements Statement {}

    /** SHOW TABLES, SHOW JOBS, …; {@code what} upper-case, {@code name} of SHOW CREATE/ERRORS FOR, otherwise null. */
    record ShowObjects(String what, QualifiedName name) implements Statement {}

    /** RESET name, or ALL. */
    record Reset(String name) implements Statement {}

    record Discard(String what) implements Statement {}

    record Begin(TransactionModes modes, String tag) implements Statement {}

    record Commit(boolean isChained) implements Statement {}

    record Rollback(boolean isChained) implements Statement {}

    record Savepoint(Kind kind, String name) implements Statement {
        public enum Kind { SAVEPOINT, RELEASE, ROLLBACK_TO }
    }

    /** SET CONSTRAINTS; no names for ALL. */
    record SetConstraints(List<QualifiedName> names, boolean isDeferred) implements Statement {}

    record SetTransaction(boolean isSession, TransactionModes modes) implements Statement {}

    /** PREPARE name AS statement; the text is planned when executed. */
    record Prepare(String name, List<SqlType> types, String sql, int offset) implements Statement {}

    record Execute(String name, List<Expr> arguments) implements Statement {}

    /** {@code name} null for ALL. */
    record Deallocate(String name) implements Statement {}

    /**
     * FETCH or MOVE.
     *
     * @param count how many rows, Long.MAX_VALUE for ALL; or which row
     * @param timeout an interval as text: how long a subscription is waited for; null for as long as it takes
     */
    record Fetch(String cursor, Direction direction, long count, boolean isMove, String timeout) implements Statement {
        public enum Direction { FORWARD, BACKWARD, ABSOLUTE, RELATIVE }
    }

    /** {@code name} null for ALL. */
    record CloseCursor(String name) implements Statement {}

    /** LISTEN and UNLISTEN, NOTIFY; {@code name} null for all channels, of more than one part for a view's. */
    record Channel(Kind kind, QualifiedName name, String payload) implements Statement {
        public enum Kind { LISTEN, UNLISTEN, NOTIFY }
    }
}
