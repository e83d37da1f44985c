package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Numbering;
import dev.millrace.planner.SequenceSettings;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TableChange;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.session.Execution;
import dev.millrace.server.wire.ServerMessage;

/** Makes a column of a table an identity column, changes how it is numbered, or ends that. */
final class Identities {

    private static final SequenceSettings NOTHING =
            new SequenceSettings(null, null, null, null, null, null, null, null, null, null);

    private final CatalogObject.Table table;
    private final Execution run;

    Identities(CatalogObject.Table table, Execution run) {
        this.table = table;
        this.run = run;
    }

    private SqlException fault(String column, String what) {
        return new SqlException(
                SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                "column \"" + column + "\" of relation \"" + table.name() + "\" " + what);
    }

    private CatalogObject.Table with(int position, CatalogObject.Column column) {
        List<CatalogObject.Column> columns = new ArrayList<>(table.columns());
        columns.set(position, column);
        return table.withColumns(columns);
    }

    CatalogObject.Table add(TableChange.AddIdentity add) throws InterruptedException {
        int position = table.schema().indexOf(add.column());
        CatalogObject.Column column = table.columns().get(position);
        if (column.nullable()) {
            throw fault(column.name(), "must be declared NOT NULL before identity can be added");
        }
        if (column.identity() != null) {
            throw fault(column.name(), "is already an identity column");
        }
        if (column.defaultSql() != null || column.sequence() != null) {
            throw fault(column.name(), "already has a default value");
        }
        OwnSequences sequences = new OwnSequences(table.id(), new NewName(table.schemaName(), table.name()), run);
        Statement.ColumnDefinition numbered = new Statement.ColumnDefinition(
                column.name(), column.type(), false, null, null, add.numbering());
        CatalogObject.Column identity = sequences.column(numbered, position, false);
        sequences.create();
        return with(position, identity);
    }

    CatalogObject.Table change(TableChange.ChangeIdentity set) throws InterruptedException {
        int position = table.schema().indexOf(set.column());
        CatalogObject.Column column = table.columns().get(position);
        if (column.identity() == null) {
            throw fault(column.name(), "is not an identity column");
        }
        if (!set.settings().equals(NOTHING)) {
            CatalogObject sequence = run.catalog().snapshot().find(column.sequence()).orElseThrow();
            new AlterSequenceHandler().handle(
                    new Statement.AlterSequence(
                            new Statement.QualifiedName(List.of(sequence.schemaName(), sequence.name())),
                            set.settings(), false),
                    run);
        }
        if (set.kind() == null) {
            return table;
        }
        String identity = set.kind() == Numbering.Kind.IDENTITY_ALWAYS ? "always" : "by default";
        return with(position, new CatalogObject.Column(
                column.name(), column.type(), column.nullable(), null, null, column.sequence(), identity));
    }

    CatalogObject.Table drop(TableChange.DropIdentity drop) throws InterruptedException {
        int position = table.schema().indexOf(drop.column());
        CatalogObject.Column column = table.columns().get(position);
        if (column.identity() == null) {
            SqlException fault = fault(column.name(), "is not an identity column");
            if (!drop.ifExists()) {
                throw fault;
            }
            run.session().notice(ServerMessage.notice(fault.getMessage() + ", skipping"));
            return table;
        }
        CatalogObject.Table plain = with(position, column.withDefault(null, null));
        Redefinition.of(plain, run);
        CatalogObject sequence = run.catalog().snapshot().find(column.sequence()).orElseThrow();
        run.session().transaction().drop(sequence, run.cancellation());
        return plain;
    }
}
