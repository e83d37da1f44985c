package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.session.Execution;
import dev.millrace.server.wire.ServerMessage;

/** Defaults of tables that stay while the sequences go which they name. */
final class SequenceDefaults {

    private final Execution run;

    SequenceDefaults(Execution run) {
        this.run = run;
    }

    /** @throws SqlException 2BP01 when there are any, unless they go too */
    void drop(Collection<CatalogObject> dropped, boolean isCascade) throws InterruptedException {
        for (CatalogObject object : dropped) {
            if (!(object instanceof CatalogObject.Sequence sequence)) {
                continue;
            }
            for (CatalogObject.Relation relation : run.catalog().snapshot().relations()) {
                if (relation instanceof CatalogObject.Table table
                        && dropped.stream().noneMatch(other -> other.id() == table.id())) {
                    drop(sequence, table, isCascade);
                }
            }
        }
    }

    private void drop(CatalogObject.Sequence sequence, CatalogObject.Table table, boolean isCascade)
            throws InterruptedException {
        List<CatalogObject.Column> columns = new ArrayList<>();
        for (CatalogObject.Column column : table.columns()) {
            boolean isConcerned = column.sequence() != null && column.sequence() == sequence.id();
            if (isConcerned) {
                check(sequence, table, column, isCascade);
            }
            columns.add(isConcerned ? column.withDefault(null, null) : column);
        }
        if (!columns.equals(table.columns())) {
            Redefinition.of(table.withColumns(columns), run);
        }
    }

    private void check(
            CatalogObject.Sequence sequence, CatalogObject.Table table, CatalogObject.Column column,
            boolean isCascade) {
        if (column.identity() != null) {
            String what = "column " + column.name() + " of table " + table.name();
            throw new SqlException(
                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot drop sequence " + sequence.name() + " because " + what + " requires it")
                    .withHint("You can drop " + what + " instead.");
        }
        String what = "default value for column " + column.name() + " of table " + table.name();
        if (!isCascade) {
            throw new SqlException(
                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot drop sequence " + sequence.name() + " because other objects depend on it")
                    .withDetail(what + " depends on sequence " + sequence.name())
                    .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
        }
        run.session().notice(ServerMessage.notice("drop cascades to " + what));
    }
}
