package dev.millrace.server.statement;

import java.util.List;

import dev.millrace.executor.plan.EnumType;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.ForeignKey;
import dev.millrace.server.catalog.NamedType;
import dev.millrace.server.catalog.TypeUsers;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.StatementText;
import dev.millrace.server.wire.ServerMessage;

/**
 * ALTER TYPE ... ADD VALUE and RENAME VALUE. A new label touches no row and no view; a renamed one is a change of the
 * rows that hold it, which views take in like any other.
 */
final class EnumLabels {

    private final Execution run;

    EnumLabels(Execution run) {
        this.run = run;
    }

    Outcome add(Statement.AddLabel add) throws InterruptedException {
        run.session().transaction().checkWritable("ALTER TYPE");
        NamedType type = NamedTypes.find(add.type(), run);
        EnumType before = type.definition();
        CreateEnumHandler.checkLabel(add.label());
        if (before.indexOf(add.label()) >= 0) {
            if (!add.ifNotExists()) {
                throw taken(add.label());
            }
            run.session().notice(ServerMessage.notice(
                    SqlState.DUPLICATE_OBJECT, "enum label \"" + add.label() + "\" already exists, skipping", null));
            return new Outcome.Done("ALTER TYPE");
        }
        int position = add.neighbour() == null
                ? before.labels().size()
                : position(before, add.neighbour()) + (add.isBefore() ? 0 : 1);
        refuseReaders(type, null, "adding a label");
        NamedTypes.replace(new NamedType(before.with(position, add.label())), run);
        return new Outcome.Done("ALTER TYPE");
    }

    Outcome rename(Statement.RenameLabel rename) throws InterruptedException {
        run.session().transaction().checkWritable("ALTER TYPE");
        NamedType type = NamedTypes.find(rename.type(), run);
        EnumType before = type.definition();
        int position = position(before, rename.label());
        CreateEnumHandler.checkLabel(rename.newLabel());
        if (before.indexOf(rename.newLabel()) >= 0) {
            throw taken(rename.newLabel());
        }
        refuseReaders(type, rename.label(), "renaming a label");
        NamedType both = new NamedType(before.withSecond(position, rename.newLabel()));
        NamedTypes.replace(both, run);
        for (CatalogObject user : TypeUsers.of(both, run.catalog().snapshot())) {
            switch (user) {
                case CatalogObject.Table table when table.isPartition() -> { }
                case CatalogObject.Table table -> rewrite(table, both, rename);
                case CatalogObject.Stream stream ->
                    throw SqlException.unsupported("renaming a label that a stream may hold");
                case CatalogObject other -> { }
            }
        }
        NamedTypes.replace(new NamedType(before.renamed(position, rename.newLabel())), run);
        return new Outcome.Done("ALTER TYPE");
    }

    private static int position(EnumType type, String label) {
        int position = type.indexOf(label);
        if (position < 0) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE, "\"" + label + "\" is not an existing enum label");
        }
        return position;
    }

    private static SqlException taken(String label) {
        return new SqlException(SqlState.DUPLICATE_OBJECT, "enum label \"" + label + "\" already exists");
    }

    /** What was computed from the labels as they were would be wrong from now on. */
    private void refuseReaders(NamedType type, String label, String what) {
        for (CatalogObject object : run.catalog().snapshot().objects()) {
            boolean isReader = object instanceof CatalogObject.OfQuery query
                    && reads(query, type.id(), label)
                    && (label != null || !(object instanceof CatalogObject.View));
            boolean isFed = object instanceof CatalogObject.Stream stream && stream.connector() != null
                    && stream.dependencies().contains(type.id());
            if (isReader || isFed) {
                throw SqlException.unsupported(what + " of a type whose labels " + DropHandler.description(object)
                                + " reads")
                        .withHint("Drop it first, and create it again afterwards.");
            }
        }
    }

    private static boolean reads(CatalogObject.OfQuery query, long type, String label) {
        return query.labels() != null
                && (query.labels().contains(Long.toString(type)) || query.labels().contains(type + ":" + label));
    }

    private void rewrite(CatalogObject.Table table, NamedType type, Statement.RenameLabel rename)
            throws InterruptedException {
        String from = "'" + rename.label().replace("'", "''") + "'";
        String to = "'" + rename.newLabel().replace("'", "''") + "'";
        for (int i = 0; i < table.columns().size(); i++) {
            CatalogObject.Column column = table.columns().get(i);
            if (column.isDropped() || !type.definition().equals(column.type().enumType())) {
                continue;
            }
            refuseKeyed(table, i);
            String name = CreateText.quoted(column.name());
            String sql = "UPDATE " + CreateText.quoted(table.schemaName()) + "." + CreateText.quoted(table.name())
                    + " SET " + name + " = "
                    + (column.type().element() == null
                            ? to + " WHERE " + name + " = " + from
                            : "array_replace(" + name + ", " + from + ", " + to + ") WHERE " + from + " = ANY("
                                    + name + ")");
            Statement.Update update = (Statement.Update) run.database().planning().plan(
                    StatementText.asWritten(sql), List.of(), run.session(), run.cancellation()).statement();
            new UpdateHandler().handle(update, run);
        }
    }

    private void refuseKeyed(CatalogObject.Table table, int column) {
        List<ForeignKey> own = run.catalog().snapshot().foreignKeys(table.id());
        List<ForeignKey> others = run.catalog().snapshot().references(table.id());
        if (own.stream().anyMatch(key -> key.columns().contains(column))
                || others.stream().anyMatch(key -> key.referencedColumns().contains(column))) {
            throw SqlException.unsupported("renaming a label that a foreign key may hold");
        }
    }
}
