package dev.millrace.server.statement;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Legacy;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Inheritance;
import dev.millrace.server.catalog.TemporarySchema;
import dev.millrace.server.session.Execution;
import dev.millrace.server.wire.ServerMessage;

/**
 * Makes tables inherit from others, and end it. Each keeps its own rows; those who read a parent read them along, so
 * that what is kept of the parent stands in the way of another heir.
 */
final class Heirs {

    private final Execution run;

    Heirs(Execution run) {
        this.run = run;
    }

    private CatalogSnapshot catalog() {
        return run.catalog().snapshot();
    }

    private CatalogObject.Table table(long id) {
        return (CatalogObject.Table) catalog().find(id).orElseThrow();
    }

    // ---- CREATE TABLE ... INHERITS ----------------------------------------------------------------------------------

    /** The table with what is to be known of its parents. */
    CatalogObject.Table born(CatalogObject.Table table, Legacy legacy) {
        Set<Integer> columns = new HashSet<>();
        legacy.columns().forEach(name -> columns.add(table.schema().indexOf(name)));
        Set<Long> checks = new HashSet<>();
        table.checks().stream()
                .filter(check -> legacy.checks().contains(check.name()))
                .forEach(check -> checks.add(check.id()));
        for (long id : legacy.parents()) {
            CatalogObject.Table parent = table(id);
            run.session().authority().checkOwner(parent);
            boolean isTemporary = TemporarySchema.isTemporary(parent.schemaName());
            if (isTemporary && !TemporarySchema.isTemporary(table.schemaName())) {
                throw wrongType("cannot inherit from temporary relation \"" + parent.name() + "\"");
            }
            refuseKept(parent);
        }
        legacy.notices().forEach(notice -> run.session().notice(
                ServerMessage.notice("00000", notice.message(), notice.detail())));
        return table.withInheritance(new Inheritance(legacy.parents(), columns, checks));
    }

    private static SqlException wrongType(String message) {
        return new SqlException(SqlState.WRONG_OBJECT_TYPE, message);
    }

    /** Parents are defined anew: who reads them meanwhile has to know of the heir. */
    void link(CatalogObject.Table heir) throws InterruptedException {
        for (long parent : heir.inheritance() == null ? List.<Long>of() : heir.inheritance().parents()) {
            Redefinition.of(table(parent), run);
        }
    }

    /** What is kept of a table was made for the heirs that it had then. */
    private void refuseKept(CatalogObject.Table parent) {
        for (CatalogObject object : catalog().dependants(parent)) {
            if (object instanceof CatalogObject.OfQuery && !(object instanceof CatalogObject.View)) {
                throw SqlException.unsupported("changing which tables inherit from \"" + parent.name() + "\", which "
                                + DropHandler.description(object) + " reads")
                        .withHint("Drop it first, and create it again afterwards.");
            }
        }
    }

    // ---- ALTER TABLE ... INHERIT ------------------------------------------------------------------------------------

    CatalogObject.Table inherit(CatalogObject.Table table, Statement.QualifiedName name)
            throws InterruptedException {
        CatalogObject found = run.catalog().find(name.parts()).orElseThrow(() -> new SqlException(
                SqlState.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist"));
        if (!(found instanceof CatalogObject.Table parent)) {
            throw wrongType("\"" + found.name() + "\" is not a table");
        }
        run.session().authority().checkOwner(parent);
        checkKind(table, parent);
        Inheritance before = table.inheritance() == null ? Inheritance.NONE : table.inheritance();
        if (before.parents().contains(parent.id())) {
            throw new SqlException(
                    SqlState.DUPLICATE_TABLE,
                    "relation \"" + parent.name() + "\" would be inherited from more than once");
        }
        boolean isCircle = table.id() == parent.id()
                || Inheritance.heirs(table.id(), catalog()).stream().anyMatch(heir -> heir.id() == parent.id());
        if (isCircle) {
            throw new SqlException(SqlState.DUPLICATE_TABLE, "circular inheritance not allowed")
                    .withDetail("\"" + parent.name() + "\" is already a child of \"" + table.name() + "\".");
        }
        checkShape(table, parent);
        refuseKept(parent);
        CatalogObject.Table heir = table.withInheritance(before.with(parent.id()));
        Redefinition.of(heir, run);
        Redefinition.of(parent, run);
        return heir;
    }

    private static void checkKind(CatalogObject.Table table, CatalogObject.Table parent) {
        if (table.isPartition()) {
            throw wrongType("cannot change inheritance of a partition");
        }
        if (table.partitioning() != null) {
            throw wrongType("cannot change inheritance of partitioned table");
        }
        if (parent.partitioning() != null) {
            throw wrongType(parent.isPartition()
                    ? "cannot inherit from a partition"
                    : "cannot inherit from partitioned table \"" + parent.name() + "\"");
        }
        boolean isTemporary = TemporarySchema.isTemporary(parent.schemaName());
        if (isTemporary && !TemporarySchema.isTemporary(table.schemaName())) {
            throw wrongType("cannot inherit from temporary relation \"" + parent.name() + "\"");
        }
    }

    private static void checkShape(CatalogObject.Table table, CatalogObject.Table parent) {
        for (CatalogObject.Column column : parent.columns()) {
            if (column.isDropped()) {
                continue;
            }
            int position = table.schema().indexOf(column.name());
            if (position < 0) {
                throw mismatch("child table is missing column \"" + column.name() + "\"");
            }
            CatalogObject.Column own = table.columns().get(position);
            if (!own.type().equals(column.type())) {
                throw mismatch("child table \"" + table.name() + "\" has different type for column \""
                        + column.name() + "\"");
            }
            if (!column.nullable() && own.nullable()) {
                throw mismatch("column \"" + column.name() + "\" in child table must be marked NOT NULL");
            }
            if (column.generatedSql() != null && own.generatedSql() == null) {
                throw mismatch("column \"" + column.name() + "\" in child table must be a generated column");
            }
        }
        for (CatalogObject.Check check : parent.checks()) {
            if (Boolean.TRUE.equals(check.isNoInherit())) {
                continue;
            }
            CatalogObject.Check own = table.checks().stream()
                    .filter(other -> other.name().equals(check.name()))
                    .findFirst()
                    .orElseThrow(() -> mismatch("child table is missing constraint \"" + check.name() + "\""));
            if (!own.sql().equals(check.sql())) {
                throw mismatch("child table \"" + table.name() + "\" has different definition for check constraint \""
                        + check.name() + "\"");
            }
        }
    }

    private static SqlException mismatch(String message) {
        return new SqlException(SqlState.DATATYPE_MISMATCH, message);
    }

    /** What the table had from this parent alone is its own from now on. */
    CatalogObject.Table disinherit(CatalogObject.Table table, Statement.QualifiedName name)
            throws InterruptedException {
        CatalogObject parent = run.catalog().find(name.parts()).orElseThrow(() -> new SqlException(
                SqlState.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist"));
        if (table.inheritance() == null || !table.inheritance().parents().contains(parent.id())) {
            throw new SqlException(
                    SqlState.UNDEFINED_TABLE,
                    "relation \"" + parent.name() + "\" is not a parent of relation \"" + table.name() + "\"");
        }
        refuseKept((CatalogObject.Table) parent);
        List<Long> others =
                table.inheritance().parents().stream().filter(id -> id != parent.id()).toList();
        CatalogObject.Table left = table.withInheritance(new Inheritance(
                others, table.inheritance().columns(), table.inheritance().checks()));
        Set<Integer> columns = new HashSet<>(left.inheritance().columns());
        columns.removeIf(position -> Inheritance.columnCount(left, position, catalog()) == 0);
        Set<Long> checks = new HashSet<>();
        left.checks().stream()
                .filter(check -> !Inheritance.isLocal(left, check)
                        && Inheritance.checkCount(left, check.name(), catalog()) > 0)
                .forEach(check -> checks.add(check.id()));
        CatalogObject.Table free = table.withInheritance(
                others.isEmpty() ? null : new Inheritance(others, columns, checks));
        Redefinition.of(free, run);
        Redefinition.of(parent, run);
        return free;
    }
}
