package dev.millrace.server.statement;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Numbering;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TableChange;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Inheritance;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.StatementText;
import dev.millrace.server.wire.ServerMessage;

/** ALTER TABLE of a table that others inherit from: they change as well, as far as what changes is theirs, too. */
final class HeirChanges {

    /** How a change is made to one table and its heirs. */
    interface Maker {
        void make(CatalogObject.Table table, TableChange change) throws InterruptedException;
    }

    private final Execution run;
    private final Maker maker;

    HeirChanges(Execution run, Maker maker) {
        this.run = run;
        this.maker = maker;
    }

    private CatalogSnapshot catalog() {
        return run.catalog().snapshot();
    }

    // ---- what may not be done to one table alone --------------------------------------------------------------------

    /** @throws SqlException 42P16 where a table has from others what is to change */
    static void check(TableChange change, CatalogObject.Table table, boolean isOnly, Execution run) {
        CatalogSnapshot catalog = run.catalog().snapshot();
        switch (change) {
            case TableChange.DropColumn drop -> requireOwn(table, drop.column(), "drop", catalog);
            case TableChange.ChangeType set -> requireOwn(table, set.column(), "alter", catalog);
            case TableChange.DropConstraint drop -> {
                if (Inheritance.checkCount(table, drop.name(), catalog) > 0) {
                    throw invalid("cannot drop inherited constraint \"" + drop.name() + "\" of relation \""
                            + table.name() + "\"");
                }
            }
            case TableChange.RenameConstraint rename -> {
                if (Inheritance.checkCount(table, rename.name(), catalog) > 0) {
                    throw invalid("cannot rename inherited constraint \"" + rename.name() + "\"");
                }
            }
            case TableChange other -> { }
        }
        if (isOnly && !catalog.children(table.id()).isEmpty()) {
            checkOnly(change, table);
        }
    }

    static void requireOwn(CatalogObject.Table table, String column, String verb, CatalogSnapshot catalog) {
        int position = table.schema().indexOf(column);
        if (position >= 0 && Inheritance.columnCount(table, position, catalog) > 0) {
            throw invalid("cannot " + verb + " inherited column \"" + column + "\"");
        }
    }

    private static void checkOnly(TableChange change, CatalogObject.Table table) {
        switch (change) {
            case TableChange.AddColumn _ -> throw invalid("column must be added to child tables too");
            case TableChange.ChangeType set ->
                throw invalid("type of inherited column \"" + set.column() + "\" must be changed in child tables too");
            case TableChange.AddCheck add when !add.check().isNoInherit() ->
                throw invalid("constraint must be added to child tables too");
            case TableChange.RenameConstraint rename when handsOn(table, rename.name()) ->
                throw invalid("inherited constraint \"" + rename.name() + "\" must be renamed in child tables too");
            case TableChange.ValidateConstraint one when handsOn(table, one.name()) ->
                throw invalid("constraint must be validated on child tables too");
            case TableChange other -> { }
        }
    }

    private static boolean handsOn(CatalogObject.Table table, String check) {
        return table.checks().stream()
                .anyMatch(one -> one.name().equals(check) && !Boolean.TRUE.equals(one.isNoInherit()));
    }

    private static SqlException invalid(String message) {
        return new SqlException(SqlState.INVALID_TABLE_DEFINITION, message);
    }

    // ---- what heirs do with it --------------------------------------------------------------------------------------

    /** @param before the table before the change, {@code table}: after it */
    void follow(TableChange change, CatalogObject.Table before, CatalogObject.Table table, boolean isOnly)
            throws InterruptedException {
        for (CatalogObject.Table known : catalog().children(table.id())) {
            // One that inherits in several ways has changed meanwhile, and may even have another number.
            CatalogObject.Table child =
                    (CatalogObject.Table) catalog().find(known.schemaName(), known.name()).orElseThrow();
            switch (change) {
                case TableChange.AddColumn add -> addColumn(add, table, child);
                case TableChange.DropColumn drop -> dropColumn(drop, child, isOnly);
                case TableChange.AddCheck add -> {
                    if (!add.check().isNoInherit()) {
                        addCheck(add, child);
                    }
                }
                case TableChange.DropConstraint drop -> {
                    if (handsOn(before, drop.name())) {
                        dropCheck(drop, child, isOnly);
                    }
                }
                case TableChange.RenameConstraint rename -> {
                    if (handsOn(before, rename.name()) && hasCheck(child, rename.name())) {
                        maker.make(child, rename);
                    }
                }
                case TableChange.ValidateConstraint one -> {
                    if (handsOn(before, one.name())) {
                        maker.make(child, one);
                    }
                }
                case TableChange.Default set -> columnChange(set, set.column(), child, isOnly);
                case TableChange.NotNull set -> columnChange(set, set.column(), child, isOnly);
                case TableChange.ChangeType set -> columnChange(set, set.column(), child, isOnly);
                case TableChange other -> { }
            }
        }
    }

    private void columnChange(TableChange change, String column, CatalogObject.Table child, boolean isOnly)
            throws InterruptedException {
        if (!isOnly && child.schema().indexOf(column) >= 0) {
            maker.make(child, change);
        }
    }

    private static boolean hasCheck(CatalogObject.Table table, String name) {
        return table.checks().stream().anyMatch(check -> check.name().equals(name));
    }

    private void addColumn(TableChange.AddColumn add, CatalogObject.Table table, CatalogObject.Table child)
            throws InterruptedException {
        Statement.ColumnDefinition column = add.column();
        if (column.numbering() != null && column.numbering().kind().name().startsWith("IDENTITY")) {
            throw invalid("cannot recursively add identity column to table that has child tables");
        }
        int known = child.schema().indexOf(column.name());
        if (known >= 0) {
            if (!child.schema().type(known).equals(column.type())) {
                throw new SqlException(
                        SqlState.DATATYPE_MISMATCH,
                        "child table \"" + child.name() + "\" has different type for column \"" + column.name()
                                + "\"");
            }
            run.session().notice(ServerMessage.notice(
                    "merging definition of column \"" + column.name() + "\" for child \"" + child.name() + "\""));
            return;
        }
        maker.make(child, new TableChange.AddColumn(
                shared(column, table), add.value(), add.isComputed(), add.ifNotExists()));
        CatalogObject.Table wider = now(child);
        Redefinition.of(
                wider.withInheritance(wider.inheritance().withColumn(wider.schema().indexOf(column.name()))), run);
    }

    /** The sequence that numbers a column numbers it in all tables. */
    private Statement.ColumnDefinition shared(Statement.ColumnDefinition column, CatalogObject.Table table) {
        if (column.numbering() == null) {
            return column;
        }
        Long number = table.columns().get(table.schema().indexOf(column.name())).sequence();
        CatalogObject sequence = catalog().find(number).orElseThrow();
        Numbering numbering = new Numbering(
                Numbering.Kind.NEXTVAL, null,
                CreateText.quoted(sequence.schemaName()) + "." + CreateText.quoted(sequence.name()));
        return new Statement.ColumnDefinition(
                column.name(), column.type(), column.nullable(), null, null, numbering, column.domain());
    }

    private CatalogObject.Table now(CatalogObject.Table table) {
        return (CatalogObject.Table) catalog().find(table.id()).orElseThrow();
    }

    /** A column that the child has from nobody else goes there, too; with ONLY it is its own from now on. */
    private void dropColumn(TableChange.DropColumn drop, CatalogObject.Table child, boolean isOnly)
            throws InterruptedException {
        int position = child.schema().indexOf(drop.column());
        boolean isElsewhere = position < 0 || Inheritance.isLocal(child, position)
                || Inheritance.columnCount(child, position, catalog()) > 0;
        if (isElsewhere) {
            return;
        }
        if (isOnly) {
            Set<Integer> columns = new HashSet<>(child.inheritance().columns());
            columns.remove(position);
            Redefinition.of(
                    child.withInheritance(new Inheritance(
                            child.inheritance().parents(), columns, child.inheritance().checks())),
                    run);
            return;
        }
        // What of the child reads the column only its own text can tell.
        String sql = "ALTER TABLE " + CreateText.quoted(child.schemaName()) + "." + CreateText.quoted(child.name())
                + " DROP COLUMN " + CreateText.quoted(drop.column()) + (drop.isCascade() ? " CASCADE" : "");
        Statement.AlterTable alter = (Statement.AlterTable) run.database().planning().plan(
                StatementText.asWritten(sql), List.of(), run.session(), run.cancellation()).statement();
        maker.make(child, alter.changes().getFirst());
    }

    private void addCheck(TableChange.AddCheck add, CatalogObject.Table child) throws InterruptedException {
        String name = add.check().name();
        CatalogObject.Check known =
                child.checks().stream().filter(check -> check.name().equals(name)).findFirst().orElse(null);
        if (known != null) {
            if (!known.sql().equals(add.check().sql()) || Boolean.TRUE.equals(known.isNoInherit())) {
                throw TableConstraints.alreadyExists(child, name);
            }
            run.session().notice(ServerMessage.notice(
                    "merging constraint \"" + name + "\" with inherited definition"));
            return;
        }
        maker.make(child, add);
        CatalogObject.Table now = now(child);
        long number = now.checks().stream()
                .filter(check -> check.name().equals(name))
                .mapToLong(CatalogObject.Check::id)
                .findFirst()
                .orElseThrow();
        Redefinition.of(now.withInheritance(now.inheritance().withCheck(number)), run);
    }

    private void dropCheck(TableChange.DropConstraint drop, CatalogObject.Table child, boolean isOnly)
            throws InterruptedException {
        CatalogObject.Check check =
                child.checks().stream().filter(one -> one.name().equals(drop.name())).findFirst().orElse(null);
        boolean isElsewhere = check == null || Inheritance.isLocal(child, check)
                || Inheritance.checkCount(child, drop.name(), catalog()) > 0;
        if (isElsewhere) {
            return;
        }
        if (isOnly) {
            Set<Long> checks = new HashSet<>(child.inheritance().checks());
            checks.remove(check.id());
            Redefinition.of(
                    child.withInheritance(new Inheritance(
                            child.inheritance().parents(), child.inheritance().columns(), checks)),
                    run);
            return;
        }
        maker.make(child, drop);
    }
}
