package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.StatementText;
import dev.millrace.server.wire.ServerMessage;

/** ALTER ... RENAME COLUMN: of a table with its own checks and generated columns, of a stream, of a view. */
final class RenameColumnHandler implements Handler<Statement.RenameColumn> {

    @Override
    public Outcome handle(Statement.RenameColumn rename, Execution run) throws InterruptedException {
        return handle(rename, run, false);
    }

    /** @param isInherited whether it happens in the tables that have the column, too, which this one inherits from */
    private Outcome handle(Statement.RenameColumn rename, Execution run, boolean isInherited)
            throws InterruptedException {
        String command = "ALTER " + DropHandler.kindName(rename.kind()).toUpperCase(Locale.ROOT);
        run.session().transaction().checkWritable(command);
        CatalogObject found = run.catalog().find(rename.name().parts()).orElse(null);
        if (found == null) {
            run.session().notice(
                    ServerMessage.notice("relation \"" + rename.name() + "\" does not exist, skipping"));
            return new Outcome.Done(command);
        }
        boolean isKind = rename.kind() == Statement.ObjectKind.TABLE
                || found.kindName().equals(DropHandler.kindName(rename.kind()));
        if (!isKind || !(found instanceof CatalogObject.Relation relation)) {
            String kind = DropHandler.kindName(rename.kind());
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE, "\"" + found.name() + "\" is not " + DropHandler.article(kind));
        }
        NewName.checked(rename.newName());
        int position = relation.schema().indexOf(rename.column());
        if (position < 0) {
            throw new SqlException(
                    SqlState.UNDEFINED_COLUMN, "column \"" + rename.column() + "\" does not exist");
        }
        if (!isInherited && relation instanceof CatalogObject.Table table) {
            HeirChanges.requireOwn(table, rename.column(), "rename", run.catalog().snapshot());
        }
        if (relation.schema().indexOf(rename.newName()) >= 0) {
            throw new SqlException(
                    SqlState.DUPLICATE_COLUMN,
                    "column \"" + rename.newName() + "\" of relation \"" + relation.name()
                            + "\" already exists");
        }
        Redefinition.of(renamed(relation, position, rename, run), run);
        for (CatalogObject.Table known : run.catalog().snapshot().children(relation.id())) {
            // One that inherits in several ways was renamed by the first of them.
            CatalogObject.Table child = (CatalogObject.Table) run.catalog().snapshot().find(known.id()).orElseThrow();
            if (child.schema().indexOf(rename.column()) >= 0) {
                inherit(rename, child, run);
            }
        }
        return new Outcome.Done(command);
    }

    /** What of a table that inherits the column names it only its own text can tell. */
    private void inherit(Statement.RenameColumn rename, CatalogObject.Table child, Execution run)
            throws InterruptedException {
        String sql = "ALTER TABLE " + CreateText.quoted(child.schemaName()) + "." + CreateText.quoted(child.name())
                + " RENAME COLUMN " + CreateText.quoted(rename.column()) + " TO "
                + CreateText.quoted(rename.newName());
        handle((Statement.RenameColumn) run.database().planning().plan(
                StatementText.asWritten(sql), List.of(), run.session(), run.cancellation()).statement(), run, true);
    }

    private static CatalogObject renamed(
            CatalogObject.Relation relation, int position, Statement.RenameColumn rename, Execution run) {
        return switch (relation) {
            case CatalogObject.Table table -> {
                PartitionShape.checkRename(table, rename.column(), run);
                List<CatalogObject.Column> columns = new ArrayList<>();
                for (CatalogObject.Column column : table.columns()) {
                    String sql = rename.generated().get(column.name());
                    CatalogObject.Column now = sql == null ? column : column.withGenerated(sql);
                    columns.add(columns.size() == position ? now.withName(rename.newName()) : now);
                }
                yield table.withColumns(columns).withChecks(table.checks().stream()
                        .map(check -> check.of(
                                check.name(), rename.checks().getOrDefault(check.name(), check.sql())))
                        .toList());
            }
            case CatalogObject.Stream _ -> throw SqlException.unsupported("renaming a column of a stream");
            case CatalogObject.View view -> view.withSchema(renamed(view.schema(), position, rename.newName()));
            case CatalogObject.MaterializedView view ->
                view.withSchema(renamed(view.schema(), position, rename.newName()));
        };
    }

    private static Schema renamed(Schema schema, int position, String name) {
        List<Schema.Field> fields = new ArrayList<>(schema.fields());
        fields.set(position, new Schema.Field(name, schema.type(position), schema.field(position).nullable()));
        return new Schema(fields);
    }
}
