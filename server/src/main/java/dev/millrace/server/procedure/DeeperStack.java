package dev.millrace.server.procedure;

import dev.millrace.executor.data.DateStyle;
import dev.millrace.executor.data.ObjectSpelling;
import dev.millrace.executor.expression.RoutineCaller;
import dev.millrace.executor.function.CatalogDoor;
import dev.millrace.server.session.Session;

/**
 * More stack for procedures that call each other: goes on, on a thread of its own, as the session that waits for it. A
 * session's own thread has little stack, and running out of it in the midst of a write must not happen.
 */
final class DeeperStack {

    private static final long STACK_BYTES = 16L << 20;

    /** What goes on there. */
    interface Work {
        void run() throws InterruptedException;
    }

    private DeeperStack() {}

    static void run(Work work) throws InterruptedException {
        Throwable[] thrown = new Throwable[1];
        ScopedValue.Carrier session = ScopedValue.where(Session.CURRENT, Session.CURRENT.get())
                .where(CatalogDoor.SESSION, CatalogDoor.SESSION.get())
                .where(ObjectSpelling.CURRENT, ObjectSpelling.CURRENT.get())
                .where(RoutineCaller.CURRENT, RoutineCaller.CURRENT.get())
                .where(DateStyle.SESSION, DateStyle.SESSION.get());
        Thread thread = Thread.ofPlatform().name("procedure").stackSize(STACK_BYTES).start(() -> session.run(() -> {
            try {
                work.run();
            } catch (Throwable e) {
                thrown[0] = e;
            }
        }));
        try {
            thread.join();
        } catch (InterruptedException e) {
            thread.interrupt();
            thread.join();
            throw e;
        }
        switch (thrown[0]) {
            case null -> { }
            case InterruptedException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(thrown[0]);
        }
    }
}
