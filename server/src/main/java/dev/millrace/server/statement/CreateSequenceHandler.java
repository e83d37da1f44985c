package dev.millrace.server.statement;

import java.util.Map;

import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.SequenceOwner;
import dev.millrace.server.catalog.Sequences;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** CREATE SEQUENCE. */
final class CreateSequenceHandler implements Handler<Statement.CreateSequence> {

    @Override
    public Outcome handle(Statement.CreateSequence create, Execution run) throws InterruptedException {
        run.session().transaction().checkWritable("CREATE SEQUENCE");
        NewName name = create.isTemporary()
                ? NewName.temporary(create.name(), run)
                : NewName.of(create.name(), run);
        if (name.isFree(create.ifNotExists(), run)) {
            SequenceOwner owner = create.settings().owner() == null
                    ? null
                    : SequenceDefinitions.owner(create.settings().owner(), run);
            CatalogObject.Sequence sequence = SequenceDefinitions.of(
                    run.database().engine().nextObjectId(), name, create.settings(), null, owner);
            create(sequence, run);
            TuningHandler.born(sequence, Map.of(), create.isUnlogged(), run);
        }
        return new Outcome.Done("CREATE SEQUENCE");
    }

    static void create(CatalogObject.Sequence sequence, Execution run) throws InterruptedException {
        run.session().transaction().create(sequence, Sequences.body(), run.cancellation());
    }
}
