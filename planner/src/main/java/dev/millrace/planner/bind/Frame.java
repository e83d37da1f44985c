package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.logical.Rel;

/**
 * Where an expression stands: the names it may use, the clause it belongs to, and what it leaves to be done below it.
 * Subqueries become joins; the frame collects them until its owner puts them on the relation the expression reads.
 */
class Frame {

    /** A subquery to be joined to the relation. */
    record Subquery(Rel rel, JoinKind kind) {}

    final Scope scope;

    /** As messages name it: {@code WHERE}, {@code JOIN/ON}, {@code SELECT}. */
    final String clause;

    /** Null where aggregates are not allowed. */
    final Aggregates aggregates;

    /** Null where window functions are not allowed. */
    final Windows windows;

    /** The set-returning functions of a select list and of what stands with it. */
    final Expansions expansions;

    private final List<Subquery> subqueries = new ArrayList<>();

    /** How many expressions stand around that may leave out this part: CASE, COALESCE. */
    private int choices;

    Frame(Scope scope, String clause, Aggregates aggregates, Windows windows) {
        this(scope, clause, aggregates, windows, new Expansions());
    }

    Frame(Scope scope, String clause, Aggregates aggregates, Windows windows, Expansions expansions) {
        this.scope = scope;
        this.expansions = expansions;
        this.clause = clause;
        this.aggregates = aggregates;
        this.windows = windows;
    }

    Frame(Scope scope, String clause) {
        this(scope, clause, null, null);
    }

    /** For ORDER BY: what it computes stands beside the select list. */
    Frame along(String other) {
        return new Frame(scope, other, aggregates, windows, expansions);
    }

    /** For a part of an expression with rules of its own: no window functions, subqueries where the whole has them. */
    static Frame within(Frame outer, String clause) {
        return new Frame(outer.scope, clause, outer.aggregates, null) {
            @Override
            boolean isOptional() {
                return super.isOptional() || outer.isOptional();
            }

            @Override
            void add(Rel subquery, JoinKind kind) {
                outer.add(subquery, kind);
            }
        };
    }

    /** For a part that stands beside the rows: no aggregates either, and no subqueries. */
    static Frame beside(Frame outer, String clause) {
        return new Frame(outer.scope, clause) {
            @Override
            void add(Rel subquery, JoinKind kind) {
                throw SqlException.unsupported("a subquery in " + clause);
            }
        };
    }

    void add(Rel subquery, JoinKind kind) {
        subqueries.add(new Subquery(subquery, kind));
    }

    /** Binds what may be left out, so that its subqueries compute no more than they must. */
    <T> T optional(Supplier<T> bind) {
        choices++;
        try {
            return bind.get();
        } finally {
            choices--;
        }
    }

    boolean isOptional() {
        return choices > 0;
    }

    /** Whether set-returning functions may stand here. */
    boolean hasSets() {
        return Set.of("SELECT", "ORDER BY", "GROUP BY").contains(clause);
    }

    /** For the only row of VALUES, which is what a SELECT without FROM is. */
    static Frame ofOneRow(Scope scope) {
        return new Frame(scope, "VALUES") {
            @Override
            boolean hasSets() {
                return true;
            }
        };
    }

    boolean hasSubqueries() {
        return !subqueries.isEmpty();
    }

    List<Subquery> subqueries() {
        return subqueries;
    }

    /** The relation with the collected subqueries joined to it. */
    Rel attach(Rel rel) {
        Rel attached = rel;
        for (Subquery subquery : subqueries) {
            attached = new Rel.Apply(attached, subquery.rel(), subquery.kind(), Expr.Literal.TRUE);
        }
        subqueries.clear();
        return attached;
    }
}
