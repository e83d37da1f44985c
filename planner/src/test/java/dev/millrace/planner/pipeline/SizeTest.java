package dev.millrace.planner.pipeline;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.Statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Statements that are large or deep: they plan in bounded time, or are refused as too complex; never a broken stack.
 */
final class SizeTest {

    /** Generous, as builds share machines; what is guarded against is exponential time. */
    private static final long PLANNING_MILLIS_MAX = 60_000;

    private final TestCatalog catalog = new TestCatalog();

    private Statement plannedInTime(String sql) {
        long start = System.nanoTime();
        Statement statement = catalog.plan(sql);
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(millis < PLANNING_MILLIS_MAX, "planned in " + millis + " ms");
        return statement;
    }

    private static boolean hasCrossJoin(Plan plan) {
        return plan instanceof Plan.Join join && join.leftKeys().isEmpty()
                || plan.inputs().stream().anyMatch(SizeTest::hasCrossJoin);
    }

    @Test
    void aJoinOfSixtyFourTablesInAnUnhelpfulOrderHasNoCrossProduct() {
        String tables = IntStream.range(0, 64).mapToObj(i -> "j" + i * 37 % 64).collect(Collectors.joining(", "));
        String conditions = IntStream.range(0, 63)
                .mapToObj(i -> "j" + i + ".next = j" + (i + 1) + ".id")
                .collect(Collectors.joining(" and "));
        Statement.Query query = assertInstanceOf(
                Statement.Query.class,
                plannedInTime("select j0.v, j63.v from " + tables + " where " + conditions));
        assertTrue(!hasCrossJoin(query.plan().root()), "a cross product");
    }

    @Test
    void aLongListIsOneNode() {
        String list = IntStream.range(0, 5_000).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        plannedInTime("select a from t where a in (" + list + ")");
        String chain = IntStream.range(0, 2_000).mapToObj(i -> "a = " + i).collect(Collectors.joining(" or "));
        plannedInTime("select a from t where " + chain);
    }

    @Test
    void manyRowsOfValues() {
        String rows = IntStream.range(0, 10_000).mapToObj(i -> "(" + i + ", 'x')").collect(Collectors.joining(", "));
        plannedInTime("insert into t (a, c) values " + rows);
    }

    @Test
    void aLongSumEitherPlansOrIsTooComplex() {
        String sum = IntStream.range(0, 2_000).mapToObj(Integer::toString).collect(Collectors.joining(" + "));
        plannedInTime("select " + sum);
    }

    @Test
    void nestingWithoutEndIsTooComplex() {
        int depth = 20_000;
        String parentheses = "(".repeat(depth) + "1" + ")".repeat(depth);
        String functions = "abs(".repeat(depth) + "1" + ")".repeat(depth);
        String queries = "select * from (".repeat(depth) + "select 1" + ") x".repeat(depth);
        for (String sql : new String[] {"select " + parentheses, "select " + functions, queries}) {
            SqlException fault = assertThrows(SqlException.class, () -> catalog.plan(sql));
            assertEquals("54001", fault.sqlState());
        }
    }

    @Test
    void equalSubplansAreTheSameObject() {
        Statement.Query query = assertInstanceOf(
                Statement.Query.class,
                catalog.plan("with x as (select b, count(*) as n from t group by b) "
                        + "select * from x join x y on x.b = y.b"));
        Plan.Project root = assertInstanceOf(Plan.Project.class, withProject(query.plan().root()));
        Plan.Join join = assertInstanceOf(Plan.Join.class, root.input());
        assertEquals(join.left().uid(), join.right().uid());
        assertTrue(join.left() == join.right(), "shared by identity");
    }

    private static Plan withProject(Plan plan) {
        return plan instanceof Plan.Project ? plan : new Plan.Project("", plan, List.of(), plan.schema());
    }

    @Test
    void theNameOfASubplanDoesNotDependOnTheStatement() {
        String first = uidOf("select b, count(*) from t group by b");
        String second = uidOf("select x.b as k, count(*) as n from (select * from t) x group by x.b");
        assertEquals(first, second);
    }

    private String uidOf(String sql) {
        return assertInstanceOf(Statement.Query.class, catalog.plan(sql)).plan().root().uid();
    }
}
