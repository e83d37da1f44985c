package dev.millrace.executor.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.connector.ConnectorStatus;
import dev.millrace.executor.connector.Source;
import dev.millrace.executor.connector.SourceBatch;
import dev.millrace.executor.connector.SourcePosition;

/**
 * One source's thread: polls, offers batches to the engine, and waits when the engine has not applied the last ones.
 */
final class SourceRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SourceRunner.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int BATCH_BYTES = 4 << 20;
    /** Batches under way: one being applied while the next is read. */
    private static final int UNDER_WAY_MAX = 2;

    private final long id;
    private final String name;
    private final Source source;
    private final List<Integer> columns;
    private final SourcePosition start;
    private final Consumer<Request.Rows> queue;
    private final Semaphore permits = new Semaphore(UNDER_WAY_MAX);
    private final Thread thread;
    private volatile boolean isStopped;
    /** Set when a batch was refused: everything after it has to be read again from here. */
    private volatile SourcePosition refused;
    private final AtomicLong rejected = new AtomicLong();
    private volatile String lastRejection;
    private volatile String fault;

    /** @param columns of the relation that the source's batches have */
    SourceRunner(
            long id,
            String name,
            Source source,
            List<Integer> columns,
            SourcePosition start,
            Consumer<Request.Rows> queue) {
        this.id = id;
        this.name = name;
        this.source = source;
        this.columns = columns;
        this.start = start;
        this.queue = queue;
        thread = Thread.ofPlatform().name("source-" + id).daemon(true).unstarted(this::run);
    }

    void begin() {
        thread.start();
    }

    /** Records that could not be read as rows, since the start of the process. */
    long rejected() {
        return rejected.get();
    }

    List<Integer> columns() {
        return columns;
    }

    /**
     * May be asked by any thread.
     *
     * @param applied up to where rows have been applied
     */
    SourceStatus status(SourcePosition applied) {
        String why = fault;
        return new SourceStatus(
                why == null ? source.status() : ConnectorStatus.failed(why), applied, source.lag(), rejected.get(),
                lastRejection);
    }

    private void run() {
        try {
            source.seek(start);
            SourcePosition reached = start;
            while (!isStopped) {
                permits.acquire();
                SourcePosition again = refused;
                if (again != null) {
                    permits.acquire(UNDER_WAY_MAX - 1);
                    refused = null;
                    reached = again;
                    source.seek(again);
                    Thread.sleep(Duration.ofSeconds(1));
                    permits.release(UNDER_WAY_MAX - 1);
                }
                reached = pollOnce(reached);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!isStopped) {
                fault = String.valueOf(e.getMessage());
                LOG.error("source {} stopped", name, e);
            }
        } finally {
            source.close();
        }
    }

    private SourcePosition pollOnce(SourcePosition reached) {
        SourceBatch batch = source.poll(POLL, BATCH_BYTES);
        if (!batch.isProgress()) {
            permits.release();
            return reached;
        }
        queue.accept(new Request.Rows(id, columns, batch, System.nanoTime(), isApplied -> {
            if (isApplied) {
                count(batch);
            } else if (refused == null) {
                refused = batch.from();
            }
            permits.release();
        }));
        return batch.to();
    }

    private void count(SourceBatch batch) {
        if (batch.rejected() > 0) {
            rejected.addAndGet(batch.rejected());
            lastRejection = batch.lastRejection();
            LOG.warn("source {} passed over {} records, the last: {}", name, batch.rejected(), lastRejection);
        }
    }

    @Override
    public void close() {
        isStopped = true;
        source.wakeup();
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
