package dev.millrace.executor.engine;

import java.time.Duration;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.connector.ConnectorStatus;
import dev.millrace.executor.connector.Sink;
import dev.millrace.executor.data.Consolidation;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;

/**
 * One sink's thread: recovers what the outside system already holds, then sends published epochs in order and commits
 * them,
 * several at once when they come fast.
 */
final class SinkRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SinkRunner.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final String name;
    private final Schema schema;
    private final Sink sink;
    private final Outbox outbox;
    private final Durability durability;
    private final Thread thread;
    private volatile boolean isStopped;
    private volatile boolean isRecovered;
    private volatile String fault;

    /** Waits until the log holds an epoch for good: what a sink has committed must be what a replay computes. */
    interface Durability {
        void await(long epoch) throws InterruptedException;
    }

    SinkRunner(long id, String name, Schema schema, Sink sink, Outbox outbox, Durability durability) {
        this.name = name;
        this.schema = schema;
        this.sink = sink;
        this.outbox = outbox;
        this.durability = durability;
        thread = Thread.ofPlatform().name("sink-" + id).daemon(true).unstarted(this::run);
    }

    void begin() {
        thread.start();
    }

    /** May be asked by any thread. */
    SinkStatus status() {
        String why = fault;
        return new SinkStatus(
                why == null ? sink.status() : ConnectorStatus.failed(why),
                isRecovered ? sink.guarantee() : null, outbox.sentEpoch(), outbox.bytes());
    }

    private void run() {
        try {
            while (!isStopped) {
                try {
                    outbox.sent(sink.recover());
                    isRecovered = true;
                    outbox.rewind();
                    send(sink.mayRepeat() ? outbox.newest() : Sink.NO_EPOCH);
                } catch (SqlException e) {
                    fault = e.getMessage();
                    LOG.warn("sink {}: {}", name, e.getMessage());
                    Thread.sleep(RETRY);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            fault = String.valueOf(e.getMessage());
            LOG.error("sink {} stopped", name, e);
        } finally {
            sink.close();
        }
    }

    /** @param repeated up to this epoch, what is sent may have been sent before */
    private void send(long repeated) throws InterruptedException {
        Consolidation consolidation = new Consolidation(schema);
        while (!isStopped) {
            List<Outbox.Entry> entries = outbox.take(1000);
            if (entries.isEmpty()) {
                continue;
            }
            long last = entries.getLast().epoch();
            durability.await(last);
            if (sink.needsConsolidation() && entries.getFirst().epoch() > repeated) {
                DeltaBatch all = DeltaBatch.concat(schema, entries.stream().map(Outbox.Entry::delta).toList());
                write(last, all, consolidation);
            } else {
                for (Outbox.Entry entry : entries) {
                    write(entry.epoch(), entry.delta(), consolidation);
                }
            }
            sink.commit(last);
            outbox.sent(last);
            fault = null;
        }
    }

    private void write(long epoch, DeltaBatch delta, Consolidation consolidation) throws InterruptedException {
        DeltaBatch told = sink.needsConsolidation() ? consolidation.consolidate(delta) : delta;
        if (!told.isEmpty()) {
            sink.write(epoch, told);
        }
    }

    @Override
    public void close() {
        isStopped = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
