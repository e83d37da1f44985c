package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.engine.IndexValues;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.IndexEntries;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.LateKey;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.StatementText;
import dev.millrace.server.session.TransactionBlock;

/**
 * A key that rows may break on their way: unique keys that are deferrable, and exclusion constraints. Its index is no
 * unique one; when a statement or a transaction has ended, each row that has come is compared with those that are
 * equal in what has to be equal, and where nothing has to be, with all.
 */
final class LateKeys {

    private final CatalogObject.Index index;
    private final LateKey key;
    private final CatalogObject.Relation table;
    private final Schema schema;
    private final Execution run;
    /** By whose equality rows may conflict. */
    private final int[] equal;
    /** Over a row's keys, then another's; null where equality is all. */
    private Expr condition;
    /** The rows that are in the index; null for all. */
    private IndexEntries entries;
    private boolean isBound;

    LateKeys(CatalogObject.Index index, CatalogObject.Relation table, Execution run) {
        this.index = index;
        this.key = index.detail().late();
        this.table = table;
        this.schema = table.schema();
        this.run = run;
        this.equal = key.equalities(index.columns()).stream().mapToInt(Integer::intValue).toArray();
    }

    /** Checks the new rows of a change, now or when the transaction ends. */
    void keep(RowChange change) {
        DeltaBatch rows = come(change);
        if (rows.isEmpty()) {
            return;
        }
        TransactionBlock transaction = run.session().transaction();
        if (!transaction.isExplicit() || !transaction.deferred().isDeferred(index)) {
            check(rows, false);
            return;
        }
        transaction.deferred().later(index.id(), later -> {
            CatalogObject.Relation now =
                    (CatalogObject.Relation) later.catalog().snapshot().find(table.id()).orElse(null);
            if (now != null && later.catalog().snapshot().find(index.id()).isPresent()) {
                new LateKeys(index, now, later).check(rows, false);
            }
        });
    }

    /** The rows of a change that have another key than before, or are new. */
    private DeltaBatch come(RowChange change) {
        if (change.after() == null) {
            return DeltaBatch.empty(schema);
        }
        if (change.before() == null || index.detail().where() != null) {
            return change.after();
        }
        int[] kept = new int[change.after().size()];
        int count = 0;
        for (int row = 0; row < kept.length; row++) {
            int at = row;
            boolean isSame = index.columns().stream().allMatch(column ->
                    text(change.before(), at, column).equals(text(change.after(), at, column)));
            if (!isSame) {
                kept[count++] = row;
            }
        }
        return change.after().select(kept, count);
    }

    private String text(DeltaBatch rows, int row, int column) {
        return rows.column(column).isNull(row)
                ? "null"
                : TextForm.shown(schema.type(column), rows.column(column), row, run.session().settings().zone());
    }

    /**
     * Compares rows of the table with all others.
     *
     * @param isBorn whether the constraint is just being made
     * @throws SqlException 23505, 23P01 for the first that conflicts with another
     */
    void check(DeltaBatch given, boolean isBorn) {
        bind();
        DeltaBatch rows = indexed(given);
        DeltaBatch all = equal.length == 0 && !rows.isEmpty() ? indexed(scan()) : null;
        List<Integer> identity = table instanceof CatalogObject.Table stored && stored.primaryKey() != null
                ? stored.keyColumns()
                : IntStream.range(0, schema.size()).boxed().toList();
        for (int row = 0; row < rows.size(); row++) {
            int at = row;
            if (index.columns().stream().anyMatch(column -> rows.column(column).isNull(at))) {
                continue;
            }
            run.cancellation().check();
            DeltaBatch one = rows.select(new int[] {row}, 1);
            DeltaBatch found = all != null ? all : indexed(new KeyLookup(table, equal, run).all(one, equal, 0));
            found = found.size() < 2 && condition == null ? found : conflicting(one, found);
            boolean isSelf = condition == null || !conflicting(one, one).isEmpty();
            if (found.size() < (isSelf ? 2 : 1)) {
                continue;
            }
            TouchedRows own = new TouchedRows(schema, identity);
            own.add(one);
            DeltaBatch others = own.untouched(found);
            // The row may be another by now, or gone: then it is no matter what the others are to each other.
            boolean isThere = isSelf ? others.size() < found.size() : own.untouched(scan()).size() < count();
            if (isThere) {
                throw broken(one, others.isEmpty() ? one : others, isBorn);
            }
        }
    }

    private int count() {
        return scan().size();
    }

    private DeltaBatch scan() {
        List<Integer> columns = IntStream.range(0, schema.size()).boxed().toList();
        Plan scan = new Plan.Scan("excluded", table.id(), columns, schema);
        return Rows.all(run.query(new QueryPlan(scan, List.of(), null, null, schema, List.of(), List.of())), schema);
    }

    private DeltaBatch indexed(DeltaBatch rows) {
        if (entries == null) {
            return rows;
        }
        int[] places = IndexValues.places(entries, rows);
        return rows.select(places, places.length);
    }

    /** Those of the rows that conflict with one. */
    private DeltaBatch conflicting(DeltaBatch one, DeltaBatch rows) {
        if (condition == null || rows.isEmpty()) {
            return rows;
        }
        int[] first = new int[rows.size()];
        int width = index.columns().size();
        Column[] pairs = new Column[2 * width];
        for (int i = 0; i < width; i++) {
            pairs[i] = one.column(index.columns().get(i)).select(first, first.length);
            pairs[width + i] = rows.column(index.columns().get(i));
        }
        WordColumn truth = (WordColumn) new RowExpressions(run).evaluate(
                condition, DeltaBatch.inserts(pairs, rows.size()));
        int[] kept = new int[rows.size()];
        int count = 0;
        for (int row = 0; row < kept.length; row++) {
            if (!truth.isNull(row) && truth.value(row) != 0) {
                kept[count++] = row;
            }
        }
        return rows.select(kept, count);
    }

    // ---- what conflicts ---------------------------------------------------------------------------------------------

    /** @throws SqlException 42883 for operators that the columns' types do not have */
    void bind() {
        if (isBound) {
            return;
        }
        isBound = true;
        if (key.isExclusion() && equal.length < index.columns().size()) {
            condition = condition();
        }
        entries = entries(index, table, run) == null ? null : entries(index, table, run).entries();
    }

    private Expr condition() {
        int width = index.columns().size();
        List<SqlType> types = new ArrayList<>();
        for (int i = 0; i < 2 * width; i++) {
            types.add(schema.type(index.columns().get(i % width)).withoutModifiers());
        }
        String sql = IntStream.range(0, width)
                .mapToObj(i -> "($" + (i + 1) + " " + key.operators().get(i) + " $" + (width + i + 1) + ")")
                .collect(Collectors.joining(" AND ", "SELECT ", ""));
        Statement.Query query = (Statement.Query) run.database().planning().plan(
                StatementText.asWritten(sql), types, run.session(), run.cancellation()).statement();
        if (!(query.plan().root() instanceof Plan.Project project)) {
            throw new IllegalStateException("no condition: " + query.plan().root());
        }
        return project.expressions().getFirst().rewrite(part -> part instanceof Expr.Parameter parameter
                ? new Expr.Input(parameter.index(), parameter.type())
                : part);
    }

    /** What a partial index holds, as a unique one would; null for one of all rows. */
    static Statement.CreateIndex entries(CatalogObject.Index index, CatalogObject.Relation table, Execution run) {
        if (index.detail().where() == null) {
            return null;
        }
        String sql = "CREATE UNIQUE INDEX ON " + CreateText.quoted(table.schemaName()) + "."
                + CreateText.quoted(table.name()) + " ((1)) WHERE " + index.detail().where();
        return (Statement.CreateIndex) run.database().planning().plan(
                StatementText.asWritten(sql), List.of(), run.session(), run.cancellation()).statement();
    }

    // ---- faults -----------------------------------------------------------------------------------------------------

    private SqlException broken(DeltaBatch one, DeltaBatch others, boolean isBorn) {
        if (!key.isExclusion()) {
            return RowFaults.duplicate(table, index.name(), shown(one));
        }
        SqlException.Origin origin =
                new SqlException.Origin(table.schemaName(), table.name(), null, index.name());
        return new SqlException(
                SqlState.EXCLUSION_VIOLATION,
                isBorn
                        ? "could not create exclusion constraint \"" + index.name() + "\""
                        : "conflicting key value violates exclusion constraint \"" + index.name() + "\"")
                .withDetail("Key " + shown(one) + " conflicts with " + (isBorn ? "" : "existing ") + "key "
                        + shown(others) + ".")
                .withOrigin(origin);
    }

    private String shown(DeltaBatch rows) {
        return index.columns().stream().map(column -> schema.field(column).name())
                        .collect(Collectors.joining(", ", "(", ")="))
                + index.columns().stream().map(column -> text(rows, 0, column))
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    /** @throws SqlException 55000, 0A000 for ON CONFLICT of any key of a table that has such ones */
    static void refuseAsArbiters(CatalogObject.Relation table, Statement.OnConflict conflict, Execution run) {
        List<CatalogObject.Index> late = run.catalog().snapshot().lateKeys(table.id());
        if (conflict != null && conflict.keys().isEmpty() && !late.isEmpty()) {
            if (late.stream().noneMatch(one -> one.detail().late().isDeferrable())) {
                throw SqlException.unsupported("ON CONFLICT of a table with an exclusion constraint");
            }
            throw new SqlException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "ON CONFLICT does not support deferrable unique constraints/exclusion constraints as arbiters");
        }
    }
}
