package dev.millrace.planner.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Domain;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Routine;
import dev.millrace.planner.Statement;
import dev.millrace.planner.definition.DefinitionNames;
import dev.millrace.planner.definition.DefinitionStyle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A query that is written down and read again has the plan it had, in every layout, and is written the same. */
final class DefinitionTest {

    private final TestCatalog catalog = new TestCatalog();

    private final DefinitionNames names = new DefinitionNames() {
        @Override
        public String relation(long id) {
            return catalog.find(id).orElseThrow().name();
        }

        @Override
        public String alone(long id) {
            return catalog.find(id).orElseThrow().name();
        }

        @Override
        public List<String> columns(long id) {
            return List.of();
        }

        @Override
        public String type(SqlType type) {
            return type.equals(SqlType.CHAR) ? "bpchar" : type.toString();
        }

        @Override
        public String domain(Domain domain) {
            return domain.spelled();
        }

        @Override
        public String routine(Routine routine) {
            return routine.name();
        }
    };

    @Test
    void whatIsWrittenDownMeansTheSame() throws IOException {
        List<String> failures = new ArrayList<>();
        int[] count = {0};
        Scripts.each("plans", sql -> {
            QueryPlan plan = plan(sql);
            if (plan == null) {
                return;
            }
            count[0]++;
            String told = describe(sql, plan.result(), DefinitionStyle.PLAIN);
            for (String text : List.of(told, describe(sql, plan.result(), DefinitionStyle.PRETTY))) {
                String before = picture(plan);
                QueryPlan again = plan(text);
                String after = again == null ? "nothing" : picture(again);
                if (!before.equals(after)) {
                    failures.add(sql + "\n--\n" + text + "\n--\n" + before + "\n--\n" + after);
                }
            }
            if (!told.equals(describe(told, plan.result(), DefinitionStyle.PLAIN))) {
                failures.add(told + "\n--\n" + describe(told, plan.result(), DefinitionStyle.PLAIN));
            }
        });
        assertTrue(count[0] > 100, "statements: " + count[0]);
        assertEquals("", String.join("\n========\n", failures));
    }

    /** The second half of a UNION has its columns' names from the first, once it is written down. */
    private String picture(QueryPlan plan) {
        return Explain.text(plan, catalog::nameOf).replaceAll(" as [?\\w]+", "");
    }

    /** Of a query without parameters; null for anything else. */
    private QueryPlan plan(String sql) {
        try {
            Statement statement = catalog.plan(sql);
            return statement instanceof Statement.Query query && query.parameters().isEmpty() ? query.plan() : null;
        } catch (SqlException refused) {
            return null;
        }
    }

    private String describe(String sql, Schema result, DefinitionStyle style) {
        PlannerCatalog.View view =
                new PlannerCatalog.View("public", "v", 99, result, sql, List.of("public"), List.of());
        try {
            return TestCatalog.PLANNER.describe(view, catalog, TestCatalog.SETTINGS, names, style);
        } catch (RuntimeException fault) {
            throw new AssertionError(sql, fault);
        }
    }
}
