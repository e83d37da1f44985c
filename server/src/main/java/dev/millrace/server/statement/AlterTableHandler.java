package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.millrace.executor.function.CatalogDoor;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.PartitionDefinition;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TableChange;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.PartitionTree;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.StatementText;
import dev.millrace.server.wire.ServerMessage;

/** ALTER TABLE: each change is checked against the rows; writers who do not know of it yet meet it in a conflict. */
final class AlterTableHandler implements Handler<Statement.AlterTable> {

    @Override
    public Outcome handle(Statement.AlterTable alter, Execution run) throws InterruptedException {
        run.session().transaction().checkWritable("ALTER TABLE");
        CatalogObject found = run.catalog().find(alter.name().parts()).orElse(null);
        if (!(found instanceof CatalogObject.Table table)) {
            run.session().notice(
                    ServerMessage.notice("relation \"" + alter.name() + "\" does not exist, skipping"));
            return new Outcome.Done("ALTER TABLE");
        }
        for (TableChange change : alter.changes()) {
            HeirChanges.check(change, table, alter.isOnly(), run);
            table = change(change, table, alter.isOnly(), run);
        }
        return new Outcome.Done("ALTER TABLE");
    }

    /** Changes a table, and those that inherit from it. */
    private static CatalogObject.Table change(
            TableChange change, CatalogObject.Table table, boolean isOnly, Execution run)
            throws InterruptedException {
        if (!(change instanceof TableChange.Default)) {
            LateRows.refuseChange(table, "altering", run);
        }
        PartitionShape.checkChange(change, table, isOnly, run);
        refuseRowUse(change, table, run);
        CatalogObject.Table changed = changed(change, table, run);
        if (!changed.equals(table) && !(change instanceof PartitionDefinition.Change)) {
            Redefinition.of(changed, run);
            if (changed.isPartition()) {
                // Who writes to the whole table has to know of it.
                Redefinition.of(new PartitionTree(run.catalog().snapshot()).root(changed), run);
            }
        }
        new HeirChanges(run, (heir, other) -> change(other, heir, false, run))
                .follow(change, table, changed, isOnly);
        return changed;
    }

    private static CatalogObject.Table changed(TableChange change, CatalogObject.Table table, Execution run)
            throws InterruptedException {
        return switch (change) {
            case PartitionDefinition.Change partition -> new Partitions(run).change(table, partition);
            case TableChange.AddColumn add -> new TableColumns(table, run).add(add);
            case TableChange.DropColumn drop -> new TableColumns(table, run).drop(drop);
            case TableChange.Default set -> withDefault(table, set, run);
            case TableChange.NotNull set -> withNotNull(table, set, run);
            case TableChange.Options set -> HistoryOption.alter(table, set.options(), run);
            case TableChange.Tune tune -> {
                TuningHandler.apply(tune.change(), table, table.id(), run);
                yield table;
            }
            case TableChange.AddCheck add -> withCheck(table, add, run);
            case TableChange.ChangeType set -> new ColumnTypes(table, run).change(set);
            case TableChange.AddIdentity add -> new Identities(table, run).add(add);
            case TableChange.ChangeIdentity set -> new Identities(table, run).change(set);
            case TableChange.DropIdentity drop -> new Identities(table, run).drop(drop);
            case TableChange.AddPrimaryKey add -> table.isPartition()
                    ? PartitionKeys.primary(table, add.key())
                    : new PrimaryKeys(table, run).add(add.key());
            case TableChange.AddKeyOfIndex add -> new PrimaryKeys(table, run).ofIndex(add);
            case TableChange.AddUnique add -> {
                if (table.isPartition()) {
                    PartitionKeys.name(
                            PartitionKeys.unique(table, add.key(), run.catalog().snapshot()), add.key(), run);
                } else {
                    new IndexCreation(table, run).constraint(add.key());
                }
                yield table;
            }
            case TableChange.AddForeignKey add -> {
                new ForeignKeyCreation(table, run).create(add.key(), false, add.isNotValid());
                yield table;
            }
            case TableChange.ValidateConstraint one -> new TableConstraints(table, run).validate(one.name());
            case TableChange.ChangeConstraint one -> new TableConstraints(table, run).change(one);
            case TableChange.DropConstraint drop -> new TableConstraints(table, run).drop(drop);
            case TableChange.RenameConstraint rename -> new TableConstraints(table, run).rename(rename);
            case TableChange.Inherit inherit -> inherit.isEnd()
                    ? new Heirs(run).disinherit(table, inherit.parent())
                    : new Heirs(run).inherit(table, inherit.parent());
        };
    }

    private static void refuseRowUse(TableChange change, CatalogObject.Table table, Execution run) {
        boolean isOfFields = change instanceof TableChange.AddColumn || change instanceof TableChange.DropColumn
                || change instanceof TableChange.ChangeType;
        if (isOfFields) {
            RowUsers.refuseChange(table, run);
        }
        if (change instanceof TableChange.AddColumn add && RowUsers.isOf(add.column().type(), table.id())) {
            throw new SqlException(
                    SqlState.INVALID_TABLE_DEFINITION,
                    "composite type " + table.name() + " cannot be made a member of itself");
        }
    }

    private static CatalogObject.Table withDefault(
            CatalogObject.Table table, TableChange.Default set, Execution run) {
        Long sequence = set.sequence() == null
                ? null
                : Long.valueOf(CatalogDoor.current().need("pg_class", set.sequence()));
        if (sequence != null
                && !(run.catalog().snapshot().find(sequence).orElse(null) instanceof CatalogObject.Sequence)) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + set.sequence() + "\" is not a sequence");
        }
        return withColumn(table, set.column(), column -> column.withDefault(set.sql(), sequence));
    }

    private static CatalogObject.Table withColumn(
            CatalogObject.Table table, String name,
            UnaryOperator<CatalogObject.Column> change) {
        return table.withColumns(table.columns().stream()
                .map(column -> column.name().equals(name) ? change.apply(column) : column)
                .toList());
    }

    private static CatalogObject.Table withNotNull(
            CatalogObject.Table table, TableChange.NotNull set, Execution run) {
        int position = table.schema().indexOf(set.column());
        CatalogObject.Column column = table.columns().get(position);
        if (set.isNotNull()) {
            if (column.nullable() && exists(table, CreateText.quoted(set.column()) + " IS NULL", run)) {
                throw containsNulls(table, set.column());
            }
        } else {
            if (table.keyColumns().contains(position)) {
                throw new SqlException(
                        SqlState.INVALID_TABLE_DEFINITION,
                        "column \"" + set.column() + "\" is in a primary key");
            }
            if (column.identity() != null) {
                throw new SqlException(
                        SqlState.SYNTAX_ERROR,
                        "column \"" + set.column() + "\" of relation \"" + table.name()
                                + "\" is an identity column");
            }
            boolean isRead = run.catalog().snapshot().dependants(table).stream()
                    .anyMatch(other -> !DropHandler.isPartOf(other) && !(other instanceof CatalogObject.Table));
            if (!column.nullable() && isRead) {
                throw SqlException.unsupported("dropping NOT NULL while other objects depend on the table");
            }
        }
        return withColumn(table, set.column(), old -> old.withNullable(!set.isNotNull()));
    }

    static SqlException containsNulls(CatalogObject.Table table, String column) {
        return new SqlException(
                SqlState.NOT_NULL_VIOLATION,
                "column \"" + column + "\" of relation \"" + table.name() + "\" contains null values")
                .withOrigin(new SqlException.Origin(table.schemaName(), table.name(), column, null));
    }

    private static CatalogObject.Table withCheck(
            CatalogObject.Table table, TableChange.AddCheck add, Execution run) {
        Statement.CheckDefinition check = add.check();
        if (TableConstraints.isTaken(table, check.name(), run)) {
            throw TableConstraints.alreadyExists(table, check.name());
        }
        if (!add.isNotValid()) {
            requireKept(table, check.name(), check.sql(), run);
        }
        List<CatalogObject.Check> checks = new ArrayList<>(table.checks());
        checks.add(new CatalogObject.Check(
                run.database().engine().nextObjectId(), check.name(), check.sql(), add.isNotValid() ? true : null,
                check.isNoInherit() ? true : null));
        return table.withChecks(checks);
    }

    /** @throws SqlException 23514 where rows break a condition that are there */
    static void requireKept(CatalogObject.Table table, String check, String condition, Execution run) {
        if (exists(table, "NOT (" + condition + ")", run)) {
            throw new SqlException(
                    SqlState.CHECK_VIOLATION,
                    "check constraint \"" + check + "\" of relation \"" + table.name() + "\" is violated by some row")
                    .withOrigin(new SqlException.Origin(table.schemaName(), table.name(), null, check));
        }
    }

    /** Whether any row fulfils the condition; the whole table counts as read. */
    static boolean exists(CatalogObject.Table table, String condition, Execution run) {
        String sql = "SELECT 1 FROM ONLY " + CreateText.quoted(table.schemaName()) + "."
                + CreateText.quoted(table.name()) + " WHERE " + condition + " LIMIT 1";
        Statement.Query query = (Statement.Query) run.database().planning().plan(
                StatementText.asWritten(sql), List.of(), run.session(), run.cancellation()).statement();
        return !Rows.all(run.query(query.plan()), query.plan().result()).isEmpty();
    }
}
