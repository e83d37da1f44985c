package dev.millrace.executor.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What a processor remembers of one key: named slots, timers, and how far the key's time has come. Every change can be
 * undone up to {@link #begin}, so that a call that fails has done nothing.
 */
final class KeyedState {

    /** Before anything has happened. */
    static final long NO_TIME = Long.MIN_VALUE;

    /** Stands for the time of the first row, as long as that is not known. */
    private static final long NO_TIME_YET = Long.MIN_VALUE / 2;

    /** A timer: its time in microseconds and the number of its kind. The earlier ones come first. */
    record Alarm(long micros, int kind) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            return micros == other.micros ? Integer.compare(kind, other.kind) : Long.compare(micros, other.micros);
        }
    }

    /** @param expires when it is gone, microseconds; {@link Long#MAX_VALUE} for never */
    record Cell(Object value, long expires) {
        boolean isAlive(long now) {
            return now < expires;
        }
    }

    /** What has one name: cells by keys; a list's keys are numbers, a value's is null. */
    static final class Slot {
        final Map<Object, Cell> cells = new LinkedHashMap<>();
        long next;
    }

    final Map<String, Slot> slots = new LinkedHashMap<>();
    final NavigableSet<Alarm> alarms = new TreeSet<>();
    long time = NO_TIME;
    private final Deque<Runnable> undo = new ArrayDeque<>();

    /** From here on changes can be undone. */
    void begin() {
        undo.clear();
    }

    /** As if nothing had happened since {@link #begin}. */
    void undo() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }

    boolean isEmpty() {
        return slots.isEmpty() && alarms.isEmpty() && time == NO_TIME;
    }

    /** What initial state has a time to live begins to live with the first row. */
    void advance(long micros) {
        if (time == NO_TIME) {
            for (Slot slot : slots.values()) {
                slot.cells.replaceAll((key, cell) -> cell.expires() > NO_TIME_YET / 2
                        ? cell
                        : new Cell(cell.value(), Math.addExact(micros, cell.expires() - NO_TIME_YET)));
            }
        }
        time = Math.max(time, micros);
    }

    // ---- slots ------------------------------------------------------------------------------------------------------

    Object get(String name, Object key) {
        Slot slot = slots.get(name);
        Cell cell = slot == null ? null : slot.cells.get(key);
        return cell != null && cell.isAlive(time) ? cell.value() : null;
    }

    void put(String name, Object key, Object value, long timeToLive) {
        long from = time == NO_TIME ? NO_TIME_YET : time;
        long expires = timeToLive == Long.MAX_VALUE ? Long.MAX_VALUE : Math.addExact(from, timeToLive);
        Slot slot = slot(name);
        Cell now = new Cell(value, expires);
        Cell before = slot.cells.get(key);
        if (before != null && !before.isAlive(time)) {
            // One that is put again after it was gone comes last, as if it had been removed at its time.
            forget(slot, key);
            before = null;
        }
        slot.cells.put(key, now);
        Cell old = before;
        undo.push(() -> {
            if (old == null) {
                slot.cells.remove(key);
            } else {
                slot.cells.put(key, old);
            }
        });
    }

    void add(String name, Object value, long timeToLive) {
        Slot slot = slot(name);
        long number = slot.next++;
        undo.push(() -> slot.next = number);
        put(name, number, value, timeToLive);
    }

    void remove(String name, Object key) {
        Slot slot = slots.get(name);
        if (slot != null && slot.cells.containsKey(key)) {
            forget(slot, key);
        }
    }

    void clear(String name) {
        Slot slot = slots.get(name);
        if (slot != null) {
            List.copyOf(slot.cells.keySet()).forEach(key -> forget(slot, key));
        }
    }

    /** What is not gone, in the order in which it came. */
    Map<Object, Object> all(String name) {
        Map<Object, Object> all = new LinkedHashMap<>();
        Slot slot = slots.get(name);
        if (slot != null) {
            slot.cells.forEach((key, cell) -> {
                if (cell.isAlive(time)) {
                    all.put(key, cell.value());
                }
            });
        }
        return all;
    }

    private Slot slot(String name) {
        Slot slot = slots.get(name);
        if (slot == null) {
            slot = new Slot();
            slots.put(name, slot);
            undo.push(() -> slots.remove(name));
        }
        return slot;
    }

    /** Undone with the order as it was. */
    private void forget(Slot slot, Object key) {
        Map<Object, Cell> before = new LinkedHashMap<>(slot.cells);
        slot.cells.remove(key);
        undo.push(() -> {
            slot.cells.clear();
            slot.cells.putAll(before);
        });
    }

    /** Lets go of what is gone by now. */
    void sweep() {
        slots.values().forEach(slot -> slot.cells.values().removeIf(cell -> !cell.isAlive(time)));
        List<String> empty = new ArrayList<>();
        slots.forEach((name, slot) -> {
            if (slot.cells.isEmpty() && slot.next == 0) {
                empty.add(name);
            }
        });
        empty.forEach(slots::remove);
    }

    // ---- timers -----------------------------------------------------------------------------------------------------

    void set(Alarm alarm) {
        if (alarms.add(alarm)) {
            undo.push(() -> alarms.remove(alarm));
        }
    }

    void cancel(Alarm alarm) {
        if (alarms.remove(alarm)) {
            undo.push(() -> alarms.add(alarm));
        }
    }
}
