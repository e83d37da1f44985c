package dev.millrace.server.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

import dev.millrace.server.catalog.ForeignKey;

/** What a transaction leaves to its end: which constraints wait, as SET CONSTRAINTS has it, and what to check then. */
public final class DeferredChecks {

    /** A check that was left out when its statement ended. It asks for the rows as they are when it is run. */
    @FunctionalInterface
    public interface Check {
        void run(Execution run);
    }

    private record Waiting(long constraint, Check check) {}

    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<Long, Boolean> said = new HashMap<>();
    private Boolean saidOfAll;

    public boolean isDeferred(ForeignKey key) {
        if (!key.isDeferrable()) {
            return false;
        }
        Boolean own = said.get(key.id());
        return own != null ? own : saidOfAll != null ? saidOfAll : key.isDeferred();
    }

    public void setAll(boolean isDeferred) {
        said.clear();
        saidOfAll = isDeferred;
    }

    public void set(long constraint, boolean isDeferred) {
        said.put(constraint, isDeferred);
    }

    public void later(long constraint, Check check) {
        waiting.add(new Waiting(constraint, check));
    }

    /** Runs what waits for some constraints, in the order in which it came; what holds waits no longer. */
    public void check(LongPredicate constraints, Execution run) {
        for (Waiting one : List.copyOf(waiting)) {
            if (constraints.test(one.constraint)) {
                one.check.run(run);
                waiting.remove(one);
            }
        }
    }

    int mark() {
        return waiting.size();
    }

    /** What came after the mark never was. */
    void rollbackTo(int mark) {
        while (waiting.size() > mark) {
            waiting.removeLast();
        }
    }

    void clear() {
        waiting.clear();
        said.clear();
        saidOfAll = null;
    }
}
