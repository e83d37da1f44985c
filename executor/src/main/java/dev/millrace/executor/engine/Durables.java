package dev.millrace.executor.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

import dev.millrace.storage.CommitLog;
import dev.millrace.storage.DataDirectory;
import dev.millrace.storage.RocksStateStore;
import dev.millrace.storage.StateStore;

/**
 * What an engine stands on: the log of what was said and the state of what was understood. Made real by {@link
 * #open}, or
 * of simulated parts by tests.
 */
public record Durables(CommitLog log, StateStore state, AutoCloseable lock) implements AutoCloseable {

    /** Opens, or creates, a data directory and takes its lock. */
    public static Durables open(Path directory) throws IOException {
        DataDirectory data = DataDirectory.open(directory);
        try {
            CommitLog log = CommitLog.open(data.disk(), data.log());
            try {
                return new Durables(log, RocksStateStore.open(data.state(), options()), data);
            } catch (IOException | RuntimeException e) {
                log.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            data.close();
            throw e;
        }
    }

    /** A checkpoint collects less before it sorts into files where the heap is small. */
    private static RocksStateStore.Options options() {
        long buffer = Math.clamp(Runtime.getRuntime().maxMemory() / 32, 4L << 20, 64L << 20);
        return RocksStateStore.Options.DEFAULT.withCheckpointBuffer(buffer);
    }

    @Override
    public void close() {
        try {
            log.close();
            state.close();
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
