package dev.millrace.server.session;

import java.util.concurrent.CompletableFuture;

import dev.millrace.executor.engine.Committed;
import dev.millrace.server.wire.FrontendMessage;

/** An execution on the event loop whose writes the engine is making durable: it is answered when that is done. */
record PendingCommit(FrontendMessage.Execute message, Portal portal, CompletableFuture<Committed> commit) {}
