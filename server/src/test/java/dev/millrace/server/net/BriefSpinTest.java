package dev.millrace.server.net;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.netty.channel.SelectStrategy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** An event loop that looks for more before it sleeps, with the clock and the messages of the test. */
final class BriefSpinTest {

    private final AtomicInteger places = new AtomicInteger(1);
    private long clock;

    private final BriefSpin spin = new BriefSpin(places, () -> clock);

    private int step(int ready) throws Exception {
        return spin.calculateStrategy(() -> ready, false);
    }

    @Test
    void whoAsksAgainAtOnceIsWaitedFor() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertEquals(SelectStrategy.CONTINUE, step(0));
            clock += 10_000;
            assertEquals(1, step(1));
            assertEquals(1, places.get());
        }
    }

    @Test
    void wherePeopleAreSlowItSoonStopsLooking() throws Exception {
        int looks = 0;
        for (int i = 0; i < 1_000; i++) {
            if (step(0) == SelectStrategy.CONTINUE) {
                looks++;
                clock += 1_000_000;
                assertEquals(SelectStrategy.SELECT, step(0));
            }
            assertEquals(1, step(1)); // what the sleep was ended by
        }
        assertTrue(looks < 20, looks + " looks");
        assertEquals(1, places.get());
    }

    @Test
    void messagesOfManyAreGathered() throws Exception {
        assertEquals(SelectStrategy.CONTINUE, step(0));
        assertEquals(3, step(3));
        assertEquals(SelectStrategy.SELECT, step(0));
    }

    @Test
    void noMoreLoopsLookThanThereArePlaces() throws Exception {
        BriefSpin other = new BriefSpin(places, () -> clock);
        assertEquals(SelectStrategy.CONTINUE, step(0));
        assertEquals(SelectStrategy.SELECT, other.calculateStrategy(() -> 0, false));
        assertEquals(1, step(1));
        other.calculateStrategy(() -> 0, false); // it has slept
        assertEquals(SelectStrategy.CONTINUE, other.calculateStrategy(() -> 0, false));
    }

    @Test
    void tasksAreNotKeptWaiting() throws Exception {
        assertEquals(0, spin.calculateStrategy(() -> 0, true));
        assertEquals(1, places.get());
    }
}
