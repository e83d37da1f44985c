package dev.millrace.server.session;

import java.util.List;

import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.net.Outbox;
import dev.millrace.server.wire.BackendMessage;
import dev.millrace.server.wire.RowEncoder;

/** The Query message: any number of statements in one text, in one implicit transaction, answered in text format. */
final class SimpleProtocol {

    /** How often a lone statement is run again when what it read has changed before it was committed. */
    static final int ATTEMPTS_MAX = 1_000;

    private final Session session;
    private final CopyProtocol copy;

    SimpleProtocol(Session session, CopyProtocol copy) {
        this.session = session;
        this.copy = copy;
    }

    void query(String script) throws InterruptedException {
        session.activity().begins(script);
        List<SqlCompiler.Piece> pieces;
        long begun = System.nanoTime();
        try (Interrupts.Running running = begin(0)) {
            pieces = session.database().planning().split(script, session, running.cancellation());
        }
        if (pieces.isEmpty()) {
            session.connection().out().write(new BackendMessage.EmptyQueryResponse());
            return;
        }
        // Reading counts for the first of the statements.
        long readMillis = (System.nanoTime() - begun) / 1_000_000;
        for (int i = 0; i < pieces.size(); i++) {
            SqlCompiler.Piece piece = pieces.get(i);
            try {
                run(piece.text(), i == 0 ? readMillis : 0, pieces.size() == 1, i == pieces.size() - 1);
            } catch (SqlException e) {
                throw e.position() > 0 ? e.at(e.position() + piece.offset()) : e;
            }
        }
    }

    private Interrupts.Running begin(long spentMillis) {
        long timeout = session.settings().millis("statement_timeout");
        return session.interrupts().begin(timeout <= 0 ? 0 : Math.max(1, timeout - spentMillis));
    }

    private void run(StatementText text, long spentMillis, boolean isOnly, boolean isLast)
            throws InterruptedException {
        TransactionBlock transaction = session.transaction();
        session.checkNotFailed(text.sql());
        boolean isAlone = isOnly && !transaction.isExplicit();
        try (Interrupts.Running running = begin(spentMillis)) {
            Cancellation cancellation = running.cancellation();
            for (int attempt = 1; ; attempt++) {
                transaction.statementBegins();
                Outcome outcome;
                try {
                    Planned planned = plan(text, cancellation);
                    outcome = new Execution(session, text.sql(), List.of(), cancellation).run(planned);
                    // Rows of a script's last query are computed as they are sent, and may fail: then nothing is
                    // committed.
                    boolean isComplete = outcome instanceof Outcome.Done || isAlone && outcome instanceof Outcome.Rows;
                    if (isLast && isComplete && transaction.isImplicit() && transaction.hasWrites()) {
                        transaction.commit(cancellation);
                    }
                } catch (SqlException e) {
                    boolean mayRepeat = isAlone && attempt < ATTEMPTS_MAX && !transaction.hasGoneOn();
                    if (mayRepeat && e.sqlState().equals(SqlState.SERIALIZATION_FAILURE)) {
                        transaction.restart(cancellation);
                        continue;
                    }
                    throw e;
                }
                send(outcome, isLast, cancellation);
                return;
            }
        }
    }

    /** The statement, which has no parameters: nobody could give them values. */
    private Planned plan(StatementText text, Cancellation cancellation) {
        Planning planning = session.database().planning();
        Planned planned;
        try {
            planned = planning.plan(text, List.of(), session, cancellation);
        } catch (SqlException e) {
            throw isOfOperands(e) && planning.hasParameter(text.sql()) ? planning.noParameter(text.sql()) : e;
        }
        if (!planned.parameters().isEmpty()) {
            throw planning.noParameter(text.sql());
        }
        return planned;
    }

    /** Whether PostgreSQL would have come by a parameter before this error: operands are read before they are used. */
    private static boolean isOfOperands(SqlException error) {
        return error.sqlState().equals(SqlState.INDETERMINATE_DATATYPE)
                || error.sqlState().equals(SqlState.UNDEFINED_FUNCTION)
                || error.sqlState().equals(SqlState.AMBIGUOUS_FUNCTION);
    }

    private void send(Outcome outcome, boolean isLast, Cancellation cancellation) throws InterruptedException {
        Outbox out = session.connection().out();
        TransactionBlock transaction = session.transaction();
        String tag = switch (outcome) {
            case Outcome.Done done -> done.tag();
            case Outcome.Rows rows -> sendRows(rows, cancellation);
            case Outcome.CopyOut stream -> copy.send(stream, cancellation);
            case Outcome.CopyIn sink -> copy.receive(sink, cancellation);
        };
        if (isLast && transaction.isImplicit()) {
            transaction.commit(cancellation);
        }
        out.write(new BackendMessage.CommandComplete(tag));
    }

    private String sendRows(Outcome.Rows rows, Cancellation cancellation) throws InterruptedException {
        Outbox out = session.connection().out();
        short[] formatCodes = rows.isBinary() ? new short[] {1} : new short[0];
        Portal portal = new Portal("", null, List.of(), formatCodes);
        portal.executed(rows, session.settings().zone());
        try (portal) {
            if (!rows.stream().isLive()) {
                // What fails at once fails before the client is told of columns.
                portal.prepare();
            }
            out.write(new BackendMessage.RowDescription(
                    rows.columns(), RowEncoder.formats(formatCodes, rows.columns().size())));
            portal.send(out, 0, cancellation);
        }
        return rows.tag(portal.rowsSent());
    }
}
