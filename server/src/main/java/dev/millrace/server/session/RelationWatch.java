package dev.millrace.server.session;

import java.time.Duration;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.engine.Subscription;
import dev.millrace.executor.plan.SqlException;

/**
 * Turns the changes of one relation into notifications on its channel: one for each epoch in which it changed, or for
 * several at once where they come faster than they are told. However many listen, the relation is followed once.
 */
final class RelationWatch {

    private static final Logger LOG = LoggerFactory.getLogger(RelationWatch.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String channel;
    private final Subscription subscription;
    private final Channels channels;
    private Thread thread;
    private volatile boolean isEnded;

    private RelationWatch(String channel, Subscription subscription, Channels channels) {
        this.channel = channel;
        this.subscription = subscription;
        this.channels = channels;
    }

    static RelationWatch start(String channel, Subscription subscription, Channels channels) {
        RelationWatch watch = new RelationWatch(channel, subscription, channels);
        watch.thread = Thread.ofVirtual().name("watch " + channel).start(watch::run);
        return watch;
    }

    /** Whether the relation is no longer followed: nobody listens any more, or it was dropped. */
    boolean isEnded() {
        return isEnded;
    }

    void end() {
        isEnded = true;
        thread.interrupt();
    }

    private void run() {
        try (subscription) {
            while (!isEnded) {
                Subscription.Message message = subscription.next(PATIENCE);
                if (message != null && !message.delta().isEmpty()) {
                    tell(payload(message));
                }
            }
        } catch (SqlException e) {
            tell(Notification.ended(channel, e).payload());
        } catch (InterruptedException e) {
            // nobody listens any more
        } catch (RuntimeException e) {
            LOG.error("channel {} tells no more changes", channel, e);
        } finally {
            isEnded = true;
        }
    }

    private void tell(String payload) {
        channels.publish(List.of(new Notification(0, channel, payload)));
    }

    private static String payload(Subscription.Message message) {
        DeltaBatch delta = message.delta();
        long inserted = 0;
        long deleted = 0;
        for (int row = 0; row < delta.size(); row++) {
            long weight = delta.weight(row);
            inserted += Math.max(weight, 0);
            deleted -= Math.min(weight, 0);
        }
        return "{\"epoch\":" + message.epoch() + ",\"inserted\":" + inserted + ",\"deleted\":" + deleted + "}";
    }
}
