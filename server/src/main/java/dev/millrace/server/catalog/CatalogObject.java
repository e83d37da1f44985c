package dev.millrace.server.catalog;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.IndexDetail;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Statement;

/**
 * One object of the database, as people know it. Written into the engine's attachment of the object, so that its form
 * on disk is a promise: fields may be added, never renamed.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CatalogObject.Namespace.class, name = "schema"),
    @JsonSubTypes.Type(value = CatalogObject.Table.class, name = "table"),
    @JsonSubTypes.Type(value = CatalogObject.Stream.class, name = "stream"),
    @JsonSubTypes.Type(value = CatalogObject.View.class, name = "view"),
    @JsonSubTypes.Type(value = CatalogObject.MaterializedView.class, name = "materialized view"),
    @JsonSubTypes.Type(value = CatalogObject.Index.class, name = "index"),
    @JsonSubTypes.Type(value = CatalogObject.Sequence.class, name = "sequence"),
    @JsonSubTypes.Type(value = SinkObject.class, name = "sink"),
    @JsonSubTypes.Type(value = Comment.class, name = "comment"),
    @JsonSubTypes.Type(value = ForeignKey.class, name = "foreign key"),
    @JsonSubTypes.Type(value = NamedType.class, name = "enum"),
    @JsonSubTypes.Type(value = DomainObject.class, name = "domain"),
    @JsonSubTypes.Type(value = CompositeType.class, name = "composite"),
    @JsonSubTypes.Type(value = AccessObject.class), @JsonSubTypes.Type(value = RoutineObject.class, name = "function"),
    @JsonSubTypes.Type(value = TriggerObject.class, name = "trigger"),
    @JsonSubTypes.Type(value = Tuning.class, name = "tuning")})
public sealed interface CatalogObject
        permits CatalogObject.Namespace, CatalogObject.Relation, CatalogObject.OfQuery, CatalogObject.Index,
                CatalogObject.Sequence, OfDefinition, Comment, ForeignKey, CompositeType, DomainObject, AccessObject,
                TriggerObject, Tuning {

    /** Also its OID. */
    long id();

    /** Name of the schema it lies in; of a schema its own. */
    String schemaName();

    String name();

    /** As in {@code DROP TABLE}: what kind of thing it is, in lower case. */
    String kindName();

    /** The same object at another place. */
    CatalogObject named(String schemaName, String name);

    /** Objects that must exist as long as this one does. */
    default Set<Long> dependencies() {
        return Set.of();
    }

    /** A schema made by CREATE SCHEMA. */
    record Namespace(long id, String name) implements CatalogObject {
        @Override
        public String schemaName() {
            return name;
        }

        @Override
        public CatalogObject named(String otherSchema, String otherName) {
            return new Namespace(id, otherName);
        }

        @Override
        public String kindName() {
            return "schema";
        }
    }

    /** Something with columns that stands in FROM. */
    sealed interface Relation extends CatalogObject {
        Schema schema();
    }

    /** What is made of a query that reads other relations. Null is what was not noted. */
    sealed interface OfQuery extends CatalogObject permits View, MaterializedView, SinkObject {
        /** Positions of the columns of tables that the query itself reads, by table. */
        Map<Long, Set<Integer>> uses();

        /** As {@code Statement.Uses} has them. */
        Set<String> labels();

        default boolean reads(long table, int column) {
            return uses() == null || uses().getOrDefault(table, Set.of()).contains(column);
        }
    }

    /**
     * @param defaultSql null without DEFAULT, and where a sequence numbers the column
     * @param generatedSql null without GENERATED ALWAYS AS
     * @param sequence what numbers the column, or null
     * @param identity how an identity column is GENERATED, {@code "always"} or {@code "by default"}; else null
     * @param isDropped whether only its place in the rows is left
     * @param domain number of the domain that it is declared to be of, whose base type it has; null for none
     */
    record Column(
            String name, SqlType type, boolean nullable, String defaultSql, String generatedSql, Long sequence,
            String identity, boolean isDropped, Long domain) {
        public Column(
                String name, SqlType type, boolean nullable, String defaultSql, String generatedSql, Long sequence,
                String identity) {
            this(name, type, nullable, defaultSql, generatedSql, sequence, identity, false, null);
        }

        public Column withType(SqlType other) {
            return new Column(name, other, nullable, defaultSql, generatedSql, sequence, identity, isDropped, domain);
        }

        public Column withDomain(Long other) {
            return new Column(name, type, nullable, defaultSql, generatedSql, sequence, identity, isDropped, other);
        }

        public Column withName(String other) {
            return new Column(other, type, nullable, defaultSql, generatedSql, sequence, identity, isDropped, domain);
        }

        public Column withNullable(boolean other) {
            return new Column(name, type, other, defaultSql, generatedSql, sequence, identity, isDropped, domain);
        }

        public Column withDefault(String sql, Long otherSequence) {
            return new Column(name, type, nullable, sql, null, otherSequence, null, isDropped, domain);
        }

        public Column withGenerated(String sql) {
            return new Column(name, type, nullable, defaultSql, sql, sequence, identity, isDropped, domain);
        }

        /** What is left of it, under a name that nobody gives a column. */
        public Column dropped(int position) {
            String gone = "........pg.dropped." + (position + 1) + "........";
            return new Column(gone, type, true, null, null, null, null, true, null);
        }
    }

    /** @param id OID of the index that PostgreSQL would have for it */
    record Key(long id, String name, List<Integer> columns) {}

    /** {@code isNotValid}: whether rows may break it that were there before; null for no, and for the last one. */
    record Check(long id, String name, String sql, Boolean isNotValid, Boolean isNoInherit) {
        public Check(long id, String name, String sql) {
            this(id, name, sql, null, null);
        }

        public Check of(String otherName, String otherSql) {
            return new Check(id, otherName, otherSql, isNotValid, isNoInherit);
        }
    }

    /** {@code primaryKey}, {@code partitioning} and {@code inheritance}: null without. */
    record Table(
            long id, String schemaName, String name, List<Column> columns, Key primaryKey, List<Check> checks,
            Map<String, String> options, Partitioning partitioning, Inheritance inheritance)
            implements Relation {
        public Table withColumns(List<Column> others) {
            return new Table(id, schemaName, name, others, primaryKey, checks, options, partitioning, inheritance);
        }

        public Table withChecks(List<Check> others) {
            return new Table(id, schemaName, name, columns, primaryKey, others, options, partitioning, inheritance);
        }

        public Table withOptions(Map<String, String> others) {
            return new Table(id, schemaName, name, columns, primaryKey, checks, others, partitioning, inheritance);
        }

        public Table withPrimaryKey(Key other) {
            return new Table(id, schemaName, name, columns, other, checks, options, partitioning, inheritance);
        }

        public Table withPartitioning(Partitioning other) {
            return new Table(id, schemaName, name, columns, primaryKey, checks, options, other, inheritance);
        }

        public Table withInheritance(Inheritance other) {
            return new Table(id, schemaName, name, columns, primaryKey, checks, options, partitioning, other);
        }

        @Override
        public Table named(String otherSchema, String otherName) {
            return new Table(
                    id, otherSchema, otherName, columns, primaryKey, checks, options, partitioning, inheritance);
        }

        /** Whether its rows are some of those of another table. */
        @JsonIgnore
        public boolean isPartition() {
            return partitioning != null && partitioning.place() != null;
        }

        @Override
        public Set<Long> dependencies() {
            Set<Long> needed =
                    NamedType.in(columns.stream().filter(column -> !column.isDropped()).map(Column::type).toList());
            columns.stream().map(Column::domain).filter(Objects::nonNull).forEach(needed::add);
            if (isPartition()) {
                needed.add(partitioning.place().parent());
            }
            needed.addAll(inheritance == null ? List.of() : inheritance.parents());
            return needed;
        }

        /** Of the primary key; empty without. */
        public List<Integer> keyColumns() {
            return primaryKey == null ? List.of() : primaryKey.columns();
        }

        @Override
        public String kindName() {
            return "table";
        }

        @Override
        public Schema schema() {
            return schemaOf(columns);
        }
    }

    /** {@code connector}: null for what is written by INSERT; {@code lateTable} takes late rows, 0 for none. */
    record Stream(
            long id, String schemaName, String name, List<Column> columns, List<StreamWatermark> watermarks,
            String connector, Map<String, String> options, long lateTable)
            implements Relation {

        /** Whether late rows never come in. */
        public boolean refusesLate() {
            return lateTable != 0 || "drop".equals(options.get("late"));
        }

        @Override
        public Set<Long> dependencies() {
            Set<Long> needed = NamedType.in(columns.stream().map(Column::type).toList());
            if (lateTable != 0) {
                needed.add(lateTable);
            }
            return needed;
        }

        public Stream withColumns(List<Column> others) {
            return new Stream(id, schemaName, name, others, watermarks, connector, options, lateTable);
        }

        @Override
        public Stream named(String otherSchema, String otherName) {
            return new Stream(id, otherSchema, otherName, columns, watermarks, connector, options, lateTable);
        }

        @Override
        public String kindName() {
            return "stream";
        }

        @Override
        public Schema schema() {
            return schemaOf(columns);
        }
    }

    /**
     * @param options as CREATE VIEW has them; null for none
     * @param shown the relation that it shows rows of as they are, or null; {@code defaults}: by position, or null
     */
    record View(
            long id, String schemaName, String name, Schema schema, String query, List<String> searchPath,
            Set<Long> dependencies, List<PlannerCatalog.Pin> pins, Map<Long, Set<Integer>> uses,
            Set<String> labels, Map<String, String> options, Statement.Shown shown, Map<Integer, String> defaults)
            implements Relation, OfQuery {
        public View {
            pins = pins == null ? List.of() : List.copyOf(pins);
            options = options == null ? Map.of() : Map.copyOf(options);
        }

        @Override
        public View named(String otherSchema, String otherName) {
            return new View(id, otherSchema, otherName, schema, query, searchPath, dependencies, pins, uses, labels,
                    options, shown, defaults);
        }

        public View withSchema(Schema other) {
            return new View(id, schemaName, name, other, query, searchPath, dependencies, pins, uses, labels, options,
                    shown, defaults);
        }

        @Override
        public String kindName() {
            return "view";
        }
    }

    /** @param version how often the name was defined, OR REPLACE counted; null for once */
    record MaterializedView(
            long id, String schemaName, String name, Schema schema, List<Integer> key, String query,
            List<String> searchPath, Map<String, String> options, Set<Long> dependencies, Map<Long, Set<Integer>> uses,
            Set<String> labels, Integer version, List<PlannerCatalog.Pin> pins)
            implements Relation, OfQuery {
        @Override
        public MaterializedView named(String otherSchema, String otherName) {
            return new MaterializedView(id, otherSchema, otherName, schema, key, query, searchPath, options,
                    dependencies, uses, labels, version, pins);
        }

        public MaterializedView withSchema(Schema other) {
            return new MaterializedView(id, schemaName, name, other, key, query, searchPath, options,
                    dependencies, uses, labels, version, pins);
        }

        @Override
        public String kindName() {
            return "materialized view";
        }

        public MaterializedView withOptions(Map<String, String> newOptions) {
            return new MaterializedView(id, schemaName, name, schema, key, query, searchPath, newOptions,
                    dependencies, uses, labels, version, pins);
        }
    }

    /**
     * @param isUnique whether no two rows may be equal in the keys
     * @param isConstraint whether it stands for a UNIQUE constraint of its name
     * @param above of one of a partition, which is but a name, that of the table above; else null
     * @param detail null for one of columns alone, whose positions are else -1 for expressions
     */
    record Index(
            long id, String schemaName, String name, long relation, List<SortKey> keys, boolean isUnique,
            boolean isConstraint, Long above, IndexDetail detail)
            implements CatalogObject {
        /** Whether it is kept up, and not but written down. */
        @JsonIgnore
        public boolean isStored() {
            return above == null && (detail == null || detail.isPlain() || isUnique || isLate());
        }

        @Override
        public Index named(String otherSchema, String otherName) {
            return new Index(id, otherSchema, otherName, relation, keys, isUnique, isConstraint, above, detail);
        }

        /** Whether it stands for a constraint that is checked when a statement, or the transaction, has ended. */
        @JsonIgnore
        public boolean isLate() {
            return detail != null && detail.late() != null;
        }

        /** The positions of the keys. */
        public List<Integer> columns() {
            return keys.stream().map(SortKey::column).toList();
        }

        @Override
        public String kindName() {
            return "index";
        }

        @Override
        public Set<Long> dependencies() {
            return above == null ? Set.of(relation) : Set.of(relation, above);
        }
    }

    /** @param owner the column it goes with, or null */
    record Sequence(
            long id, String schemaName, String name, SqlType type, long start, long increment, long min, long max,
            long cache, boolean cycles, SequenceOwner owner)
            implements CatalogObject {
        @Override
        public Sequence named(String otherSchema, String otherName) {
            return new Sequence(id, otherSchema, otherName, type, start, increment, min, max, cache, cycles, owner);
        }

        @Override
        public String kindName() {
            return "sequence";
        }

        @Override
        public Set<Long> dependencies() {
            return owner == null ? Set.of() : Set.of(owner.table());
        }
    }

    private static Schema schemaOf(List<Column> columns) {
        return new Schema(columns.stream()
                .map(column -> new Schema.Field(column.name(), column.type(), column.nullable())).toList());
    }
}
