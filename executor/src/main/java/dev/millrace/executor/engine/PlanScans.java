package dev.millrace.executor.engine;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

import dev.millrace.executor.plan.Plan;

/** Which relations a plan reads. */
final class PlanScans {

    private PlanScans() {}

    static Set<Long> relations(Plan plan) {
        Set<Long> relations = new LinkedHashSet<>();
        collect(plan, new HashSet<>(), relations);
        return relations;
    }

    private static void collect(Plan plan, Set<String> visited, Set<Long> relations) {
        if (!visited.add(plan.uid())) {
            return;
        }
        if (plan instanceof Plan.Scan scan) {
            relations.add(scan.relation());
        }
        for (Plan input : plan.inputs()) {
            collect(input, visited, relations);
        }
    }
}
