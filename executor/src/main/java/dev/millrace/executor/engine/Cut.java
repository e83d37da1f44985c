package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * What was handed over to one checkpoint. Whoever hands something over says here how it learns that storage has it, and
 * how it takes it back when storage has not, or nobody knows: then the next checkpoint writes it again. One of the two
 * is done, for all, on the engine thread.
 */
final class Cut {

    private final List<Runnable> stored = new ArrayList<>();
    private final List<Runnable> takenBack = new ArrayList<>();

    void handedOver(Runnable isStored, Runnable isTakenBack) {
        stored.add(isStored);
        takenBack.add(isTakenBack);
    }

    void stored() {
        stored.forEach(Runnable::run);
    }

    void takeBack() {
        takenBack.forEach(Runnable::run);
    }
}
