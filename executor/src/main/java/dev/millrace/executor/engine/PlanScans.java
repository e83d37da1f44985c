package dev.millrace.executor.engine;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.millrace.executor.plan.Plan;

/** What a plan reads. */
final class PlanScans {

    private PlanScans() {}

    static Set<Long> relations(Plan plan) {
        return columns(plan).keySet();
    }

    /** Columns that the plan's scans read, by relation, in the order in which the plan comes to them. */
    static Map<Long, TreeSet<Integer>> columns(Plan plan) {
        Map<Long, TreeSet<Integer>> columns = new LinkedHashMap<>();
        collect(plan, new HashSet<>(), columns);
        return columns;
    }

    private static void collect(Plan plan, Set<String> visited, Map<Long, TreeSet<Integer>> columns) {
        if (!visited.add(plan.uid())) {
            return;
        }
        if (plan instanceof Plan.Scan scan) {
            columns.computeIfAbsent(scan.relation(), id -> new TreeSet<>()).addAll(scan.columns());
        }
        for (Plan input : plan.inputs()) {
            collect(input, visited, columns);
        }
    }
}
