package dev.millrace.executor.operator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.millrace.executor.plan.Recursion;

/** What a recursion means: one iteration after the other, from the base on. */
final class ReferenceRecursion {

    private final Map<String, Bag> rows = new HashMap<>();

    Bag input(Recursion.Input input) {
        return rows.get(input.uid());
    }

    Bag evaluate(ReferenceInterpreter reference, Recursion recursion) {
        Bag result = new Bag();
        Set<List<Object>> seen = new HashSet<>();
        Bag next = reference.evaluate(recursion.base());
        while (true) {
            Bag iteration = recursion.all() ? next : unseen(next, seen);
            if (iteration.weights.isEmpty()) {
                return result;
            }
            iteration.weights.forEach(result::add);
            rows.put(recursion.reference(), iteration);
            next = reference.evaluate(recursion.term());
        }
    }

    private static Bag unseen(Bag bag, Set<List<Object>> seen) {
        Bag unseen = new Bag();
        bag.weights.keySet().stream().filter(seen::add).forEach(row -> unseen.add(row, 1));
        return unseen;
    }
}
