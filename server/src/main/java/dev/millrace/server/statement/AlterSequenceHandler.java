package dev.millrace.server.statement;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.SequenceSettings;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.SequenceOwner;
import dev.millrace.server.catalog.Sequences;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.wire.ServerMessage;

/** ALTER SEQUENCE: its definition with the transaction, its position, as that of setval, at once. */
final class AlterSequenceHandler implements Handler<Statement.AlterSequence> {

    @Override
    public Outcome handle(Statement.AlterSequence alter, Execution run) throws InterruptedException {
        run.session().transaction().checkWritable("ALTER SEQUENCE");
        CatalogObject found = run.catalog().find(alter.name().parts()).orElse(null);
        if (found == null) {
            String missing = "relation \"" + alter.name() + "\" does not exist";
            if (!alter.ifExists()) {
                throw new SqlException(SqlState.UNDEFINED_TABLE, missing);
            }
            run.session().notice(ServerMessage.notice(missing + ", skipping"));
            return new Outcome.Done("ALTER SEQUENCE");
        }
        if (!(found instanceof CatalogObject.Sequence old)) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + found.name() + "\" is not a sequence");
        }
        SequenceSettings said = alter.settings();
        if (said.owner() != null && old.owner() != null && old.owner().isIdentity()) {
            throw SqlException.unsupported("changing the owner of an identity sequence");
        }
        SequenceOwner owner =
                said.owner() == null ? old.owner() : SequenceDefinitions.owner(said.owner(), run);
        CatalogObject.Sequence sequence = SequenceDefinitions.of(
                old.id(), new NewName(old.schemaName(), old.name()), said, old, owner);
        Sequences.Position position = run.database().sequences().position(old);
        if (said.restart() != null) {
            long restart = said.restart().isEmpty() ? sequence.start() : Long.parseLong(said.restart());
            position = new Sequences.Position(restart, false);
        }
        if (position.last() < sequence.min() || position.last() > sequence.max()) {
            boolean isLow = position.last() < sequence.min();
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "RESTART value (" + position.last() + ") cannot be " + (isLow ? "less than MINVALUE ("
                            + sequence.min() : "greater than MAXVALUE (" + sequence.max()) + ")");
        }
        if (!sequence.equals(old)) {
            run.session().transaction().alter(sequence, Sequences.body(), run.cancellation());
        }
        if (said.restart() != null) {
            run.database().sequences().set(sequence, position);
        }
        return new Outcome.Done("ALTER SEQUENCE");
    }
}
