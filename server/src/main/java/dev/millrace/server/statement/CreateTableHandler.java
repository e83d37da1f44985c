package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.ForeignKeyDefinition;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TableLifetime;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.Partitioning;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.TemporaryObjects;

/** CREATE TABLE, CREATE TABLE AS. */
final class CreateTableHandler implements Handler<Statement.CreateTable> {

    @Override
    public Outcome handle(Statement.CreateTable create, Execution run) throws InterruptedException {
        String tag = create.source().isPresent() ? "CREATE TABLE AS" : "CREATE TABLE";
        run.session().transaction().checkWritable("CREATE TABLE");
        NewName name = isPermanent(create)
                ? NewName.of(create.name(), run)
                : NewName.temporary(create.name(), run);
        if (!name.isFree(create.ifNotExists(), run)) {
            return new Outcome.Done(tag);
        }
        if (!create.watermarks().isEmpty()) {
            throw SqlException.unsupported("a watermark on a table");
        }
        HistoryOption.checkTable(create.options());
        if (create.partition() != null && create.partition().parent() != 0) {
            new Partitions(run).create(create, name, options(create));
            return new Outcome.Done(tag);
        }
        CatalogObject.Key key = primaryKey(create, name, run);
        long id = run.database().engine().nextObjectId();
        TableLikes like = new TableLikes(create.likes(), run);
        OwnSequences sequences = new OwnSequences(id, name, run);
        List<CatalogObject.Column> columns = columns(create, key, sequences, like);
        CatalogObject.Table table = new CatalogObject.Table(
                id,
                name.schemaName(),
                name.name(),
                columns,
                key,
                checks(create, run),
                options(create),
                create.partition() == null ? null : new Partitioning(create.partition().key(), List.of(), null),
                null);
        if (create.legacy() != null) {
            table = new Heirs(run).born(table, create.legacy());
        }
        if (key != null) {
            PartitionIndexes.checkKey(table, key.columns(), true);
        }
        Schema schema = table.schema();
        DeltaBatch rows = create.source()
                .filter(source -> create.withData())
                .map(source -> Rows.all(run.query(source), schema))
                .orElse(null);
        run.session().transaction().create(
                table,
                new ObjectDefinition.Table(schema, key == null ? List.of() : key.columns()),
                run.cancellation());
        new Heirs(run).link(table);
        HistoryOption.apply(table, schema, create.options(), run);
        sequences.create();
        for (Statement.KeyDefinition unique : create.keys()) {
            if (!unique.isPrimary() || isLate(unique)) {
                new IndexCreation(table, run).constraint(unique);
            }
        }
        like.create(table);
        TuningHandler.born(
                table, HistoryOption.ofStorage(create.options()), create.lifetime() == TableLifetime.UNLOGGED, run);
        for (ForeignKeyDefinition foreign : create.foreignKeys()) {
            new ForeignKeyCreation(table, run).create(foreign, true, false);
        }
        if (rows == null) {
            return new Outcome.Done(tag);
        }
        run.transaction().write(table.id(), rows, run.cancellation());
        return new Outcome.Done("SELECT " + rows.size());
    }

    private static boolean isPermanent(Statement.CreateTable create) {
        return create.lifetime() == TableLifetime.PERMANENT || create.lifetime() == TableLifetime.UNLOGGED;
    }

    private static Map<String, String> options(Statement.CreateTable create) {
        return switch (create.lifetime()) {
            case PERMANENT, UNLOGGED, SESSION -> HistoryOption.shown(create.options());
            case TRANSACTION_ROWS -> Map.of(TemporaryObjects.ON_COMMIT, TemporaryObjects.DELETE_ROWS);
            case TRANSACTION -> Map.of(TemporaryObjects.ON_COMMIT, TemporaryObjects.DROP);
        };
    }

    private static boolean isLate(Statement.KeyDefinition key) {
        return key.detail() != null && key.detail().late() != null;
    }

    private static CatalogObject.Key primaryKey(Statement.CreateTable create, NewName name, Execution run) {
        CatalogObject.Key primary = null;
        for (Statement.KeyDefinition key : create.keys()) {
            if (!key.isPrimary() || isLate(key)) {
                continue;
            }
            if (primary != null) {
                throw new SqlException(
                        SqlState.INVALID_TABLE_DEFINITION,
                        "multiple primary keys for table \"" + name.name() + "\" are not allowed");
            }
            primary = new CatalogObject.Key(
                    run.database().engine().nextObjectId(),
                    key.name() == null ? name.derived("_pkey", run) : key.name(),
                    key.columns());
        }
        return primary;
    }

    private static List<CatalogObject.Column> columns(
            Statement.CreateTable create, CatalogObject.Key key, OwnSequences sequences, TableLikes like) {
        List<CatalogObject.Column> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Statement.ColumnDefinition column : create.columns()) {
            if (!names.add(column.name())) {
                throw new SqlException(
                        SqlState.DUPLICATE_COLUMN, "column \"" + column.name() + "\" specified more than once");
            }
            boolean isKey = key != null && key.columns().contains(columns.size());
            Statement.ColumnDefinition numbered = like.numbered(column, columns.size());
            columns.add(sequences.column(numbered, columns.size(), column.nullable() && !isKey));
        }
        return columns;
    }

    private static List<CatalogObject.Check> checks(Statement.CreateTable create, Execution run) {
        return create.checks().stream()
                .map(check -> new CatalogObject.Check(
                        run.database().engine().nextObjectId(), check.name(), check.sql(), null,
                        check.isNoInherit() ? true : null))
                .toList();
    }
}
