package dev.millrace.planner.bind;

import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.IndexDetail;
import dev.millrace.planner.LateKey;
import dev.millrace.sql.parser.statement.TableConstraint;

/** What the index of a key is beside the key's columns. */
final class KeyDetail {

    private static final List<String> METHODS = List.of("btree", "hash", "gist", "spgist");
    private static final List<String> COMMUTATIVE = List.of("=", "<>", "&&", "-|-");

    private KeyDetail() {}

    /** Null for a key of columns alone. */
    static IndexDetail of(TableConstraint constraint, List<Integer> include) {
        boolean isPrimary = constraint.kind() == TableConstraint.Kind.PRIMARY_KEY;
        if (isPrimary && !include.isEmpty()) {
            throw SqlException.unsupported("INCLUDE in a primary key")
                    .withHint("Rows lie by their primary key: it finds all of their columns.");
        }
        boolean isLate = constraint.rules().isDeferrable();
        if (isLate && constraint.areNullsEqual()) {
            throw SqlException.unsupported("a deferrable unique key with NULLS NOT DISTINCT");
        }
        return include.isEmpty() && !constraint.areNullsEqual() && !isLate
                ? null
                : new IndexDetail(
                        "btree", null, List.of(), include, null, constraint.areNullsEqual() ? true : null,
                        isLate ? new LateKey(true, constraint.rules().isDeferred(), isPrimary, null) : null);
    }

    /** Of EXCLUDE. What its condition reads is found when the table is there. */
    static IndexDetail ofExclusion(TableConstraint constraint, Binding binding) {
        TableConstraint.Exclusion exclusion = constraint.exclusion();
        String method = exclusion.method();
        if (!METHODS.contains(method)) {
            throw new SqlException(
                    SqlState.UNDEFINED_OBJECT, "access method \"" + method + "\" does not exist");
        }
        for (String operator : exclusion.operators()) {
            if (!COMMUTATIVE.contains(operator)) {
                throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "operator " + operator + " is not commutative")
                        .withDetail("Only commutative operators can be used in exclusion constraints.");
            }
            if (!operator.equals("=") && (method.equals("btree") || method.equals("hash"))) {
                throw new SqlException(
                        SqlState.WRONG_OBJECT_TYPE,
                        "operator " + operator + " is not a member of an operator family of " + method)
                        .withDetail("The exclusion operator must be related to the index operator class for the"
                                + " constraint.");
            }
        }
        return new IndexDetail(
                method, null, List.of(), List.of(),
                constraint.check() == null ? null : KeptText.of(constraint.check(), binding), null,
                new LateKey(
                        constraint.rules().isDeferrable(), constraint.rules().isDeferred(), false,
                        exclusion.operators()));
    }
}
