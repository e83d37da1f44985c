package dev.millrace.sqltests.trial.durability;

import java.util.HashMap;
import java.util.Map;

/**
 * What one writer was promised: the amounts of its events and items, by id, and the one transaction whose answer it has
 * not got. Belongs to the writer's thread while that runs.
 */
final class Ledger {

    private final Map<Long, Long> events = new HashMap<>();
    private final Map<Long, Long> items = new HashMap<>();
    private Change unanswered;

    /** What a transaction does: amounts by id, null for a row that goes. */
    static final class Change {
        final Map<Long, Long> events = new HashMap<>();
        final Map<Long, Long> items = new HashMap<>();
    }

    /** What the server has of this writer. */
    record Found(Map<Long, Long> events, Map<Long, Long> items) {}

    Map<Long, Long> items() {
        return items;
    }

    int eventCount() {
        return events.size();
    }

    /** About to be committed: from now on it may be there or not. */
    void ask(Change change) {
        unanswered = change;
    }

    /** Acknowledged: it must be there for ever. */
    void acknowledged() {
        apply(unanswered.events, events);
        apply(unanswered.items, items);
        unanswered = null;
    }

    /** Refused or rolled back: it must not be there. */
    void refused() {
        unanswered = null;
    }

    boolean hasUnanswered() {
        return unanswered != null;
    }

    private static void apply(Map<Long, Long> change, Map<Long, Long> rows) {
        change.forEach((id, amount) -> {
            if (amount == null) {
                rows.remove(id);
            } else {
                rows.put(id, amount);
            }
        });
    }

    /**
     * Takes what the server has as the truth, if it may be: all that was acknowledged, and the unanswered transaction
     * wholly or not at all.
     *
     * @return what is wrong, or null
     */
    String settle(Found found) {
        if (found.events.equals(events) && found.items.equals(items)) {
            unanswered = null;
            return null;
        }
        if (unanswered == null) {
            return differences(found);
        }
        String without = differences(found);
        acknowledged();
        return found.events.equals(events) && found.items.equals(items)
                ? null
                : "with the unanswered transaction: " + differences(found) + "; without it: " + without;
    }

    private String differences(Found found) {
        return "events: " + difference(events, found.events) + ", items: " + difference(items, found.items);
    }

    private static String difference(Map<Long, Long> expected, Map<Long, Long> found) {
        Map<Long, Long> lost = new HashMap<>(expected);
        lost.keySet().removeAll(found.keySet());
        Map<Long, Long> unknown = new HashMap<>(found);
        unknown.keySet().removeAll(expected.keySet());
        long changed = found.entrySet().stream()
                .filter(row -> expected.containsKey(row.getKey())
                        && !expected.get(row.getKey()).equals(row.getValue()))
                .count();
        return lost.size() + " lost " + sample(lost) + ", " + unknown.size() + " never promised " + sample(unknown)
                + ", " + changed + " of another amount";
    }

    private static String sample(Map<Long, Long> rows) {
        return rows.keySet().stream().sorted().limit(5).toList().toString();
    }
}
