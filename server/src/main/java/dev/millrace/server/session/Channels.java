package dev.millrace.server.session;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import dev.millrace.executor.engine.Subscription;

/**
 * Who listens to which channel: brings the notifications of transactions that have committed to the sessions that
 * listen, and tells of changes on the channels of relations, which are watched as long as anybody listens.
 */
public final class Channels {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Set<Listening>> listeners = new HashMap<>();
    private final Map<String, RelationWatch> watches = new HashMap<>();

    /** @param changes of the relation whose channel it is; null for a channel of NOTIFY only */
    void add(String channel, Listening listening, Supplier<Subscription> changes) {
        lock.lock();
        try {
            listeners.computeIfAbsent(channel, unheard -> new LinkedHashSet<>()).add(listening);
            RelationWatch known = watches.get(channel);
            if (changes != null && (known == null || known.isEnded())) {
                watches.put(channel, RelationWatch.start(channel, changes.get(), this));
            }
        } finally {
            lock.unlock();
        }
    }

    void remove(String channel, Listening listening) {
        lock.lock();
        try {
            Set<Listening> left = listeners.get(channel);
            if (left == null || !left.remove(listening) || !left.isEmpty()) {
                return;
            }
            listeners.remove(channel);
            RelationWatch watch = watches.remove(channel);
            if (watch != null) {
                watch.end();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Brings notifications in this order to everybody who listens. Never waits for a client. */
    void publish(List<Notification> notifications) {
        lock.lock();
        try {
            for (Notification notification : notifications) {
                for (Listening listening : listeners.getOrDefault(notification.channel(), Set.of())) {
                    listening.deliver(notification);
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
