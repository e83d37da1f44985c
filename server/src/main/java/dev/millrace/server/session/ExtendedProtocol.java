package dev.millrace.server.session;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.net.Outbox;
import dev.millrace.server.wire.BackendMessage;
import dev.millrace.server.wire.Format;
import dev.millrace.server.wire.FrontendMessage;
import dev.millrace.server.wire.ParameterDecoder;
import dev.millrace.server.wire.RowEncoder;
import dev.millrace.server.wire.WireColumn;
import dev.millrace.server.wire.WireTypes;

/**
 * Parse, Bind, Describe, Execute, Close, Sync. After an error everything is skipped up to Sync, which also ends the
 * implicit transaction.
 */
final class ExtendedProtocol {

    private final Session session;
    private final CopyProtocol copy;
    private boolean isSkipping;
    /** The execution's commit cannot be waited for here. */
    private boolean isHandingOver;
    private PendingCommit pending;

    ExtendedProtocol(Session session, CopyProtocol copy) {
        this.session = session;
        this.copy = copy;
    }

    boolean isSkipping() {
        return isSkipping;
    }

    /** The client may wait for the error: what it says until Sync, also Flush, is not heard. */
    void skipToSync() {
        isSkipping = true;
        session.connection().out().flush();
    }

    void stopSkipping() {
        isSkipping = false;
    }

    /** A simple query replaces the unnamed statement and portal. */
    void forgetUnnamed() {
        session.statements().remove("");
        session.portals().close("");
    }

    void parse(FrontendMessage.Parse parse) throws InterruptedException {
        session.activity().begins(parse.sql());
        if (parse.statement().isEmpty()) {
            session.statements().remove("");
        }
        try (Interrupts.Running running = begin()) {
            session.statements().put(prepare(parse, running.cancellation()));
        }
        write(new BackendMessage.ParseComplete());
    }

    private PreparedStatement prepare(FrontendMessage.Parse parse, Cancellation cancellation) {
        List<SqlType> hints = parse.parameterTypes().stream()
                .map(oid -> WireTypes.type(oid, session.catalog()::typeOf))
                .toList();
        List<SqlCompiler.Piece> pieces = session.database().planning().split(
                parse.sql(), session, cancellation);
        if (pieces.size() > 1) {
            throw new SqlException(
                    SqlState.SYNTAX_ERROR, "cannot insert multiple commands into a prepared statement");
        }
        if (pieces.isEmpty()) {
            return PreparedStatement.ofProtocol(
                    parse.statement(), StatementText.asWritten(""), hints, null, List.of(), null);
        }
        SqlCompiler.Piece piece = pieces.getFirst();
        session.checkNotFailed(piece.text().sql());
        session.transaction().ensureBegun();
        try {
            Planned planned = session.database().planning().plan(piece.text(), hints, session, cancellation);
            return PreparedStatement.ofProtocol(
                    parse.statement(), piece.text(), hints, planned, planned.parameters(), planned.result());
        } catch (SqlException e) {
            throw e.position() > 0 ? e.at(e.position() + piece.offset()) : e;
        }
    }

    void bind(FrontendMessage.Bind bind) {
        PreparedStatement prepared = session.statements().get(bind.statement());
        session.checkNotFailed(prepared.sql());
        List<SqlType> types = prepared.parameters().stream().map(session::current).toList();
        int count = bind.values().length;
        if (count != types.size()) {
            throw new SqlException(
                    SqlState.PROTOCOL_VIOLATION,
                    "bind message supplies " + count + " parameters, but prepared statement \"" + bind.statement()
                            + "\" requires " + types.size());
        }
        List<Expr.Literal> arguments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Format format = Format.of(bind.parameterFormats(), i, count);
            arguments.add(ParameterDecoder.decode(
                    bind.values()[i], format, types.get(i), session.settings().zone()));
        }
        session.transaction().ensureBegun();
        session.portals().put(new Portal(bind.portal(), prepared, arguments, bind.resultFormats()));
        write(new BackendMessage.BindComplete());
    }

    /** Whether the statement can be executed now without planning or waiting. */
    boolean isImmediate(PreparedStatement prepared) {
        return !prepared.isEmpty()
                && prepared.planned().shortPath() != null
                && prepared.planned().shortPath().isImmediate()
                && !session.transaction().isFailed()
                && !session.transaction().hasWrites()
                && isCurrent(prepared);
    }

    private boolean isCurrent(PreparedStatement prepared) {
        session.transaction().ensureBegun();
        return session.database().planning().isCurrent(prepared.planned(), session);
    }

    void describe(FrontendMessage.Describe describe) {
        switch (describe.target()) {
            case STATEMENT -> {
                PreparedStatement prepared = session.statements().get(describe.name());
                write(new BackendMessage.ParameterDescription(
                        prepared.parameters().stream().map(WireTypes::oid).toList()));
                describeResult(prepared, new short[0]);
            }
            case PORTAL -> {
                Portal portal = session.portals().get(describe.name());
                if (portal.declared() == null) {
                    describeResult(portal.source(), portal.formatCodes());
                } else {
                    describe(((Outcome.Rows) portal.outcome()).columns(), portal.formatCodes());
                }
            }
        }
    }

    private void describeResult(PreparedStatement prepared, short[] formatCodes) {
        List<WireColumn> columns =
                prepared == null || prepared.isEmpty() ? null : prepared.planned().columns();
        if (columns == null) {
            write(new BackendMessage.NoData());
        } else {
            describe(columns, formatCodes);
        }
    }

    private void describe(List<WireColumn> columns, short[] formatCodes) {
        write(new BackendMessage.RowDescription(columns, RowEncoder.formats(formatCodes, columns.size())));
    }

    void execute(FrontendMessage.Execute execute) throws InterruptedException {
        Portal portal = session.portals().get(execute.portal());
        PreparedStatement prepared = portal.source();
        if (portal.declared() != null) {
            throw SqlException.unsupported("executing a cursor that SQL has declared")
                    .withHint("Use FETCH \"" + portal.name() + "\".");
        }
        if (prepared.isEmpty()) {
            write(new BackendMessage.EmptyQueryResponse());
            return;
        }
        portal.checkRunnable();
        try (Interrupts.Running running = begin()) {
            if (portal.outcome() == null) {
                session.activity().begins(prepared.sql());
                session.checkNotFailed(prepared.sql());
                start(portal, prepared, running.cancellation());
                if (isHandingOver) {
                    isHandingOver = false;
                    boolean mayWait = session.connection().isAlone();
                    pending = new PendingCommit(execute, portal, session.transaction().handOver(mayWait));
                    return;
                }
            } else if (portal.isFinished() && !(portal.outcome() instanceof Outcome.Rows)) {
                throw new SqlException(
                        SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "portal \"" + portal.name() + "\" cannot be run");
            }
            send(portal, execute.maxRows(), running.cancellation());
        } catch (SqlException e) {
            portal.fail();
            throw e;
        }
    }

    /**
     * Executes the statement. When it is the only one before Sync, it is committed at once, and run again on
     * conflict: nobody can tell, because nothing has been answered yet.
     */
    private void start(Portal portal, PreparedStatement prepared, Cancellation cancellation)
            throws InterruptedException {
        TransactionBlock transaction = session.transaction();
        boolean isFirst = transaction.statementBegins() == 0;
        boolean isAlone = isFirst && transaction.isImplicit()
                && session.connection().peek() instanceof FrontendMessage.Sync;
        for (int attempt = 1; ; attempt++) {
            try {
                Planned planned = session.database().planning().current(prepared, session, cancellation);
                Outcome outcome = run(portal, planned, cancellation);
                portal.executed(outcome, session.settings().zone());
                if (isAlone && transaction.isImplicit() && transaction.hasWrites()
                        && !(outcome instanceof Outcome.CopyIn)) {
                    // The rows of RETURNING are already there, and outlive the transaction.
                    session.portals().detach(portal);
                    if (session.connection().isOnEventLoop()) {
                        isHandingOver = true;
                    } else {
                        transaction.commit(cancellation);
                    }
                }
                return;
            } catch (SqlException e) {
                if (!isAlone || attempt >= SimpleProtocol.ATTEMPTS_MAX || transaction.hasGoneOn()
                        || !e.sqlState().equals(SqlState.SERIALIZATION_FAILURE)) {
                    throw e;
                }
                transaction.restart(cancellation);
                transaction.statementBegins();
            }
        }
    }

    private Outcome run(Portal portal, Planned planned, Cancellation cancellation) throws InterruptedException {
        session.portals().runs(portal);
        try {
            return new Execution(session, portal.source().sql(), portal.arguments(), cancellation).run(planned);
        } finally {
            session.portals().runs(null);
        }
    }

    /** The commit that the last message has left behind, to be {@link #finish finished}; null when there is none. */
    PendingCommit takePending() {
        PendingCommit taken = pending;
        pending = null;
        return taken;
    }

    /** The commit is done. */
    void finish(PendingCommit done, Throwable failure) throws InterruptedException {
        if (failure instanceof SqlException fault) {
            throw fault;
        }
        if (failure != null) {
            throw new IllegalStateException("commit failed", failure);
        }
        session.transaction().committed();
        try (Interrupts.Running running = begin()) {
            send(done.portal(), done.message().maxRows(), running.cancellation());
        }
    }

    /** The commit met a conflict: the execution is as if it had not begun. */
    void takeBack(PendingCommit refused) {
        session.transaction().rollback();
        refused.portal().restart();
        session.portals().put(refused.portal());
        session.connection().untake(refused.message());
    }

    private void send(Portal portal, int maxRows, Cancellation cancellation) throws InterruptedException {
        Outbox out = session.connection().out();
        switch (portal.outcome()) {
            case Outcome.Done done -> {
                portal.finished();
                write(new BackendMessage.CommandComplete(done.tag()));
            }
            case Outcome.Rows rows -> {
                long before = portal.rowsSent();
                boolean isComplete = portal.send(out, maxRows, cancellation);
                write(isComplete
                        ? new BackendMessage.CommandComplete(rows.tag(portal.rowsSent() - before))
                        : new BackendMessage.PortalSuspended());
            }
            case Outcome.CopyOut stream -> {
                portal.finished();
                write(new BackendMessage.CommandComplete(copy.send(stream, cancellation)));
            }
            case Outcome.CopyIn sink -> {
                portal.finished();
                write(new BackendMessage.CommandComplete(copy.receive(sink, cancellation)));
            }
        }
    }

    void close(FrontendMessage.Close close) {
        switch (close.target()) {
            case STATEMENT -> session.statements().remove(close.name());
            case PORTAL -> session.portals().close(close.name());
        }
        write(new BackendMessage.CloseComplete());
    }

    /** The end of the implicit transaction. */
    void sync() throws InterruptedException {
        if (session.transaction().isImplicit()) {
            try (Interrupts.Running running = begin()) {
                session.transaction().commit(running.cancellation());
            }
        }
    }

    private Interrupts.Running begin() {
        return session.interrupts().begin(session.settings().millis("statement_timeout"));
    }

    private void write(BackendMessage message) {
        session.connection().out().write(message);
    }
}
