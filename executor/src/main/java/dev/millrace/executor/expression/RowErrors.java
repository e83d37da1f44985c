package dev.millrace.executor.expression;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import dev.millrace.executor.plan.SqlException;

/**
 * The error collection of one dataflow step: how often which failure occurred, as weights, so that a retracted row
 * takes its failure with it (law 6: a wrong row never stops a view).
 */
public final class RowErrors {

    /**
     * What failed. Failures of the same SQLSTATE and message are the same and add up, whatever else they tell.
     *
     * @param detail null for none, or where it is forgotten: what is stored keeps only what makes failures the same
     * @param hint likewise
     */
    public record Failure(String sqlState, String message, String detail, String hint) {

        public Failure(String sqlState, String message) {
            this(sqlState, message, null, null);
        }

        private static Failure of(SqlException failure) {
            return new Failure(failure.sqlState(), failure.getMessage(), failure.detail(), failure.hint());
        }

        /** To be thrown at whoever asked for the rows. */
        public SqlException exception() {
            return new SqlException(sqlState, message, detail, hint, 0);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Failure failure
                    && sqlState.equals(failure.sqlState)
                    && Objects.equals(message, failure.message);
        }

        @Override
        public int hashCode() {
            return Objects.hash(sqlState, message);
        }
    }

    private final Map<Failure, Long> weights = new HashMap<>();

    public void add(SqlException failure, long weight) {
        add(Failure.of(failure), weight);
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
