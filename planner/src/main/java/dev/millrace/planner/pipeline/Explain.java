package dev.millrace.planner.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;

import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.AsofJoin;
import dev.millrace.executor.plan.Distribution;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FoldCall;
import dev.millrace.executor.plan.KeyedProcess;
import dev.millrace.executor.plan.LookupJoin;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Recursion;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SessionWindow;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.TimeWindows;
import dev.millrace.executor.plan.WindowClose;

/**
 * EXPLAIN: the plan as an indented tree, operators that keep state marked, a subplan that is used twice printed once
 * and
 * referred to after that.
 */
public final class Explain {

    private static final long MICROS_PER_MILLI = 1_000;
    private static final long MILLIS_PER_SECOND = 1_000;

    private final LongFunction<String> relationNames;
    private final Function<Plan, String> remarks;
    private final StringBuilder out = new StringBuilder();
    private final Map<String, Integer> uses = new HashMap<>();
    private final Map<String, Integer> printed = new HashMap<>();

    private Explain(LongFunction<String> relationNames, Function<Plan, String> remarks) {
        this.relationNames = relationNames;
        this.remarks = remarks;
    }

    /**
     * @param relationNames the name of a relation by its id
     * @return lines separated by line feeds
     */
    public static String text(QueryPlan plan, LongFunction<String> relationNames) {
        Explain explain = new Explain(relationNames, node -> "");
        explain.countUses(plan.root());
        explain.result(plan);
        explain.print(plan.root(), explain.out.isEmpty() ? 0 : 1);
        return explain.out.toString().stripTrailing();
    }

    /**
     * The plan of a view.
     *
     * @param remarks what is said behind an operator's line; perhaps nothing
     */
    public static String text(Plan plan, LongFunction<String> relationNames, Function<Plan, String> remarks) {
        Explain explain = new Explain(relationNames, remarks);
        explain.countUses(plan);
        explain.print(plan, 0);
        return explain.out.toString().stripTrailing();
    }

    private void countUses(Plan node) {
        if (uses.merge(node.uid(), 1, Integer::sum) == 1) {
            node.inputs().forEach(this::countUses);
        }
    }

    /** What is done for the client only: order, cut, hidden columns. */
    private void result(QueryPlan plan) {
        Spelling spelling = new Spelling(plan.root().schema());
        List<String> parts = new ArrayList<>();
        if (!plan.order().isEmpty()) {
            parts.add("ordered by " + order(plan.order(), spelling));
        }
        if (plan.limit() != null) {
            parts.add("limit " + spelling.text(plan.limit()));
        }
        if (plan.offset() != null) {
            parts.add("offset " + spelling.text(plan.offset()));
        }
        if (!parts.isEmpty()) {
            out.append("Result ").append(String.join(", ", parts)).append('\n');
        }
    }

    private void print(Plan node, int depth) {
        out.append("  ".repeat(depth));
        if (depth > 0) {
            out.append("-> ");
        }
        boolean isShared = uses.get(node.uid()) > 1 && !node.inputs().isEmpty();
        Integer number = printed.get(node.uid());
        if (isShared && number != null) {
            out.append("(shared ").append(number).append(")\n");
            return;
        }
        out.append(line(node));
        if (isShared) {
            printed.put(node.uid(), printed.size() + 1);
            out.append(" (shared ").append(printed.size()).append(" below)");
        }
        out.append(remarks.apply(node)).append('\n');
        node.inputs().forEach(input -> print(input, depth + 1));
    }

    private String line(Plan node) {
        return switch (node) {
            case Plan.Scan scan ->
                "Scan " + relationNames.apply(scan.relation()) + " (" + names(scan.schema()) + ")";
            case Plan.Values values -> values(values);
            case Plan.Filter filter -> "Filter " + new Spelling(filter.input().schema()).text(filter.condition());
            case Plan.Project project -> "Project " + outputs(project);
            case Plan.Union union -> "Union all";
            case Plan.Join join -> join(join);
            case Plan.Aggregate aggregate -> aggregate(aggregate);
            case Plan.Distinct distinct -> "Distinct [state]";
            case Plan.SetOperation operation ->
                (operation.kind() == Plan.SetOperation.Kind.INTERSECT ? "Intersect" : "Except")
                        + (operation.all() ? " all" : "") + " [state]";
            case Plan.TopK topK -> topK(topK);
            case Plan.TemporalFilter filter -> temporalFilter(filter);
            case Plan.Window window -> new WindowSpelling(window).line();
            case Plan.Hop hop -> hop(hop);
            case SessionWindow session -> session(session);
            case KeyedProcess process -> process(process);
            case AsofJoin join -> asofJoin(join);
            case LookupJoin join -> lookupJoin(join);
            case WindowClose close -> "Window close at " + new Spelling(close.schema()).column(close.endColumn())
                    + (close.isFinal() ? ", final" : "") + " [state]";
            case Plan.Unnest unnest -> unnest(unnest);
            case Recursion recursion -> "Recursion" + (recursion.all() ? " all" : "") + " [state]";
            case Recursion.Input input -> "Rows of the recursion (" + names(input.schema()) + ")";
            case Plan.Exchange exchange -> "Exchange " + distribution(exchange);
        };
    }

    private static String names(Schema schema) {
        return String.join(", ", schema.fields().stream().map(Schema.Field::name).toList());
    }

    private static String values(Plan.Values values) {
        if (values.rows().isEmpty()) {
            return "Empty";
        }
        if (values.rows().size() > 1 || values.schema().size() == 0) {
            return "Values (" + values.rows().size() + (values.rows().size() == 1 ? " row)" : " rows)");
        }
        Spelling spelling = new Spelling(Schema.EMPTY);
        return "Values ("
                + String.join(", ", values.rows().getFirst().stream().map(spelling::text).toList())
                + ")";
    }

    private static String outputs(Plan.Project project) {
        Spelling spelling = new Spelling(project.input().schema());
        List<String> outputs = new ArrayList<>();
        for (int i = 0; i < project.expressions().size(); i++) {
            String text = spelling.text(project.expressions().get(i));
            String name = project.schema().field(i).name();
            boolean isNamed = project.expressions().get(i) instanceof Expr.Input && text.equals(name);
            outputs.add(isNamed ? text : text + " as " + name);
        }
        return String.join(", ", outputs);
    }

    private static String join(Plan.Join join) {
        Spelling left = new Spelling(join.left().schema());
        Spelling right = new Spelling(join.right().schema());
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < join.leftKeys().size(); i++) {
            conditions.add(left.column(join.leftKeys().get(i))
                    + (join.nullSafe().get(i) ? " is not distinct from " : " = ")
                    + right.column(join.rightKeys().get(i)));
        }
        Schema both = join.left().schema().concat(join.right().schema());
        String rest = join.condition() == null ? "" : new Spelling(both).text(join.condition());
        String name = conditions.isEmpty() && rest.isEmpty() && join.kind().name().equals("INNER")
                ? "Cross"
                : capitalised(join.kind().name());
        String on = conditions.isEmpty() ? "" : " on " + String.join(" and ", conditions);
        String with = rest.isEmpty() ? "" : (on.isEmpty() ? " on " : " and ") + rest;
        return name + " join" + on + with + " [state]";
    }

    private static String capitalised(String name) {
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String aggregate(Plan.Aggregate aggregate) {
        Spelling spelling = new Spelling(aggregate.input().schema());
        List<String> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.calls()) {
            calls.add(call(call, spelling));
        }
        String by = aggregate.keys().isEmpty()
                ? ""
                : " by " + String.join(", ", aggregate.keys().stream().map(spelling::column).toList());
        return "Aggregate" + by + (calls.isEmpty() ? "" : ": " + String.join(", ", calls)) + " [state]";
    }

    private static String call(AggregateCall call, Spelling spelling) {
        String name = FoldCall.name(call.function());
        List<String> arguments = call.arguments().stream().map(spelling::column).toList();
        String inside = name.equals("count") && arguments.isEmpty() ? "*" : String.join(", ", arguments);
        String order = call.order().isEmpty() ? "" : " order by " + order(call.order(), spelling);
        String filter = call.filter() < 0 ? "" : " filter (where " + spelling.column(call.filter()) + ")";
        return name + "(" + (call.distinct() ? "distinct " : "") + inside + order + ")" + filter;
    }

    static String order(List<SortKey> keys, Spelling spelling) {
        List<String> parts = new ArrayList<>();
        for (SortKey key : keys) {
            String nulls = key.nullsFirst() == key.descending() ? "" : key.nullsFirst() ? " nulls first"
                    : " nulls last";
            parts.add(spelling.column(key.column()) + (key.descending() ? " desc" : "") + nulls);
        }
        return String.join(", ", parts);
    }

    private static String topK(Plan.TopK topK) {
        Spelling spelling = new Spelling(topK.input().schema());
        StringBuilder line = new StringBuilder(topK.limit() < 0 ? "Rank" : "Top " + topK.limit());
        if (topK.withTies()) {
            line.append(" with ties");
        }
        if (topK.offset() > 0) {
            line.append(" after ").append(topK.offset());
        }
        if (!topK.partition().isEmpty()) {
            line.append(" per ").append(
                    String.join(", ", topK.partition().stream().map(spelling::column).toList()));
        }
        if (!topK.order().isEmpty()) {
            line.append(" ordered by ").append(order(topK.order(), spelling));
        }
        if (topK.rank()) {
            line.append(", numbered as ").append(topK.schema().fields().getLast().name());
        }
        return line.append(" [state]").toString();
    }

    private static String temporalFilter(Plan.TemporalFilter filter) {
        Spelling spelling = new Spelling(filter.input().schema());
        List<String> bounds = filter.bounds().stream().map(bound -> switch (bound.kind()) {
            case SINCE -> "now() >= " + spelling.text(bound.expr());
            case AFTER -> "now() > " + spelling.text(bound.expr());
            case UNTIL -> "now() <= " + spelling.text(bound.expr());
            case BEFORE -> "now() < " + spelling.text(bound.expr());
            case RISES, FALLS -> spelling.text(bound.expr());
        }).toList();
        return "Temporal filter " + String.join(" and ", bounds) + " [state]";
    }

    private static String unnest(Plan.Unnest unnest) {
        Spelling spelling = new Spelling(unnest.input().schema());
        return "Unnest " + String.join(", ", unnest.arrays().stream().map(spelling::text).toList())
                + (unnest.isNumbered() ? ", numbered" : "");
    }

    private static String hop(Plan.Hop hop) {
        String time = new Spelling(hop.input().schema()).column(hop.timeColumn());
        TimeWindows windows = hop.windows();
        String size = duration(windows.sizeMicros());
        String slide = duration(windows.slideMicros());
        String offset = windows.offsetMicros() == 0 ? "" : ", offset " + duration(windows.offsetMicros());
        if (windows.grows()) {
            return "Cumulate " + time + " in steps of " + slide + ", up to " + size + offset;
        }
        return windows.sizeMicros() == windows.slideMicros()
                ? "Tumble " + time + " by " + size + offset
                : "Hop " + time + " every " + slide + ", size " + size + offset;
    }

    private static String session(SessionWindow session) {
        Spelling spelling = new Spelling(session.input().schema());
        String per = session.partition().isEmpty()
                ? ""
                : " per " + String.join(", ", session.partition().stream().map(spelling::column).toList());
        return "Session " + spelling.column(session.timeColumn()) + per + ", gap " + duration(session.gapMicros())
                + " [state]";
    }

    private static String process(KeyedProcess process) {
        Spelling spelling = new Spelling(process.input().schema());
        String per = process.partition().isEmpty()
                ? ""
                : " per " + String.join(", ", process.partition().stream().map(spelling::column).toList());
        return "Process " + process.className() + per + (process.initial() == null ? "" : ", with initial state")
                + " [state]";
    }

    private static String asofJoin(AsofJoin join) {
        Spelling left = new Spelling(join.left().schema());
        Spelling right = new Spelling(join.right().schema());
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < join.leftKeys().size(); i++) {
            conditions.add(left.column(join.leftKeys().get(i)) + " = " + right.column(join.rightKeys().get(i)));
        }
        String operator = (join.match().looksBack() ? ">" : "<") + (join.match().isInclusive() ? "= " : " ");
        conditions.add("nearest " + left.column(join.leftTime()) + " " + operator + right.column(join.rightTime()));
        return (join.isOuter() ? "Left asof" : "Asof") + " join on " + String.join(" and ", conditions) + " [state]";
    }

    private static String lookupJoin(LookupJoin join) {
        Spelling left = new Spelling(join.left().schema());
        Spelling right = new Spelling(join.right().schema());
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < join.leftKeys().size(); i++) {
            conditions.add(left.column(join.leftKeys().get(i)) + " = " + right.column(join.rightKeys().get(i)));
        }
        return (join.isOuter() ? "Left lookup" : "Lookup") + " join on " + String.join(" and ", conditions)
                + ", as of arrival [state]";
    }

    private static String duration(long micros) {
        if (micros % MICROS_PER_MILLI != 0) {
            return micros + " us";
        }
        long millis = micros / MICROS_PER_MILLI;
        return millis % MILLIS_PER_SECOND == 0 ? millis / MILLIS_PER_SECOND + " s" : millis + " ms";
    }

    private static String distribution(Plan.Exchange exchange) {
        Spelling spelling = new Spelling(exchange.schema());
        return switch (exchange.distribution()) {
            case Distribution.Hash hash ->
                "hash(" + String.join(", ", hash.columns().stream().map(spelling::column).toList()) + ")";
            case Distribution.Broadcast broadcast -> "broadcast";
            case Distribution.Single single -> "single";
        };
    }
}
