package dev.millrace.server.net;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.millrace.server.wire.FrontendMessage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Who may take a session's messages when. */
@Timeout(60)
final class InboxTest {

    private static final FrontendMessage FIRST = new FrontendMessage.Query("first");
    private static final FrontendMessage SECOND = new FrontendMessage.Query("second");

    private final Inbox inbox = new Inbox(isReading -> {});

    @FunctionalInterface
    private interface Taking {
        FrontendMessage take() throws InterruptedException;
    }

    private static CompletableFuture<FrontendMessage> inAnotherThread(Taking taking) {
        CompletableFuture<FrontendMessage> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(taking.take());
            } catch (InterruptedException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** As soon as the other thread waits idly. */
    private void lend(List<FrontendMessage> messages) {
        while (!inbox.lend(messages)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void isLentOnlyWhileItsThreadIsIdle() throws InterruptedException {
        assertFalse(inbox.lend(List.of(FIRST)), "nobody waits");
        CompletableFuture<FrontendMessage> busy = inAnotherThread(inbox::take);
        assertFalse(inbox.lend(List.of(FIRST)), "who waits is in the midst of something");
        inbox.put(SECOND);
        assertEquals(SECOND, busy.join());
    }

    @Test
    void whatTheBorrowerLeavesWakesTheThread() throws InterruptedException {
        CompletableFuture<FrontendMessage> idle = inAnotherThread(() -> inbox.takeIdle(Long.MAX_VALUE));
        lend(List.of(FIRST, SECOND));
        assertFalse(inbox.lend(List.of(FIRST)), "lent to somebody else");
        assertEquals(FIRST, inbox.take());
        assertEquals(SECOND, inbox.next());
        assertFalse(idle.isDone());
        inbox.giveBack();
        assertEquals(SECOND, idle.join());
    }

    @Test
    void whatComesMeanwhileWaitsForTheThread() throws InterruptedException {
        CompletableFuture<FrontendMessage> idle = inAnotherThread(() -> inbox.takeIdle(Long.MAX_VALUE));
        lend(List.of(FIRST));
        inbox.put(SECOND);
        assertEquals(FIRST, inbox.take());
        assertNull(inbox.next());
        assertFalse(idle.isDone());
        inbox.giveBack();
        assertEquals(SECOND, idle.join());
    }

    @Test
    void timeDoesNotRunOutWhileLent() throws InterruptedException {
        long nanosMax = TimeUnit.MILLISECONDS.toNanos(50);
        CompletableFuture<FrontendMessage> idle = inAnotherThread(() -> inbox.takeIdle(nanosMax));
        while (!inbox.lend(List.of(FIRST))) {
            if (idle.isDone()) {
                idle = inAnotherThread(() -> inbox.takeIdle(nanosMax));
            }
        }
        assertEquals(FIRST, inbox.take());
        CompletableFuture<FrontendMessage> waiting = idle;
        assertThrows(TimeoutException.class, () -> waiting.get(200, TimeUnit.MILLISECONDS));
        inbox.giveBack();
        assertNull(idle.join());
    }

    @Test
    void anInterruptWaitsUntilItIsGivenBack() throws InterruptedException {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CompletableFuture<FrontendMessage> idle = inAnotherThread(() -> {
            thread.complete(Thread.currentThread());
            return inbox.takeIdle(Long.MAX_VALUE);
        });
        lend(List.of(FIRST));
        thread.join().interrupt();
        assertEquals(FIRST, inbox.take());
        assertFalse(idle.isDone());
        inbox.giveBack();
        Throwable cause = assertThrows(CompletionException.class, idle::join).getCause();
        assertInstanceOf(InterruptedException.class, cause);
    }
}
