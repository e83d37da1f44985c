package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Literals;
import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.engine.Widening;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TableChange;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.ForeignKey;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.StatementText;
import dev.millrace.server.wire.ServerMessage;

/**
 * ADD and DROP COLUMN. A column keeps its position in the rows for ever: one that is added comes behind all others, and
 * of one that is dropped the place is left, with whatever rows have there. So neither touches a row, and what reads the
 * table by positions goes on.
 */
final class TableColumns {

    private final CatalogObject.Table table;
    private final Execution run;

    TableColumns(CatalogObject.Table table, Execution run) {
        this.table = table;
        this.run = run;
    }

    // ---- ADD --------------------------------------------------------------------------------------------------------

    CatalogObject.Table add(TableChange.AddColumn add) throws InterruptedException {
        Statement.ColumnDefinition column = add.column();
        if (table.schema().indexOf(column.name()) >= 0) {
            String taken = "column \"" + column.name() + "\" of relation \"" + table.name() + "\" already exists";
            if (!add.ifNotExists()) {
                throw new SqlException(SqlState.DUPLICATE_COLUMN, taken);
            }
            run.session().notice(ServerMessage.notice(SqlState.DUPLICATE_COLUMN, taken + ", skipping", null));
            return table;
        }
        if (run.catalog().snapshot().dependants(table).stream().anyMatch(CatalogObject.Stream.class::isInstance)) {
            throw SqlException.unsupported("adding a column to a table that takes the late rows of a stream");
        }
        boolean asks = column.domain() != null
                && (column.domain().isConstrained() || column.domain().defaultSql() != null);
        if (asks && AlterTableHandler.exists(table, "true", run)) {
            throw SqlException.unsupported(
                    "adding a column of a domain with a default or conditions to a table that has rows");
        }
        DeltaBatch none = DeltaBatch.inserts(new Column[0], 1);
        Column value = add.value() == null
                ? Literals.column(Expr.Literal.ofNull(column.type()))
                : new RowExpressions(run).evaluate(add.value(), none);
        if (!column.nullable() && !add.isComputed() && value.isNull(0)
                && AlterTableHandler.exists(table, "true", run)) {
            throw AlterTableHandler.containsNulls(table, column.name());
        }
        OwnSequences sequences =
                new OwnSequences(table.id(), new NewName(table.schemaName(), table.name()), run);
        List<CatalogObject.Column> columns = new ArrayList<>(table.columns());
        columns.add(sequences.column(column, columns.size(), column.nullable()));
        CatalogObject.Table wider = table.withColumns(columns);
        widen(wider, wider, value);
        for (CatalogObject.Index index : run.catalog().snapshot().indexes(table.id())) {
            if (index.isStored()) {
                widen(index, wider, value);
            }
        }
        widen(run.transaction().history(table.id()), wider, value);
        widen(run.transaction().rekeying(table.id()), wider, value);
        sequences.create();
        if (add.isComputed()) {
            computeRows(wider, column);
        }
        return wider;
    }

    private void widen(CatalogObject object, CatalogObject.Table wider, Column value) throws InterruptedException {
        ObjectDefinition.Body body = run.transaction().definition(object.id()).body();
        Redefinition.of(object, Widening.widened(body, wider.schema(), value), run);
    }

    /** What goes with the table unseen, if there is any. */
    private void widen(ObjectDefinition unseen, CatalogObject.Table wider, Column value) {
        if (unseen != null) {
            run.transaction().create(new ObjectDefinition(
                    unseen.id(), Widening.widened(unseen.body(), wider.schema(), value), unseen.attachment()));
        }
    }

    /** Each row that is there gets a value of its own. */
    private void computeRows(CatalogObject.Table wider, Statement.ColumnDefinition column)
            throws InterruptedException {
        String sql = "UPDATE ONLY " + CreateText.quoted(wider.schemaName()) + "." + CreateText.quoted(wider.name())
                + " SET " + CreateText.quoted(column.name()) + " = DEFAULT";
        Statement.Update update = (Statement.Update) run.database().planning().plan(
                StatementText.asWritten(sql), List.of(), run.session(), run.cancellation()).statement();
        new UpdateHandler().handle(update, run);
    }

    // ---- DROP -------------------------------------------------------------------------------------------------------

    CatalogObject.Table drop(TableChange.DropColumn drop) throws InterruptedException {
        int position = table.schema().indexOf(drop.column());
        if (position < 0) {
            run.session().notice(ServerMessage.notice("column \"" + drop.column() + "\" of relation \""
                    + table.name() + "\" does not exist, skipping"));
            return table;
        }
        if (table.keyColumns().contains(position)) {
            throw SqlException.unsupported("dropping a column of the primary key");
        }
        String what = "column " + drop.column() + " of table " + DropHandler.place(table);
        Set<CatalogObject> gone = new LinkedHashSet<>();
        List<String> dependants = dependants(drop, position, what, gone);
        if (!dependants.isEmpty()) {
            if (!drop.isCascade()) {
                throw new SqlException(
                        SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                        "cannot drop " + what + " because other objects depend on it")
                        .withDetail(String.join("\n", dependants))
                        .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
            }
            DropHandler.noticeCascade(names(drop, gone), run);
        }
        return without(drop, position, gone);
    }

    /** One line for each object that stands in the way; {@code gone} takes those that are objects of their own. */
    private List<String> dependants(
            TableChange.DropColumn drop, int position, String what, Set<CatalogObject> gone) {
        List<String> lines = new ArrayList<>();
        drop.generated().forEach(name ->
                lines.add("column " + name + " of table " + DropHandler.place(table) + " depends on " + what));
        for (CatalogObject object : run.catalog().snapshot().dependants(table)) {
            if (object instanceof CatalogObject.OfQuery query && query.reads(table.id(), position)) {
                lines.add(DropHandler.description(object) + " depends on " + what);
                Set<CatalogObject> all = new LinkedHashSet<>();
                DropHandler.collect(object, run.catalog().snapshot(), all);
                gone.removeAll(all);
                gone.addAll(all);
            }
        }
        for (ForeignKey key : run.catalog().snapshot().references(table.id())) {
            if (key.referencedColumns().contains(position)) {
                lines.add(DropHandler.description(key, run.catalog().snapshot()) + " depends on " + what);
                gone.add(key);
            }
        }
        return lines;
    }

    private List<String> names(TableChange.DropColumn drop, Set<CatalogObject> gone) {
        List<String> names = new ArrayList<>();
        drop.generated().forEach(name -> names.add("column " + name + " of table " + DropHandler.place(table)));
        gone.stream()
                .filter(object -> object instanceof ForeignKey || !DropHandler.isPartOf(object))
                .forEach(object -> names.add(DropHandler.description(object, run.catalog().snapshot())));
        return names;
    }

    private CatalogObject.Table without(TableChange.DropColumn drop, int position, Set<CatalogObject> queries)
            throws InterruptedException {
        List<CatalogObject.Column> columns = new ArrayList<>(table.columns());
        Set<Integer> positions = new LinkedHashSet<>();
        positions.add(position);
        drop.generated().forEach(name -> positions.add(table.schema().indexOf(name)));
        Set<CatalogObject> gone = new LinkedHashSet<>(queries);
        for (CatalogObject.Index index : run.catalog().snapshot().indexes(table.id())) {
            boolean reads = index.detail() != null && (index.detail().reads().stream().anyMatch(positions::contains)
                    || index.detail().include().stream().anyMatch(positions::contains));
            if (reads || index.columns().stream().anyMatch(positions::contains)) {
                DropHandler.collect(index, run.catalog().snapshot(), gone);
            }
        }
        run.catalog().snapshot().foreignKeys(table.id()).stream()
                .filter(key -> key.columns().stream().anyMatch(positions::contains))
                .forEach(gone::add);
        positions.forEach(i -> run.catalog().snapshot().comment(table.id(), i + 1).ifPresent(gone::add));
        for (CatalogObject.Sequence sequence : run.catalog().snapshot().sequencesOf(table.id())) {
            if (positions.contains(sequence.owner().column())) {
                DropHandler.collect(sequence, run.catalog().snapshot(), gone);
            }
        }
        positions.forEach(i -> columns.set(i, columns.get(i).dropped(i)));
        CatalogObject.Table narrower = table.withColumns(columns).withChecks(table.checks().stream()
                .filter(check -> !drop.checks().contains(check.name()))
                .toList());
        Redefinition.of(narrower, run);
        new SequenceDefaults(run).drop(gone, drop.isCascade());
        for (CatalogObject object : new ArrayList<>(gone).reversed()) {
            run.session().transaction().drop(object, run.cancellation());
        }
        return (CatalogObject.Table) run.catalog().snapshot().find(table.id()).orElseThrow();
    }
}
