package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * Names of storage tables: one for each stored relation and for each table of each operator. Numbers are given once and
 * never again, so that what a dropped object left behind is never taken for another's.
 */
final class TableIds {

    private final Map<String, Integer> tables = new TreeMap<>();
    private int next;

    TableIds(Map<String, Integer> known) {
        tables.putAll(known);
        next = known.values().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
    }

    int ofRelation(long relation) {
        return of(Long.toString(relation));
    }

    int ofOperator(long object, String uid, int ordinal) {
        return of(object + "/" + uid + "/" + ordinal);
    }

    /** Whether an operator's table was asked for before. */
    synchronized boolean knows(long object, String uid, int ordinal) {
        return tables.containsKey(object + "/" + uid + "/" + ordinal);
    }

    /** Gives an operator's table another number, under which nothing lies. */
    synchronized int renew(long object, String uid, int ordinal) {
        tables.put(object + "/" + uid + "/" + ordinal, next);
        return next++;
    }

    private synchronized int of(String name) {
        return tables.computeIfAbsent(name, unknown -> next++);
    }

    /** Forgets an object's tables; returns their numbers. */
    synchronized List<Integer> drop(long object) {
        String own = Long.toString(object);
        List<Integer> dropped = tables.entrySet().stream()
                .filter(entry -> entry.getKey().equals(own) || entry.getKey().startsWith(own + "/"))
                .map(Map.Entry::getValue)
                .toList();
        tables.keySet().removeIf(name -> name.equals(own) || name.startsWith(own + "/"));
        return dropped;
    }

    /** Gives an object's rows to another one, and forgets the rest; returns the numbers that nobody has any more. */
    synchronized List<Integer> succeed(long object, long successor) {
        int taken = tables.remove(Long.toString(successor));
        List<Integer> unused = new ArrayList<>(drop(object));
        unused.addAll(drop(successor));
        tables.put(Long.toString(object), taken);
        return unused;
    }

    /** Forgets the tables of all other objects. */
    synchronized void retain(LongPredicate isKept) {
        tables.keySet().removeIf(name -> !isKept.test(Long.parseLong(name.split("/", 2)[0])));
    }

    synchronized Map<String, Integer> known() {
        return new TreeMap<>(tables);
    }
}
