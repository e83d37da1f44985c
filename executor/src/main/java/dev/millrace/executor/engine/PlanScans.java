package dev.millrace.executor.engine;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.WindowClose;

/** What a plan reads. */
final class PlanScans {

    private PlanScans() {}

    static Set<Long> relations(Plan plan) {
        return columns(plan).keySet();
    }

    /** The same with the columns' types. */
    static Map<Long, TreeMap<Integer, Schema.Field>> fields(Plan plan) {
        Map<Long, TreeMap<Integer, Schema.Field>> fields = new LinkedHashMap<>();
        forEach(plan, new HashSet<>(), scan -> {
            TreeMap<Integer, Schema.Field> own = fields.computeIfAbsent(scan.relation(), id -> new TreeMap<>());
            for (int i = 0; i < scan.columns().size(); i++) {
                own.put(scan.columns().get(i), scan.schema().field(i));
            }
        });
        return fields;
    }

    /** Whether the rows of a relation that the plan reads never change and never go. */
    static boolean isAppendOnly(Plan plan, long relation) {
        boolean[] only = {false};
        forEach(plan, new HashSet<>(), scan -> only[0] |= scan.relation() == relation && scan.appendOnly());
        return only[0];
    }

    /** Whether the plan lets windows go when their time is over: what comes together it must see together. */
    static boolean closesWindows(Plan plan) {
        boolean[] closes = {false};
        forEachNode(plan, new HashSet<>(), node -> closes[0] |= node instanceof WindowClose);
        return closes[0];
    }

    /** Columns that the plan's scans read, by relation, in the order in which the plan comes to them. */
    static Map<Long, TreeSet<Integer>> columns(Plan plan) {
        Map<Long, TreeSet<Integer>> columns = new LinkedHashMap<>();
        forEach(plan, new HashSet<>(), scan ->
                columns.computeIfAbsent(scan.relation(), id -> new TreeSet<>()).addAll(scan.columns()));
        return columns;
    }

    private static void forEach(Plan plan, Set<String> visited, Consumer<Plan.Scan> scans) {
        forEachNode(plan, visited, node -> {
            if (node instanceof Plan.Scan scan) {
                scans.accept(scan);
            }
        });
    }

    private static void forEachNode(Plan plan, Set<String> visited, Consumer<Plan> nodes) {
        if (visited.add(plan.uid())) {
            nodes.accept(plan);
            plan.inputs().forEach(input -> forEachNode(input, visited, nodes));
        }
    }
}
