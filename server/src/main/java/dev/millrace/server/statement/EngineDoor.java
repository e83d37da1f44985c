package dev.millrace.server.statement;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.engine.Engine;
import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.server.catalog.AttachmentCodec;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.DatabaseObject;
import dev.millrace.server.catalog.SinkObject;

/** What the engine must be asked before an object can be defined. */
final class EngineDoor {

    private static final long POLL_MILLIS = 100;

    private EngineDoor() {}

    /** A stream's source, its options checked, and the place where its history begins fixed for ever. */
    static ObjectDefinition.Source source(Engine engine, CatalogObject.Stream stream) {
        Map<String, String> options = WatermarkParts.others(stream.options());
        ObjectDefinition.Source draft =
                new ObjectDefinition.Source(stream.schema(), stream.connector(), options, new byte[0]);
        byte[] beginning = engine.sourceBeginning(
                new ObjectDefinition(stream.id(), draft, encoded(stream)));
        return new ObjectDefinition.Source(stream.schema(), stream.connector(), options, beginning);
    }

    /** Waits for what the engine does by itself; the user may give up waiting. */
    static void await(CompletableFuture<?> outcome, Cancellation cancellation) throws InterruptedException {
        while (true) {
            try {
                outcome.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                cancellation.check();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof SqlException reason
                        ? reason
                        : new IllegalStateException("the engine failed", e.getCause());
            }
        }
    }

    /** A sink, its options checked. */
    static ObjectDefinition.Sink checked(Engine engine, SinkObject sink, ObjectDefinition.Sink definition) {
        engine.checkSink(new ObjectDefinition(sink.id(), definition, encoded(sink)));
        return definition;
    }

    /** For a look only: nothing of it is kept. */
    private static byte[] encoded(CatalogObject object) {
        return AttachmentCodec.encode(object, DatabaseObject.SHARED);
    }
}
