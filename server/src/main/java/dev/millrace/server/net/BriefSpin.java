package dev.millrace.server.net;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;

/**
 * Looks a little while for the next message before it lets an event loop's thread sleep. A client that waits for each
 * answer asks again at once, and to wake a thread for that costs more than to answer. Where nothing comes, or
 * where messages come from several clients together and waiting gathers them, it soon gives up, and tries again
 * only rarely. Not more than half of the processors look at a time. For the thread of one loop.
 */
final class BriefSpin implements SelectStrategy {

    /** How long after a message; a client on the same machine asks again in 10 to 50 µs. */
    private static final long NANOS = 60_000;

    /** Sleeps between two tries where tries are in vain. */
    private static final int PAUSE_MAX = 256;

    private final AtomicInteger places;
    private final LongSupplier clock;
    private boolean isLooking;
    private long until;
    private boolean hasSlept;
    /** What became of the last tries: sleeps until the next one, and how many there were before this. */
    private int pause;
    private int lastPause;

    /** @param places how many loops may look at a time, less those that do */
    BriefSpin(AtomicInteger places, LongSupplier clock) {
        this.places = places;
        this.clock = clock;
    }

    @Override
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        if (hasTasks) {
            return selectNow.get();
        }
        if (hasSlept) {
            hasSlept = false;
            return selectNow.get();
        }
        int ready = selectNow.get();
        if (ready > 0) {
            if (isLooking) {
                isLooking = false;
                places.incrementAndGet();
                lastPause = ready == 1 ? 0 : longer();
                pause = lastPause;
            }
            return ready;
        }
        if (isLooking) {
            if (clock.getAsLong() - until < 0) {
                Thread.onSpinWait();
                return CONTINUE;
            }
            isLooking = false;
            places.incrementAndGet();
            lastPause = longer();
            pause = lastPause;
        } else if (pause > 0) {
            pause--;
        } else if (takePlace()) {
            isLooking = true;
            until = clock.getAsLong() + NANOS;
            return CONTINUE;
        }
        hasSlept = true;
        return SELECT;
    }

    private int longer() {
        return Math.min(PAUSE_MAX, 2 * lastPause + 1);
    }

    private boolean takePlace() {
        if (places.getAndDecrement() > 0) {
            return true;
        }
        places.incrementAndGet();
        return false;
    }
}
