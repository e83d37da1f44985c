package dev.millrace.server.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.millrace.executor.engine.Subscription;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * What one session listens to and says. LISTEN, UNLISTEN and NOTIFY take effect when their transaction commits; what
 * is heard waits here until the client can be told, which is between transactions. The queue is bounded: who does not
 * take what it has asked for is disconnected, because it could not know what it missed.
 */
public final class Listening implements AutoCloseable {

    private static final int CHANNEL_BYTES_MAX = 63;
    private static final int PAYLOAD_BYTES_MAX = 7999;
    private static final long QUEUE_BYTES_MAX = 16 << 20;

    private final Channels channels;
    private final Runnable wake;
    private final Consumer<SqlException> disconnect;
    private final Set<String> heard = new TreeSet<>();
    /** Of the transaction that is open, in order. */
    private final List<Change> changes = new ArrayList<>();
    private final List<Notification> said = new ArrayList<>();
    private final Set<Notification> saidOnce = new HashSet<>();
    /**
     * Channels of relations, and what asks whether the session may still hear of them; null where it was told that it
     * may not. Under the lock of the queue.
     */
    private final Map<String, Runnable> rights = new HashMap<>();
    /** Heard and not told yet; under its own lock, because any session's thread adds to it. */
    private final ArrayDeque<Notification> queue = new ArrayDeque<>();
    private long queuedBytes;
    private boolean isOver;

    /** @param channel null for all that are listened to, which are left */
    private record Change(String channel, boolean isHeard, Supplier<Subscription> changes, Runnable rights) {}

    /** A place in a transaction to return to. */
    record Mark(int changes, int said) {}

    /**
     * @param wake called from any thread when there is something to tell
     * @param disconnect called from any thread when the client takes too little
     */
    Listening(Channels channels, Runnable wake, Consumer<SqlException> disconnect) {
        this.channels = channels;
        this.wake = wake;
        this.disconnect = disconnect;
    }

    // ---- in a transaction -------------------------------------------------------------------------------------------

    /** A channel that tells nothing but what was said by NOTIFY. */
    public void listen(String channel) {
        listen(channel, null, null);
    }

    /**
     * A relation's channel.
     *
     * @param changesOfRelation where they come from
     * @param stillAllowed asked before each is told; an error ends it
     */
    public void listen(String channel, Supplier<Subscription> changesOfRelation, Runnable stillAllowed) {
        checkChannel(channel);
        changes.add(new Change(channel, true, changesOfRelation, stillAllowed));
    }

    /** @param channel null for all */
    public void unlisten(String channel) {
        changes.add(new Change(channel, false, null, null));
    }

    /** The same words on the same channel are said once in a transaction. */
    public void say(Notification notification) {
        checkChannel(notification.channel());
        if (bytes(notification.payload()) > PAYLOAD_BYTES_MAX) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "payload string too long");
        }
        if (saidOnce.add(notification)) {
            said.add(notification);
        }
    }

    private static void checkChannel(String channel) {
        if (channel.isEmpty()) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "channel name cannot be empty");
        }
        if (bytes(channel) > CHANNEL_BYTES_MAX) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "channel name too long");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    Mark mark() {
        return new Mark(changes.size(), said.size());
    }

    void rollbackTo(Mark mark) {
        changes.subList(mark.changes(), changes.size()).clear();
        List<Notification> taken = said.subList(mark.said(), said.size());
        taken.forEach(saidOnce::remove);
        taken.clear();
    }

    void transactionEnds(boolean isCommitted) {
        if (changes.isEmpty() && said.isEmpty()) {
            return;
        }
        List<Change> done = List.copyOf(changes);
        List<Notification> words = List.copyOf(said);
        changes.clear();
        said.clear();
        saidOnce.clear();
        if (isCommitted) {
            done.forEach(this::apply);
            channels.publish(words);
        }
    }

    private void apply(Change change) {
        if (change.isHeard()) {
            if (change.changes() != null) {
                synchronized (queue) {
                    rights.put(change.channel(), change.rights());
                }
            }
            if (heard.add(change.channel()) || change.changes() != null) {
                channels.add(change.channel(), this, change.changes());
            }
        } else if (change.channel() == null) {
            close();
        } else if (heard.remove(change.channel())) {
            channels.remove(change.channel(), this);
        }
    }

    /** The channels listened to now, in order. */
    public List<String> channels() {
        return List.copyOf(heard);
    }

    // ---- heard ------------------------------------------------------------------------------------------------------

    /** From any thread. */
    void deliver(Notification notification) {
        boolean isTooMuch;
        synchronized (queue) {
            Notification allowed = isOver ? null : allowed(notification);
            if (allowed == null) {
                return;
            }
            queue.add(allowed);
            queuedBytes += allowed.heapBytes();
            isTooMuch = queuedBytes > QUEUE_BYTES_MAX;
            if (isTooMuch) {
                isOver = true;
                queue.clear();
            }
        }
        if (isTooMuch) {
            disconnect.accept(new SqlException(
                            SqlState.CONFIGURATION_LIMIT_EXCEEDED,
                            "terminating connection because it does not take its notifications")
                    .withHint("A session that listens must not stay in a transaction, nor stop reading."));
        } else {
            wake.run();
        }
    }

    /** What the session may hear of it: that a right has ended, once, in the place of what it was needed for. */
    private Notification allowed(Notification notification) {
        String channel = notification.channel();
        if (!notification.isOfRelation() || !rights.containsKey(channel)) {
            return notification;
        }
        Runnable check = rights.get(channel);
        if (check == null) {
            return null;
        }
        try {
            check.run();
            return notification;
        } catch (SqlException e) {
            rights.put(channel, null);
            return Notification.ended(channel, e);
        }
    }

    /** What was heard, to be told now. */
    List<Notification> take() {
        synchronized (queue) {
            if (queue.isEmpty()) {
                return List.of();
            }
            List<Notification> taken = List.copyOf(queue);
            queue.clear();
            queuedBytes = 0;
            return taken;
        }
    }

    /** Listens to nothing any more. */
    @Override
    public void close() {
        heard.forEach(channel -> channels.remove(channel, this));
        heard.clear();
    }
}
