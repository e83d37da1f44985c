package dev.millrace.planner.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.AsofJoin;
import dev.millrace.executor.plan.Distribution;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FrameBound;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.KeyedProcess;
import dev.millrace.executor.plan.LookupJoin;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Recursion;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SessionWindow;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.TimeBound;
import dev.millrace.executor.plan.TimeWindows;
import dev.millrace.executor.plan.WindowCall;
import dev.millrace.executor.plan.WindowClose;
import dev.millrace.executor.plan.WindowFrame;

/** Makes the nodes of one plan: names each by its digest, and gives the same object for the same name. */
final class Nodes {

    private final Map<String, Plan> byUid = new HashMap<>();

    private Plan shared(Plan node) {
        Plan known = byUid.putIfAbsent(node.uid(), node);
        return known == null ? node : known;
    }

    Plan scan(long relation, List<Integer> columns, Schema schema, boolean appendOnly) {
        String uid = new Digest("scan").add(relation).add(columns).add(schema).uid();
        return shared(new Plan.Scan(uid, relation, columns, schema, appendOnly));
    }

    Plan values(List<List<Expr>> rows, Schema schema) {
        Digest digest = new Digest("values").add(schema);
        rows.forEach(digest::addAll);
        return shared(new Plan.Values(digest.uid(), rows, schema));
    }

    Plan filter(Plan input, Expr condition) {
        return shared(new Plan.Filter(new Digest("filter").add(input).add(condition).uid(), input, condition));
    }

    Plan temporalFilter(Plan input, List<TimeBound> bounds, List<Integer> key) {
        Digest digest = new Digest("temporalFilter").add(input).add(key);
        bounds.forEach(bound -> digest.add(bound.kind()).add(bound.expr()));
        return shared(new Plan.TemporalFilter(digest.uid(), input, bounds, key));
    }

    Plan project(Plan input, List<Expr> expressions, Schema schema) {
        String uid = new Digest("project").add(input).addAll(expressions).add(schema).uid();
        return shared(new Plan.Project(uid, input, expressions, schema));
    }

    /** These columns of the input; the input itself when that is what it has. */
    Plan select(Plan input, List<Integer> columns, Schema schema) {
        boolean isAll = columns.size() == input.schema().size();
        List<Expr> expressions = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            isAll &= columns.get(i) == i;
            expressions.add(new Expr.Input(columns.get(i), input.schema().type(columns.get(i))));
        }
        if (isAll) {
            return input;
        }
        if (input instanceof Plan.Project below) {
            return project(below.input(), columns.stream().map(below.expressions()::get).toList(), schema);
        }
        return project(input, expressions, schema);
    }

    Plan union(List<Plan> inputs, Schema schema) {
        Digest digest = new Digest("union").add(schema);
        inputs.forEach(digest::add);
        return shared(new Plan.Union(digest.uid(), inputs, schema));
    }

    Plan join(
            Plan left,
            Plan right,
            JoinKind kind,
            List<Integer> leftKeys,
            List<Integer> rightKeys,
            List<Boolean> nullSafe,
            Expr condition,
            Schema schema) {
        Digest digest = new Digest("join")
                .add(left)
                .add(right)
                .add(kind)
                .add(leftKeys)
                .add(rightKeys)
                .add(nullSafe)
                .add(schema);
        if (condition != null) {
            digest.add(condition);
        }
        return shared(
                new Plan.Join(digest.uid(), left, right, kind, leftKeys, rightKeys, nullSafe, condition, schema));
    }

    Plan aggregate(Plan input, List<Integer> keys, List<AggregateCall> calls, Schema schema) {
        Digest digest = new Digest("aggregate").add(input).add(keys).add(schema);
        for (AggregateCall call : calls) {
            digest.add(call.function())
                    .add(call.arguments())
                    .add(call.distinct())
                    .add(call.filter())
                    .add(order(call.order()))
                    .add(call.type());
        }
        return shared(new Plan.Aggregate(digest.uid(), input, keys, calls, schema));
    }

    private static String order(List<SortKey> keys) {
        StringBuilder text = new StringBuilder();
        for (SortKey key : keys) {
            text.append(key.column()).append(key.descending() ? 'd' : 'a').append(key.nullsFirst() ? 'f' : 'l');
        }
        return text.toString();
    }

    Plan distinct(Plan input) {
        return shared(new Plan.Distinct(new Digest("distinct").add(input).uid(), input));
    }

    Plan setOperation(Plan.SetOperation.Kind kind, boolean all, Plan left, Plan right, Schema schema) {
        String uid = new Digest("setOperation").add(kind).add(all).add(left).add(right).add(schema).uid();
        return shared(new Plan.SetOperation(uid, kind, all, left, right, schema));
    }

    Plan topK(
            Plan input,
            List<Integer> partition,
            List<SortKey> order,
            long offset,
            long limit,
            boolean withTies,
            boolean rank,
            Schema schema) {
        String uid = new Digest("topK")
                .add(input)
                .add(partition)
                .add(order(order))
                .add(offset)
                .add(limit)
                .add(withTies)
                .add(rank)
                .uid();
        return shared(new Plan.TopK(uid, input, partition, order, offset, limit, withTies, rank, schema));
    }

    Plan window(
            Plan input, List<Integer> partition, List<SortKey> order, List<WindowCall> calls, Schema schema) {
        Digest digest = new Digest("window").add(input).add(partition).add(order(order));
        for (WindowCall call : calls) {
            WindowFrame frame = call.frame();
            digest.add(call.function())
                    .addAll(call.arguments())
                    .add(call.filter())
                    .add(call.type())
                    .add(frame.unit())
                    .add(frame.exclusion());
            for (FrameBound bound : List.of(frame.start(), frame.end())) {
                digest.add(bound.kind());
                if (bound.hasOffset()) {
                    digest.add(bound.offset());
                }
            }
        }
        return shared(new Plan.Window(digest.uid(), input, partition, order, calls, schema));
    }

    Plan hop(Plan input, int time, TimeWindows windows, Schema schema) {
        String uid = new Digest("hop").add(input).add(time).add(windows).uid();
        return shared(new Plan.Hop(uid, input, time, windows, schema));
    }

    Plan session(Plan input, List<Integer> partition, int time, long gapMicros, Schema schema) {
        String uid = new Digest("session").add(input).add(partition).add(time).add(gapMicros).uid();
        return shared(new SessionWindow(uid, input, partition, time, gapMicros, schema));
    }

    /** @param like says everything but the uid */
    Plan keyedProcess(KeyedProcess like) {
        Digest digest = new Digest("keyedProcess").add(like.partition()).add(like.initialPartition());
        like.inputs().forEach(digest::add);
        like.delaysMicros().forEach(delay -> digest.add((long) delay));
        like.order().forEach(key -> digest.add(key));
        digest.add(like.standIns()).add(like.rows()).add(like.schema()).add(like.jar()).add(like.className());
        if (like.initialRows() != null) {
            digest.add(like.initialRows());
        }
        return shared(like.withInputs(digest.uid(), like.inputs()));
    }

    /** @param like says everything but the uid */
    Plan asofJoin(AsofJoin like) {
        String uid = new Digest("asofJoin")
                .add(like.left())
                .add(like.right())
                .add(like.isOuter())
                .add(like.match())
                .add(like.leftKeys())
                .add(like.rightKeys())
                .add(like.leftTime())
                .add(like.rightTime())
                .uid();
        return shared(like.withInputs(uid, like.inputs()));
    }

    /** @param like says everything but the uid */
    Plan lookupJoin(LookupJoin like) {
        String uid = new Digest("lookupJoin")
                .add(like.left())
                .add(like.right())
                .add(like.isOuter())
                .add(like.leftKeys())
                .add(like.rightKeys())
                .uid();
        return shared(like.withInputs(uid, like.inputs()));
    }

    /** @param like says everything but the uid */
    Plan windowClose(WindowClose like) {
        Digest digest = new Digest("windowClose").add(like.endColumn()).add(like.key()).add(like.isFinal());
        like.inputs().forEach(digest::add);
        like.delaysMicros().forEach(delay -> digest.add((long) delay));
        digest.add(like.standIns());
        return shared(like.withInputs(digest.uid(), like.inputs()));
    }

    Plan unnest(Plan input, List<Expr> arrays, boolean isNumbered, Schema schema) {
        String uid = new Digest("unnest").add(input).addAll(arrays).add(isNumbered).add(schema).uid();
        return shared(new Plan.Unnest(uid, input, arrays, isNumbered, schema));
    }

    Plan recursionInput(int depth, Schema schema) {
        return shared(new Recursion.Input(new Digest("recursionInput").add(depth).add(schema).uid(), schema));
    }

    Plan recursion(Plan base, Plan term, String reference, boolean all, int iterationsMax, Schema schema) {
        String uid = new Digest("recursion")
                .add(base)
                .add(term)
                .add(all)
                .add(iterationsMax)
                .add(schema)
                .uid();
        return shared(new Recursion(uid, base, term, reference, all, iterationsMax, schema));
    }

    /** The same node over other inputs. */
    Plan over(Plan node, List<Plan> inputs) {
        Digest digest = new Digest("over").add(node);
        inputs.forEach(digest::add);
        return shared(node.withInputs(digest.uid(), inputs));
    }

    Plan exchange(Plan input, Distribution distribution) {
        Digest digest = new Digest("exchange").add(input);
        switch (distribution) {
            case Distribution.Hash hash -> digest.add("hash").add(hash.columns());
            case Distribution.Broadcast broadcast -> digest.add("broadcast");
            case Distribution.Single single -> digest.add("single");
        }
        return shared(new Plan.Exchange(digest.uid(), input, distribution));
    }
}
