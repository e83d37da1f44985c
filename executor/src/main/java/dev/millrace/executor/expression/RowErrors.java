package dev.millrace.executor.expression;

import java.util.HashMap;
import java.util.Map;

import dev.millrace.executor.plan.SqlException;

/**
 * The error collection of one dataflow step: how often which failure occurred, as weights, so that a retracted row
 * takes its failure with it (law 6: a wrong row never stops a view).
 */
public final class RowErrors {

    /** A failure's identity: equal failures add up. */
    public record Failure(String sqlState, String message) {}

    private final Map<Failure, Long> weights = new HashMap<>();

    public void add(SqlException failure, long weight) {
        add(new Failure(failure.sqlState(), failure.getMessage()), weight);
    }

    public void add(Failure failure, long weight) {
        weights.merge(failure, weight, (a, b) -> {
            long sum = a + b;
            return sum == 0 ? null : sum;
        });
    }

    public boolean isEmpty() {
        return weights.isEmpty();
    }

    /** Net weights, never 0. */
    public Map<Failure, Long> weights() {
        return weights;
    }
}
