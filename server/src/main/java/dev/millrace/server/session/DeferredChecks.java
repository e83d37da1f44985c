package dev.millrace.server.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.ForeignKey;
import dev.millrace.server.catalog.TriggerObject;

/** What a transaction leaves to its end: which constraints wait, as SET CONSTRAINTS has it, and what to check then. */
public final class DeferredChecks {

    /** A check that was left out when its statement ended. It asks for the rows as they are when it is run. */
    @FunctionalInterface
    public interface Check {
        void run(Execution run);
    }

    record Waiting(long constraint, Check check) {}

    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<Long, Boolean> said = new HashMap<>();
    private Boolean saidOfAll;

    public boolean isDeferred(ForeignKey key) {
        return key.isDeferrable() && isDeferred(key.id(), key.isDeferred());
    }

    public boolean isDeferred(TriggerObject trigger) {
        return trigger.constraint() != null && trigger.constraint().isDeferrable()
                && isDeferred(trigger.id(), trigger.constraint().isDeferred());
    }

    public boolean isDeferred(CatalogObject.Index index) {
        return index.isLate() && index.detail().late().isDeferrable()
                && isDeferred(index.id(), index.detail().late().isDeferred());
    }

    private boolean isDeferred(long constraint, boolean isInitially) {
        Boolean own = said.get(constraint);
        return own != null ? own : saidOfAll != null ? saidOfAll : isInitially;
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

    /**
     * Runs what waits for some constraints, in the order in which it came, with what comes to wait meanwhile; what
     * holds waits no longer.
     */
    public void check(LongPredicate constraints, Execution run) {
        for (Waiting one = next(constraints); one != null; one = next(constraints)) {
            one.check.run(run);
            waiting.remove(one);
        }
    }

    private Waiting next(LongPredicate constraints) {
        return waiting.stream().filter(one -> constraints.test(one.constraint)).findFirst().orElse(null);
    }

    /** All of it at a moment: what was checked after it may be wrong again when that moment comes back. */
    record Mark(List<Waiting> waiting, Map<Long, Boolean> said, Boolean saidOfAll) {}

    Mark mark() {
        return new Mark(List.copyOf(waiting), Map.copyOf(said), saidOfAll);
    }

    /** What came after the mark never was, and what was done after it is to be done. */
    void rollbackTo(Mark mark) {
        waiting.clear();
        waiting.addAll(mark.waiting());
        said.clear();
        said.putAll(mark.said());
        saidOfAll = mark.saidOfAll();
    }

    void clear() {
        waiting.clear();
        said.clear();
        saidOfAll = null;
    }
}
