package dev.millrace.executor.operator;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.millrace.executor.plan.Distribution;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Recursion;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;

/** Recursions of each kind against the naive interpreter, over graphs full of circles: see {@link Oracle}. */
class RecursionOracleTest {

    private static final int SEEDS = Integer.getInteger("millrace.oracle.seeds", 2);
    private static final Schema NODE = History.SCHEMA.select(List.of(0));
    private static final Schema STEP =
            NODE.concat(Schema.of(new Schema.Field("depth", SqlType.BIGINT, true)));

    private int uids;

    private String uid() {
        return "n" + ++uids;
    }

    private Plan scan(long relation, Integer... columns) {
        Plan scan = new Plan.Scan(uid(), relation, List.of(columns), History.SCHEMA.select(List.of(columns)));
        return new Plan.Exchange(uid(), scan, new Distribution.Single());
    }

    private Plan join(Plan left, Plan right, JoinKind kind, int leftKey, int rightKey) {
        return new Plan.Join(
                uid(), left, right, kind, List.of(leftKey), List.of(rightKey), List.of(false), null,
                kind.isLeftOnly() ? left.schema() : left.schema().concat(right.schema()));
    }

    /** From a node by an edge of one relation and an edge of the other back to a node, the last column but one. */
    private Plan twoEdges(Plan from, JoinKind second) {
        Plan first = join(from, scan(1, 0, 1), JoinKind.INNER, 0, 0);
        return join(first, scan(2, 0, 1), second, from.schema().size() + 1, 1);
    }

    private static Expr column(Plan plan, int column) {
        return new Expr.Input(column, plan.schema().type(column));
    }

    private Plan project(Plan input, Schema schema, Expr... expressions) {
        return new Plan.Project(uid(), input, List.of(expressions), schema);
    }

    private void check(Plan base, Plan term, boolean all, int domain) {
        Recursion recursion = new Recursion(uid(), base, term, "rows", all, 1000, base.schema());
        for (long seed = 1; seed <= SEEDS; seed++) {
            Oracle.check(recursion, History.random(seed * 31 + uids, 3, 20, 6, domain));
        }
    }

    @Test
    void whatOnlyHoldsItselfUpGoes() {
        Plan edges = twoEdges(new Recursion.Input("rows", NODE), JoinKind.INNER);
        check(scan(3, 0), project(edges, NODE, column(edges, 3)), false, 5);
    }

    @Test
    void everyDerivationCounts() {
        Plan rows = new Recursion.Input("rows", STEP);
        Plan shallow = new Plan.Filter(
                uid(), rows,
                new Expr.Call("<", List.of(column(rows, 1), number(3)), SqlType.BOOLEAN));
        for (JoinKind kind : List.of(JoinKind.INNER, JoinKind.LEFT)) {
            Plan edges = twoEdges(shallow, kind);
            Expr deeper = new Expr.Call("+", List.of(column(edges, 1), number(1)), SqlType.BIGINT);
            check(start(), project(edges, STEP, column(edges, 4), deeper), true, 5);
        }
    }

    @Test
    void anyTermIsIteratedAnew() {
        Plan rows = new Recursion.Input("rows", NODE);
        Plan padded = twoEdges(rows, JoinKind.LEFT);
        check(scan(3, 0), project(padded, NODE, column(padded, 3)), false, 5);
        Plan edges = twoEdges(rows, JoinKind.INNER);
        check(scan(3, 0), new Plan.Distinct(uid(), project(edges, NODE, column(edges, 3))), false, 5);
    }

    private Plan start() {
        Plan nodes = scan(3, 0);
        return project(nodes, STEP, column(nodes, 0), number(0));
    }

    private static Expr number(long value) {
        return new Expr.Literal(value, SqlType.BIGINT);
    }
}
