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
import dev.millrace.server.wire.ServerMessage;

/** ALTER ... RENAME COLUMN: of a table with its own checks and generated columns, of a stream, of a view. */
final class RenameColumnHandler implements Handler<Statement.RenameColumn> {

    @Override
    public Outcome handle(Statement.RenameColumn rename, Execution run) throws InterruptedException {
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
        if (relation.schema().indexOf(rename.newName()) >= 0) {
            throw new SqlException(
                    SqlState.DUPLICATE_COLUMN,
                    "column \"" + rename.newName() + "\" of relation \"" + relation.name()
                            + "\" already exists");
        }
        Redefinition.of(renamed(relation, position, rename, run), run);
        return new Outcome.Done(command);
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
                        .map(check -> new CatalogObject.Check(
                                check.id(), check.name(), rename.checks().getOrDefault(check.name(), check.sql()),
                                check.isNotValid()))
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
