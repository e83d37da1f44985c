package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.function.CatalogDoor;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Numbering;
import dev.millrace.planner.SequenceSettings;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.SequenceOwner;
import dev.millrace.server.session.Execution;

/** The columns of a table with the sequences that number them; those that go with the table are created after it. */
final class OwnSequences {

    private final long table;
    private final NewName tableName;
    private final Execution run;
    private final List<CatalogObject.Sequence> created = new ArrayList<>();

    OwnSequences(long table, NewName tableName, Execution run) {
        this.table = table;
        this.tableName = tableName;
        this.run = run;
    }

    /** @param position of the column in its table */
    CatalogObject.Column column(Statement.ColumnDefinition column, int position, boolean nullable) {
        Numbering numbering = column.numbering();
        Long sequence = null;
        String identity = null;
        if (numbering != null) {
            identity = switch (numbering.kind()) {
                case NEXTVAL, SERIAL -> null;
                case IDENTITY_ALWAYS -> "always";
                case IDENTITY_BY_DEFAULT -> "by default";
            };
            sequence = numbering.existing() == null
                    ? own(column, position, identity != null)
                    : existing(numbering.existing());
        }
        return new CatalogObject.Column(
                column.name(), column.type(), nullable, column.defaultSql(), column.generatedSql(), sequence,
                identity, false, column.domain() == null ? null : column.domain().id());
    }

    private long own(Statement.ColumnDefinition column, int position, boolean isIdentity) {
        SequenceSettings settings = column.numbering().settings();
        String given = settings == null ? null : settings.name();
        NewName name = new NewName(
                tableName.schemaName(),
                given == null ? tableName.derived("_" + column.name() + "_seq", run) : given);
        if (given != null) {
            name.isFree(false, run);
        }
        CatalogObject.Sequence sequence = SequenceDefinitions.of(
                run.database().engine().nextObjectId(), name, settings, null,
                new SequenceOwner(table, position, isIdentity));
        created.add(sequence);
        return sequence.id();
    }

    /** The sequence that a DEFAULT names, as SQL writes names. */
    long existing(String written) {
        CatalogObject object = run.catalog().snapshot()
                .find(CatalogDoor.current().need("pg_class", written))
                .orElseThrow(() ->
                        new SqlException(SqlState.UNDEFINED_TABLE, "relation \"" + written + "\" does not exist"));
        if (!(object instanceof CatalogObject.Sequence sequence)) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE, "\"" + object.name() + "\" is not a sequence");
        }
        return sequence.id();
    }

    void create() throws InterruptedException {
        for (CatalogObject.Sequence sequence : created) {
            CreateSequenceHandler.create(sequence, run);
        }
    }
}
