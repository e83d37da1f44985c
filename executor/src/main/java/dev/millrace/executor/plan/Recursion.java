package dev.millrace.executor.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a base, then what a term makes of them, what it makes of those, and so on until nothing new comes: {@code
 * WITH RECURSIVE}. The term reads the rows of the iteration before as its {@link Input}; everything it reads beside
 * them stands below an {@link Exchange} that brings it to one place, as the base does.
 *
 * @param reference uid of the input that stands for this recursion's rows
 * @param all UNION ALL: every row of an iteration goes on, not only those that are new
 * @param iterationsMax more than this is a fault of the query's
 */
public record Recursion(
        String uid, Plan base, Plan term, String reference, boolean all, int iterationsMax, Schema schema)
        implements Plan {

    /** The rows of the iteration before, where the term reads them. */
    public record Input(String uid, Schema schema) implements Plan {
        @Override
        public List<Plan> inputs() {
            return List.of();
        }

        @Override
        public Plan withInputs(String other, List<Plan> inputs) {
            return this;
        }
    }

    @Override
    public List<Plan> inputs() {
        return List.of(base, term);
    }

    @Override
    public Plan withInputs(String other, List<Plan> inputs) {
        return new Recursion(other, inputs.get(0), inputs.get(1), reference, all, iterationsMax, schema);
    }

    /** What the term reads beside the recursion's rows: the largest parts of it that do not depend on them. */
    public List<Plan> others() {
        Map<String, Plan> others = new LinkedHashMap<>();
        collect(term, new Dependence(reference), others);
        return List.copyOf(others.values());
    }

    private static void collect(Plan plan, Dependence dependence, Map<String, Plan> others) {
        if (!dependence.of(plan)) {
            others.putIfAbsent(plan.uid(), plan);
            return;
        }
        List<Plan> inputs = plan instanceof Recursion inner ? inner.reads() : plan.inputs();
        inputs.forEach(input -> collect(input, dependence, others));
    }

    /** The base and {@link #others}: all that flows into the recursion. */
    public List<Plan> reads() {
        List<Plan> reads = new ArrayList<>(List.of(base));
        reads.addAll(others());
        return reads;
    }

    /** Which parts of a term depend on the rows of the iteration before. */
    public static final class Dependence {
        private final String reference;
        private final Map<String, Boolean> known = new HashMap<>();

        public Dependence(String reference) {
            this.reference = reference;
        }

        public boolean of(Plan plan) {
            Boolean answer = known.get(plan.uid());
            if (answer == null) {
                // Recursions beside each other call their rows by the same name.
                boolean isOther = plan instanceof Recursion other && other.reference().equals(reference);
                answer = !isOther
                        && (plan.uid().equals(reference) || plan.inputs().stream().anyMatch(this::of));
                known.put(plan.uid(), answer);
            }
            return answer;
        }
    }
}
