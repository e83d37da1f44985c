package dev.millrace.server.statement;

import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.TransactionBlock;

/** SAVEPOINT, RELEASE, ROLLBACK TO: marks in the transaction's writes. */
final class SavepointHandler implements Handler<Statement.Savepoint> {

    @Override
    public Outcome handle(Statement.Savepoint savepoint, Execution run) {
        TransactionBlock transaction = run.session().transaction();
        return switch (savepoint.kind()) {
            case SAVEPOINT -> {
                transaction.savepoint(savepoint.name());
                yield new Outcome.Done("SAVEPOINT");
            }
            case RELEASE -> {
                transaction.release(savepoint.name());
                yield new Outcome.Done("RELEASE");
            }
            case ROLLBACK_TO -> {
                transaction.rollbackTo(savepoint.name());
                yield new Outcome.Done("ROLLBACK");
            }
        };
    }
}
