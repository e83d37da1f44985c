package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.TriggerObject;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.RowStream;

/**
 * Changes the rows of one table or stream in one statement, and keeps its constraints: NOT NULL, CHECK, unique keys,
 * and foreign keys when the statement ends.
 */
final class TableWriter {

    private final Execution run;
    private final CatalogObject.Relation relation;
    private final Schema schema;
    private final Statement.RowRules rules;
    private final RowExpressions expressions;
    /** The primary key, then the unique indexes. */
    private final List<UniqueKey> keys;
    private final boolean hasPrimaryKey;
    private final List<RowChange> changes;
    /** What all parts of the statement together have changed; null where it has but one. */
    private final TouchedRows touched;
    /** Null for a table without partitions. */
    private final PartitionedRows partitions;
    /** Null where the table has none. */
    private final Triggers triggers;
    private DeltaBatch lastUpdated;

    /** @param command for messages, e.g. {@code INSERT} */
    TableWriter(Execution run, long relation, Statement.RowRules rules, String command) {
        this(run, relation, rules, command, true);
    }

    /** @param isNamed whether the statement names the table, whose triggers of statements it then calls */
    TableWriter(Execution run, long relation, Statement.RowRules rules, String command, boolean isNamed) {
        run.session().transaction().temporary().checkWritable(command, relation);
        this.run = run;
        this.relation = (CatalogObject.Relation) run.catalog().snapshot().find(relation).orElseThrow(() ->
                new SqlException(SqlState.UNDEFINED_TABLE, "relation with OID " + relation + " does not exist"));
        this.schema = this.relation.schema();
        this.triggers = Triggers.of(run, this.relation, rules.partitions(), command, isNamed);
        this.rules = rules;
        this.expressions = new RowExpressions(run);
        this.keys = new ArrayList<>();
        this.changes = new ArrayList<>();
        this.touched = null;
        this.partitions = PartitionedRows.of(this.relation, rules.partitions(), expressions, run);
        CatalogObject.Key primary = this.relation instanceof CatalogObject.Table table ? table.primaryKey() : null;
        this.hasPrimaryKey = primary != null;
        if (hasPrimaryKey) {
            keys.add(UniqueKey.of(primary, relation, schema, run));
        }
        for (CatalogObject.Index index : run.catalog().snapshot().uniqueIndexes(relation)) {
            keys.add(UniqueKey.of(index, schema, run));
        }
    }

    private TableWriter(TableWriter writer, Statement.RowRules rules, TouchedRows touched) {
        this.run = writer.run;
        this.relation = writer.relation;
        this.schema = writer.schema;
        this.rules = rules;
        this.expressions = writer.expressions;
        this.keys = writer.keys;
        this.hasPrimaryKey = writer.hasPrimaryKey;
        this.changes = writer.changes;
        this.triggers = writer.triggers;
        this.touched = touched;
        this.partitions = PartitionedRows.of(relation, rules.partitions(), expressions, run);
    }

    /** The same writer with other rules for rows: what one does, the other knows. */
    TableWriter with(Statement.RowRules other) {
        return new TableWriter(this, other, touched);
    }

    /** A writer for one of several parts of a statement, which end together. */
    TableWriter part(TouchedRows rows) {
        return new TableWriter(this, rules, rows);
    }

    Schema schema() {
        return schema;
    }

    CatalogObject.Relation relation() {
        return relation;
    }

    Cancellation cancellation() {
        return run.cancellation();
    }

    List<UniqueKey> keys() {
        return keys;
    }

    RowExpressions expressions() {
        return expressions;
    }

    /** The rows with numbers from sequences, in their order, and with their generated columns. */
    DeltaBatch complete(DeltaBatch rows) {
        return complete(rows, true);
    }

    /** @param isNew whether the rows are to be numbered */
    DeltaBatch complete(DeltaBatch rows, boolean isNew) {
        if (rows.isEmpty() || rules.numbered().isEmpty() && rules.computed().isEmpty()) {
            return rows;
        }
        Column[] columns = new Column[schema.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = rows.column(i);
        }
        for (Statement.Numbered numbered : isNew ? rules.numbered() : List.<Statement.Numbered>of()) {
            ColumnBuilder numbers = new ColumnBuilder(schema.type(numbered.column()).layout());
            run.session().sequences().checkNumbering(numbered.sequence());
            for (long number : run.session().sequences().take(numbered.sequence(), rows.size())) {
                numbers.appendWord(number);
            }
            columns[numbered.column()] = numbers.build();
        }
        DeltaBatch numbered = DeltaBatch.inserts(columns, rows.size());
        for (Statement.Computed computed : rules.computed()) {
            columns[computed.column()] = expressions.evaluateOften(computed.value(), numbered);
        }
        return DeltaBatch.inserts(columns.clone(), rows.size());
    }

    /** @throws SqlException 23502, 23514 for the first row that breaks a rule */
    void checkRows(DeltaBatch rows) {
        if (partitions != null) {
            partitions.check(rows, schema, row -> failingRow(rows, row));
        }
        for (Statement.DomainCheck check : rows.isEmpty() ? List.<Statement.DomainCheck>of() : rules.domains()) {
            if (expressions.firstFalse(check.condition(), rows) >= 0) {
                throw Functions.domainViolation(check.domain(), check.constraint());
            }
        }
        for (int column = 0; column < schema.size() && !isInstead(); column++) {
            if (!schema.field(column).nullable() && rows.column(column).nulls() != null) {
                for (int row = 0; row < rows.size(); row++) {
                    if (rows.column(column).isNull(row)) {
                        throw RowFaults.missing(
                                holder(rows, row), schema.field(column).name(), failingRow(rows, row));
                    }
                }
            }
        }
        for (Statement.Check check : rules.checks()) {
            int row = expressions.firstFalse(check.condition(), rows);
            if (row >= 0) {
                throw RowFaults.broken(holder(rows, row), check.name(), failingRow(rows, row));
            }
        }
        if (partitions != null) {
            partitions.checkPlaces(rows, row -> failingRow(rows, row));
        }
    }

    /** What a row is said to be in: its partition, where there are any. */
    private CatalogObject.Relation holder(DeltaBatch rows, int row) {
        return partitions == null ? relation : partitions.of(rows, row);
    }

    /** @throws SqlException 44000 for the first row that a view through which it is written must not get */
    private void checkViews(DeltaBatch rows) {
        for (Statement.ViewCheck check : rules.views()) {
            int row = expressions.firstNotTrue(check.condition(), rows);
            if (row >= 0) {
                throw new SqlException(
                        SqlState.WITH_CHECK_OPTION_VIOLATION,
                        "new row violates check option for view \"" + check.view() + "\"")
                        .withDetail(failingRow(rows, row));
            }
        }
    }

    private String failingRow(DeltaBatch rows, int row) {
        return RowFaults.shown(relation, rows, row, run);
    }

    /** Claims the keys of new rows, which are written next. @throws SqlException 23505 for the first that is taken */
    void claimKeys(DeltaBatch rows) {
        if (keys.stream().allMatch(UniqueKey::isUntouched)) {
            claimTogether(rows);
            return;
        }
        for (int row = 0; row < rows.size(); row++) {
            run.cancellation().check(row);
            claimKeys(rows, row);
        }
    }

    void claimKeys(DeltaBatch rows, int row) {
        for (UniqueKey key : keys) {
            claimKey(key, rows, row);
        }
    }

    void claimKey(UniqueKey key, DeltaBatch rows, int row) {
        if (!key.claim(rows, row)) {
            throw duplicate(key, rows, row);
        }
    }

    /** Where the statement has done nothing yet, what it writes is found with all else. */
    private void claimTogether(DeltaBatch rows) {
        int first = rows.size();
        UniqueKey taken = null;
        for (UniqueKey key : keys) {
            int row = key.firstTaken(rows);
            if (row >= 0 && row < first) {
                first = row;
                taken = key;
            }
        }
        if (taken != null) {
            throw duplicate(taken, rows, first);
        }
    }

    /** Whether every row of the first has the keys of the same row of the second. */
    boolean hasSameKeys(DeltaBatch rows, DeltaBatch others) {
        return keys.stream().allMatch(key -> key.areEqual(rows, others));
    }

    /** Frees the keys of rows that go. */
    void freeKeys(DeltaBatch rows) {
        for (UniqueKey key : keys) {
            for (int row = 0; row < rows.size(); row++) {
                run.cancellation().check(row);
                key.free(rows, row);
            }
        }
    }

    /**
     * The first of the rows of each primary key: a row that a join found several times is changed once, and so is one
     * that several parts of a statement would change.
     */
    DeltaBatch oncePerKey(DeltaBatch rows) {
        DeltaBatch left = touched == null || isInstead() ? rows : touched.untouched(rows);
        return hasPrimaryKey ? keys.getFirst().distinct(left) : left;
    }

    /** Whether the statement has other parts, which may write the same table. */
    boolean isPart() {
        return touched != null;
    }

    /** Whether another part of the statement has changed one of these rows. */
    boolean touches(DeltaBatch rows) {
        return touched != null && !isInstead() && touched.untouched(rows).size() < rows.size();
    }

    /** What tells the table's rows apart, as far as their values do. */
    List<Integer> identity() {
        return hasPrimaryKey
                ? Arrays.stream(keys.getFirst().columns()).boxed().toList()
                : IntStream.range(0, schema.size()).boxed().toList();
    }

    private SqlException duplicate(UniqueKey key, DeltaBatch rows, int row) {
        CatalogObject.Relation holder = holder(rows, row);
        String name = holder.id() == relation.id()
                ? key.name()
                : PartitionIndexes.nameIn((CatalogObject.Table) holder, key, schema, run.catalog().snapshot());
        return RowFaults.duplicate(holder, name, key.detail(rows, row));
    }

    /** Whether triggers of a view do what is to be done: nothing is checked, and nothing written. */
    private boolean isInstead() {
        return relation instanceof CatalogObject.View;
    }

    private void write(DeltaBatch rows) {
        if (!isInstead()) {
            run.transaction().write(relation.id(), rows, run.cancellation());
        }
    }

    void insert(DeltaBatch rows) {
        checkViews(rows);
        write(rows);
        note(null, rows);
    }

    void delete(DeltaBatch rows) {
        write(rows.negate());
        note(rows, null);
    }

    /** @param updated the new rows, each at the place of its old one */
    void update(DeltaBatch old, DeltaBatch updated) {
        checkViews(updated);
        write(DeltaBatch.concat(schema, List.of(old.negate(), updated)));
        note(old, updated);
        lastUpdated = updated;
    }

    /** The new rows of the last update; null before any. */
    DeltaBatch lastUpdated() {
        return lastUpdated;
    }

    /** The partition of each row; null for a table without. @throws SqlException 23514 for one that has none */
    CatalogObject.Table[] places(DeltaBatch rows) {
        return partitions == null ? null : partitions.places(rows, row -> failingRow(rows, row));
    }

    /** @throws SqlException 23514, 0A000 where a trigger has made of a row of a partition one of another */
    void checkPlace(CatalogObject.Table place, DeltaBatch before, DeltaBatch row, TriggerObject trigger) {
        if (partitions.takes(place, before) && !partitions.takes(place, row)) {
            throw trigger.parent() == null
                    ? RowFaults.elsewhere(place, failingRow(row, 0))
                    : RowFaults.moved(place, trigger.name());
        }
    }

    /** Null where the table has none. */
    Triggers triggers() {
        return triggers;
    }

    private void note(DeltaBatch before, DeltaBatch after) {
        if (triggers != null) {
            triggers.note(this, before, after);
        }
        if (touched != null && before != null) {
            touched.add(before);
        }
        if (run.catalog().snapshot().hasLateChecks(relation.id()) && !(before == null ? after : before).isEmpty()) {
            changes.add(new RowChange(relation, before, after));
        }
    }

    /** What was written so far and foreign keys have to know of. */
    List<RowChange> changes() {
        return changes;
    }

    /** Ends the statement: foreign keys ask for what is there after all of it. */
    void finish() {
        finishRows();
        if (triggers != null) {
            triggers.finishStatements();
        }
    }

    /** As {@link #finish}, but for triggers of the statement. */
    void finishRows() {
        if (!changes.isEmpty()) {
            new ForeignKeyEnforcement(run).keep(changes);
        }
        if (triggers != null) {
            triggers.finishRows(null);
        }
    }

    /** @param rows the rows as RETURNING sees them: all columns of the table */
    Outcome outcome(String tag, Statement.Returning returning, DeltaBatch rows) {
        if (touched == null) {
            finish();
        }
        if (returning == null) {
            return new Outcome.Done(tag);
        }
        return new Outcome.Rows(
                SourceColumns.of(returning, relation.id(), run.catalog().snapshot()),
                RowStream.of(returning.query() == null
                        ? expressions.project(returning.expressions(), rows)
                        : RowQueries.values(returning.query(), rows, run)),
                tag);
    }
}
