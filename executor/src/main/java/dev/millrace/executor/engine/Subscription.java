package dev.millrace.executor.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

import dev.millrace.executor.data.Consolidation;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;

/**
 * A live query: first its content (when asked for), then every change. Only what is published comes out. Bounded: to a
 * reader that falls behind, several epochs' changes come consolidated into one.
 */
public final class Subscription implements AutoCloseable {

    /**
     * One message.
     *
     * @param epoch everything up to and including this epoch is contained in this and the messages before it
     * @param delta consolidated change of the visible columns; empty when only progress is told
     */
    public record Message(long epoch, DeltaBatch delta) {}

    /**
     * Where to begin.
     *
     * @param withSnapshot whether the content comes first, as of where it begins
     * @param asOf the epoch after which changes are told, or null for now
     */
    public record Beginning(boolean withSnapshot, Long asOf) {}

    private final Schema schema;
    private final Consolidation consolidation;
    private final long maxBytes;
    private final Runnable onClose;
    private final Deque<Message> queue = new ArrayDeque<>();
    private long queuedBytes;
    private long published = -1;
    private long told = -1;
    private boolean isLive;
    private SqlException end;

    Subscription(Schema schema, long maxBytes, Runnable onClose) {
        this.schema = schema;
        consolidation = new Consolidation(schema);
        this.maxBytes = maxBytes;
        this.onClose = onClose;
    }

    /** Takes the change of one epoch, in ascending order; may be called before the epoch is published. */
    synchronized void add(long epoch, DeltaBatch delta) {
        DeltaBatch consolidated = consolidation.consolidate(visible(delta));
        if (consolidated.isEmpty()) {
            return;
        }
        Message last = queue.peekLast();
        if (last != null && last.epoch == epoch) {
            replaceLast(epoch, consolidated);
        } else {
            queue.add(new Message(epoch, consolidated));
            queuedBytes += consolidated.heapBytes();
        }
        if (queuedBytes > maxBytes) {
            merge();
        }
    }

    private void replaceLast(long epoch, DeltaBatch more) {
        Message last = queue.removeLast();
        DeltaBatch both = consolidation.consolidate(DeltaBatch.concat(schema, List.of(last.delta, more)));
        queuedBytes += both.heapBytes() - last.delta.heapBytes();
        queue.add(new Message(epoch, both));
    }

    private DeltaBatch visible(DeltaBatch delta) {
        if (delta.columnCount() == schema.size()) {
            return delta;
        }
        return delta.project(IntStream.range(0, schema.size()).boxed().toList());
    }

    /** Everything waiting becomes one message. */
    private void merge() {
        long epoch = queue.getLast().epoch;
        List<DeltaBatch> deltas = queue.stream().map(Message::delta).toList();
        DeltaBatch all = consolidation.consolidate(DeltaBatch.concat(schema, deltas));
        queue.clear();
        queue.add(new Message(epoch, all));
        queuedBytes = all.heapBytes();
    }

    /** The content (or its absence) is complete as of an epoch: from now on messages come out. */
    synchronized void start(long epoch, boolean withSnapshot) {
        if (!withSnapshot) {
            queue.removeIf(message -> message.epoch <= epoch);
            queuedBytes = queue.stream().mapToLong(message -> message.delta.heapBytes()).sum();
        }
        isLive = true;
        notifyAll();
    }

    /** Everything up to this epoch may be shown. */
    synchronized void publish(long epoch) {
        published = Math.max(published, epoch);
        notifyAll();
    }

    synchronized void fail(SqlException reason) {
        if (end == null) {
            end = reason;
        }
        notifyAll();
    }

    /**
     * The next message, or null when none came within the time. A message without rows tells that an epoch passed.
     *
     * @throws SqlException when what is subscribed to was dropped, or cannot be evaluated
     */
    public synchronized Message next(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            Message first = queue.peekFirst();
            if (isLive && first != null && first.epoch <= published) {
                queue.removeFirst();
                queuedBytes -= first.delta.heapBytes();
                told = first.epoch;
                return first;
            }
            if (end != null) {
                throw end;
            }
            long sayable = first == null ? published : Math.min(published, first.epoch - 1);
            if (isLive && sayable > told) {
                told = sayable;
                return new Message(sayable, DeltaBatch.empty(schema));
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return null;
            }
            wait(Math.max(1, left / 1_000_000));
        }
    }

    @Override
    public void close() {
        onClose.run();
    }
}
