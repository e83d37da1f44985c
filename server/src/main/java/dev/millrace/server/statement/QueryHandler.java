package dev.millrace.server.statement;

import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** SELECT: rows stream from the snapshot to the socket. */
final class QueryHandler implements Handler<Statement.Query> {

    @Override
    public Outcome handle(Statement.Query query, Execution run) {
        return new Outcome.Rows(
                SourceColumns.of(query.plan(), run.catalog().snapshot()),
                Rows.stream(run.query(query.plan())),
                "SELECT %d");
    }
}
