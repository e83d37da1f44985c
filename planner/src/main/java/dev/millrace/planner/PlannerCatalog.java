package dev.millrace.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.millrace.executor.plan.EnumType;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.Schema;

/** What the planner may know of the database: one immutable catalog snapshot, seen through a session's search path. */
public interface PlannerCatalog {

    /**
     * Resolves a name of one (search path) or two (schema, name) parts; a database name in front must have been
     * checked by
     * the implementation.
     */
    Optional<Relation> resolve(List<String> name);

    /** A search path with the schema of the session's temporary objects in front, where there are some. */
    default List<String> withTemporary(List<String> path) {
        return path;
    }

    /** The relation of that number. */
    Optional<Relation> find(long id);

    /** The enum of a name of one (search path) or two (schema, name) parts, as it is now. */
    Optional<EnumType> enumType(List<String> name);

    /** The enum of that number, as it is now. */
    Optional<EnumType> enumType(long id);

    /** The rows of a composite type or of a relation, by its name of one (search path) or two (schema, name) parts. */
    default Optional<RowType> rowType(List<String> name) {
        return Optional.empty();
    }

    /** The rows of the composite type or relation of that number, as they are now. */
    default Optional<RowType> rowType(long id) {
        return Optional.empty();
    }

    /** The domain of a name of one (search path) or two (schema, name) parts. */
    default Optional<Domain> domain(List<String> name) {
        return Optional.empty();
    }

    /** The domains that columns of a relation are declared to be of, by position. */
    default Map<Integer, Domain> domains(long relation) {
        return Map.of();
    }

    /** The domains of attributes of the rows of a composite type or table, by their names. */
    default Map<String, Domain> attributeDomains(long relation) {
        return Map.of();
    }

    /** A table as it was defined, also where it is a partition, whose rows lie in the table that it is of. */
    default Optional<Stored> table(long id) {
        return find(id).filter(Stored.class::isInstance).map(Stored.class::cast);
    }

    /** The tables that inherit from one, and those that inherit from them: each once, after what it inherits from. */
    default List<Stored> heirs(long table) {
        return List.of();
    }

    /** What a partitioned table tells its rows apart by. */
    default Optional<PartitionDefinition.Key> partitionKey(long table) {
        return Optional.empty();
    }

    /** How rows of a table that has partitions find theirs. */
    default Optional<PartitionDefinition.Layout> partitions(long table) {
        return Optional.empty();
    }

    /** An expression over a table's columns that says in which partition a row is; null for a table without. */
    default String partitionOf(long table) {
        return null;
    }

    /** The functions of a name of one (search path) or two parts that people made; what hides another comes first. */
    default List<Routine> routines(List<String> name) {
        return List.of();
    }

    /** A function that people made, by its number. */
    default Optional<Routine> routine(long id) {
        return Optional.empty();
    }

    /** Names of relations that a misspelt one may have meant, for hints. */
    List<String> relationNames();

    /** The same catalog, with other columns, as {@code schemaNames} lists them. */
    List<String> schemaNames();

    /** A relation that can be read. */
    sealed interface Relation {
        long id();

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
            implements Relation {
        /** Whether a column is gone: its place in the rows stays, with nothing in it. */
        public boolean isHidden(int column) {
            return origins.get(column).kind() == ColumnOrigin.Kind.HIDDEN;
        }

        /** The same relation with another column at a position, or one more behind all others. */
        public Stored with(int position, Schema.Field field, ColumnOrigin origin) {
            List<Schema.Field> fields = new ArrayList<>(schema.fields());
            List<ColumnOrigin> others = new ArrayList<>(origins);
            if (position == fields.size()) {
                fields.add(field);
                others.add(origin);
            } else {
                fields.set(position, field);
                others.set(position, origin);
            }
            return new Stored(
                    schemaName, name, id, new Schema(fields), key, uniqueKeys, others, checks, isWritable, isUpdatable,
                    isAppendOnly, watermark);
        }

        /** The same relation under the names it had once. */
        public Stored as(Pin pin) {
            List<Schema.Field> fields = new ArrayList<>();
            List<ColumnOrigin> others = new ArrayList<>();
            for (int i = 0; i < schema.size(); i++) {
                Schema.Field field = schema.field(i);
                String pinned = i < pin.columns.size() ? pin.columns.get(i) : null;
                fields.add(new Schema.Field(pinned == null ? field.name() : pinned, field.type(), field.nullable()));
                others.add(pinned == null ? new ColumnOrigin(ColumnOrigin.Kind.HIDDEN, null, 0) : origins.get(i));
            }
            return new Stored(
                    pin.schemaName, pin.relationName, id, new Schema(fields), key, uniqueKeys, others, checks,
                    isWritable, isUpdatable, isAppendOnly, watermark);
        }
    }

    /**
     * What a relation was called when a view was made of it, which goes on to call it so: a renamed table or column, or
     * a further one, changes no view.
     *
     * @param name as the view writes it
     * @param columns by position; null for those the view does not know
     */
    record Pin(List<String> name, long relation, String schemaName, String relationName, List<String> columns) {
        public static Pin of(List<String> name, Relation relation) {
            List<String> columns = new ArrayList<>();
            for (int i = 0; i < relation.schema().size(); i++) {
                boolean isHidden = relation instanceof Stored stored && stored.isHidden(i);
                columns.add(isHidden ? null : relation.schema().field(i).name());
            }
            return new Pin(name, relation.id(), relation.schemaName(), relation.name(), columns);
        }
    }

    /**
     * How late a time may still come: by {@code delayMicros} behind the latest one so far.
     *
     * @param isFinal rows that are later than that never come in
     * @param partition a column: what has the same value in it has a latest time of its own, and the earliest counts;
     *     -1 for none
     * @param arrival a column that says when a row came, or -1
     * @param idleMicros how long after its last row came a partition holds nothing back any more; 0 for never
     */
    record Watermark(int column, long delayMicros, boolean isFinal, int partition, int arrival, long idleMicros) {
        /** One for all rows, which never is idle. */
        public Watermark(int column, long delayMicros, boolean isFinal) {
            this(column, delayMicros, isFinal, -1, -1, 0);
        }

        /** Whether it is more than the latest time of all rows. */
        public boolean isOfParts() {
            return partition >= 0 || idleMicros > 0;
        }
    }

    /**
     * How a column comes by its value when a row does not give one.
     *
     * @param sql the expression of DEFAULT or GENERATED ALWAYS AS, else null
     * @param sequence what numbers the rows, else 0
     */
    record ColumnOrigin(Kind kind, String sql, long sequence) {
        public static final ColumnOrigin NONE = new ColumnOrigin(Kind.NONE, null, 0);

        /** HIDDEN: the column was dropped. */
        public enum Kind {
            NONE,
            HIDDEN,
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

        /** Whether a view of the table may give the column another default. */
        public boolean mayDefault() {
            return kind == Kind.NONE || kind == Kind.DEFAULT || kind == Kind.SEQUENCE;
        }
    }

    /**
     * Columns whose values, taken together, no two rows share.
     *
     * @param name of the constraint or the index
     * @param columns -1 for an expression
     * @param detail of an index that is not of columns alone, or null
     */
    record UniqueKey(String name, List<Integer> columns, IndexDetail detail) {}

    /** A condition that no row may fail, as text. {@code isNoInherit}: but of the table itself, not of its heirs. */
    record Check(String name, String sql, boolean isNoInherit) {
        public Check(String name, String sql) {
            this(name, sql, false);
        }
    }

    /**
     * A plain view: its defining query, planned again wherever it is used, with the search path of its creation.
     *
     * @param pins the relations it reads, as they were then
     * @param checkOption which rows may not be written through it: {@code local}, {@code cascaded}, null for any; of a
     *     partition {@link #PARTITION}
     * @param defaults what columns get of which a row that is written through it says nothing, by position
     * @param insteadOf what triggers do in place of it: {@code insert}, {@code update}, {@code delete}
     */
    record View(
            String schemaName, String name, long id, Schema schema, String query, List<String> searchPath,
            List<Pin> pins, String checkOption, Map<Integer, String> defaults, Set<String> insteadOf)
            implements Relation {

        /** A partition shows the rows of the whole table that are in it. */
        public static final String PARTITION = "partition";

        public boolean isPartition() {
            return PARTITION.equals(checkOption);
        }

        public View(
                String schemaName, String name, long id, Schema schema, String query, List<String> searchPath,
                List<Pin> pins) {
            this(schemaName, name, id, schema, query, searchPath, pins, null, Map.of(), Set.of());
        }

        /** The same relation under the names it had once. */
        public View as(Pin pin) {
            List<Schema.Field> fields = new ArrayList<>();
            for (int i = 0; i < Math.min(schema.size(), pin.columns.size()); i++) {
                fields.add(new Schema.Field(pin.columns.get(i), schema.type(i), schema.field(i).nullable()));
            }
            return new View(
                    pin.schemaName, pin.relationName, id, new Schema(fields), query, searchPath, pins, checkOption,
                    defaults, insteadOf);
        }

        /** A table of its columns, as which it is written to where triggers do what is to be done. */
        public Stored asWritten() {
            List<ColumnOrigin> origins = new ArrayList<>();
            for (int i = 0; i < schema.size(); i++) {
                origins.add(ColumnOrigin.ofDefault(defaults.get(i)));
            }
            return new Stored(
                    schemaName, name, id, schema, List.of(), List.of(), origins, List.of(), true, true, false, null);
        }
    }
}
