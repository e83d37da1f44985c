package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.expression.RowErrors;
import dev.millrace.executor.plan.AsofJoin;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.KeyedProcess;
import dev.millrace.executor.plan.LookupJoin;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Recursion;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SessionWindow;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.WindowClose;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * What a plan means, written down naively: whole relations in, the whole result out, nothing incremental, nothing
 * shared.
 */
final class ReferenceInterpreter {

    private final Map<Long, Bag> relations;
    private final long clock;
    private final ReferenceRecursion recursions = new ReferenceRecursion();
    final RowErrors errors = new RowErrors();

    ReferenceInterpreter(Map<Long, Bag> relations, long clock) {
        this.relations = relations;
        this.clock = clock;
    }

    Bag evaluate(Plan plan) {
        return switch (plan) {
            case Plan.Scan scan -> scan(scan);
            case Plan.Values values -> values(values);
            case Plan.Filter filter -> filter(filter.input().schema(), evaluate(filter.input()), filter.condition());
            case Plan.Project project -> project(project);
            case Plan.Union union -> {
                Bag out = new Bag();
                union.inputs().forEach(input -> evaluate(input).weights.forEach(out::add));
                yield out;
            }
            case Plan.Join join -> join(join);
            case Plan.Aggregate aggregate -> aggregate(aggregate);
            case Plan.Distinct distinct -> distinct(distinct);
            case Plan.SetOperation set -> set(set);
            case Plan.TopK top -> topK(top);
            case Plan.TemporalFilter filter -> ReferenceTimes.present(this, filter, clock);
            case Plan.Window window -> ReferenceWindows.evaluate(
                    window, groups(window.schema(), window.partition(), evaluate(window.input())).values(), errors);
            case Plan.Hop hop -> ReferenceTimes.windows(evaluate(hop.input()), hop);
            case SessionWindow session -> ReferenceTimes.sessions(
                    session, groups(session.schema(), session.partition(), evaluate(session.input())).values());
            case WindowClose close -> ReferenceTimes.closed(
                    close, evaluate(close.input()), close.latest().stream().map(this::evaluate).toList());
            case AsofJoin join -> ReferenceTimes.asofJoin(join, evaluate(join.left()), evaluate(join.right()));
            case KeyedProcess process -> throw new UnsupportedOperationException("what somebody's code says");
            case LookupJoin join -> throw new UnsupportedOperationException("what depends on when rows came");
            case Plan.Unnest unnest -> throw new UnsupportedOperationException("arrays in the reference");
            case Recursion recursion -> recursions.evaluate(this, recursion);
            case Recursion.Input input -> recursions.input(input);
            case Plan.Exchange exchange -> evaluate(exchange.input());
        };
    }

    private Bag scan(Plan.Scan scan) {
        Bag out = new Bag();
        relations.get(scan.relation()).weights.forEach((row, weight) -> {
            List<Object> selected = new ArrayList<>();
            scan.columns().forEach(column -> selected.add(row.get(column)));
            out.add(selected, weight);
        });
        return out;
    }

    private Bag values(Plan.Values values) {
        Bag out = new Bag();
        DeltaBatch one = DeltaBatch.inserts(new dev.millrace.executor.data.Column[0], 1);
        for (List<Expr> row : values.rows()) {
            List<Object> evaluated = new ArrayList<>();
            for (Expr value : row) {
                var column = TestExpressions.compile(value).evaluate(one, 0, new Evaluator.Failures());
                evaluated.addAll(Bag.row(one.withColumns(new dev.millrace.executor.data.Column[] {column}), 0));
            }
            out.add(evaluated, 1);
        }
        return out;
    }

    private static DeltaBatch single(Schema schema, List<Object> row) {
        BatchBuilder builder = new BatchBuilder(schema);
        Bag.append(builder, schema, row, 1);
        return builder.build();
    }

    /** Null when it failed, which was noted. */
    List<Object> value(Expr expression, Schema schema, List<Object> row, long weight) {
        Evaluator.Failures failures = new Evaluator.Failures();
        DeltaBatch batch = single(schema, row);
        var column = TestExpressions.compile(expression).evaluate(batch, 0, failures);
        if (failures.of(0) != null) {
            errors.add(failures.of(0), weight);
            return null;
        }
        return Bag.row(batch.withColumns(new dev.millrace.executor.data.Column[] {column}), 0);
    }

    private boolean isTrue(Expr condition, Schema schema, List<Object> row, long weight) {
        List<Object> truth = value(condition, schema, row, weight);
        return truth != null && truth.getFirst() != null && (Long) truth.getFirst() != 0;
    }

    private Bag filter(Schema schema, Bag input, Expr condition) {
        Bag out = new Bag();
        input.weights.forEach((row, weight) -> {
            if (isTrue(condition, schema, row, weight)) {
                out.add(row, weight);
            }
        });
        return out;
    }

    private Bag project(Plan.Project project) {
        Bag out = new Bag();
        evaluate(project.input()).weights.forEach((row, weight) -> {
            List<Object> projected = new ArrayList<>();
            for (Expr expression : project.expressions()) {
                List<Object> value = value(expression, project.input().schema(), row, weight);
                if (value == null) {
                    return;
                }
                projected.addAll(value);
            }
            out.add(projected, weight);
        });
        return out;
    }

    private Bag join(Plan.Join join) {
        Bag left = evaluate(join.left());
        Bag right = evaluate(join.right());
        Schema pair = join.left().schema().concat(join.right().schema());
        Bag out = new Bag();
        Map<List<Object>, Long> rightMatches = new HashMap<>();
        left.weights.forEach((leftRow, leftWeight) -> {
            long[] matches = {0};
            right.weights.forEach((rightRow, rightWeight) -> {
                if (!hasSameKeys(join, leftRow, rightRow)) {
                    return;
                }
                List<Object> both = concat(leftRow, rightRow);
                long weight = leftWeight * rightWeight;
                if (join.condition() != null && !isTrue(join.condition(), pair, both, weight)) {
                    return;
                }
                matches[0] += rightWeight;
                rightMatches.merge(rightRow, leftWeight, Long::sum);
                if (!join.kind().isLeftOnly()) {
                    out.add(both, weight);
                }
            });
            boolean isMatched = matches[0] > 0;
            if (join.kind() == JoinKind.SEMI && isMatched || join.kind() == JoinKind.ANTI && !isMatched) {
                out.add(leftRow, leftWeight);
            } else if (!isMatched && !join.kind().isLeftOnly() && join.kind().keepsUnmatchedLeft()) {
                out.add(concat(leftRow, Arrays.asList(new Object[join.right().schema().size()])), leftWeight);
            }
        });
        if (join.kind().keepsUnmatchedRight()) {
            right.weights.forEach((rightRow, rightWeight) -> {
                if (!rightMatches.containsKey(rightRow)) {
                    out.add(concat(Arrays.asList(new Object[join.left().schema().size()]), rightRow), rightWeight);
                }
            });
        }
        return out;
    }

    static List<Object> concat(List<Object> left, List<Object> right) {
        List<Object> both = new ArrayList<>(left);
        both.addAll(right);
        return both;
    }

    private static boolean hasSameKeys(Plan.Join join, List<Object> left, List<Object> right) {
        for (int i = 0; i < join.leftKeys().size(); i++) {
            SqlType type = join.left().schema().type(join.leftKeys().get(i));
            Object leftKey = canonical(type, left.get(join.leftKeys().get(i)));
            Object rightKey = canonical(type, right.get(join.rightKeys().get(i)));
            if (leftKey == null || rightKey == null) {
                if (!join.nullSafe().get(i) || leftKey != rightKey) {
                    return false;
                }
            } else if (!leftKey.equals(rightKey)) {
                return false;
            }
        }
        return true;
    }

    /** An object that is equal for values that SQL holds equal. */
    static Object canonical(SqlType type, Object value) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case DOUBLE, REAL -> Double.longBitsToDouble((Long) value) + 0.0;
            case NUMERIC -> numeric(value).isFinite()
                    ? numeric(value).decimal().stripTrailingZeros()
                    : numeric(value).toString();
            default -> value;
        };
    }

    static Numeric numeric(Object value) {
        byte[] bytes = ((String) value).getBytes(ISO_8859_1);
        return Numeric.read(bytes, 0, bytes.length);
    }

    static List<Object> canonical(Schema schema, List<Integer> columns, List<Object> row) {
        List<Object> key = new ArrayList<>();
        columns.forEach(column -> key.add(canonical(schema.type(column), row.get(column))));
        return key;
    }

    private Map<List<Object>, Bag> groups(Schema schema, List<Integer> keys, Bag input) {
        Map<List<Object>, Bag> groups = new LinkedHashMap<>();
        input.weights.forEach((row, weight) ->
                groups.computeIfAbsent(canonical(schema, keys, row), key -> new Bag()).add(row, weight));
        return groups;
    }

    private Bag aggregate(Plan.Aggregate aggregate) {
        Schema schema = aggregate.input().schema();
        Map<List<Object>, Bag> groups = groups(schema, aggregate.keys(), evaluate(aggregate.input()));
        if (aggregate.keys().isEmpty() && groups.isEmpty()) {
            groups.put(List.of(), new Bag());
        }
        Bag out = new Bag();
        groups.values().forEach(group -> {
            List<Object> row = new ArrayList<>();
            for (int key : aggregate.keys()) {
                List<Object> values = new ArrayList<>();
                group.weights.keySet().forEach(member -> values.add(member.get(key)));
                values.sort(exact(schema.type(key)));
                row.add(values.getFirst());
            }
            try {
                aggregate.calls().forEach(call -> row.add(ReferenceAggregates.compute(call, schema, group)));
                out.add(row, 1);
            } catch (SqlException failure) {
                errors.add(failure, 1);
            }
        });
        return out;
    }

    /** SQL's order, then by bytes; NULL last. */
    static Comparator<Object> exact(SqlType type) {
        return Comparator.nullsLast((left, right) -> {
            int order = compare(type, left, right);
            return order != 0 || type.layout() == SqlType.Layout.WORD
                    ? order != 0 ? order : Integer.compare(0, bytesOrder((Long) left, (Long) right))
                    : ((String) left).compareTo((String) right);
        });
    }

    /** Values as the state keeps them: least significant byte first. */
    private static int bytesOrder(long left, long right) {
        return -Long.compareUnsigned(Long.reverseBytes(left), Long.reverseBytes(right));
    }

    static int compare(SqlType type, Object left, Object right) {
        return switch (type.kind()) {
            case DOUBLE, REAL -> Double.compare(
                    Double.longBitsToDouble((Long) left) + 0.0, Double.longBitsToDouble((Long) right) + 0.0);
            case NUMERIC -> numeric(left).compareTo(numeric(right));
            default -> type.layout() == SqlType.Layout.WORD
                    ? Long.compare((Long) left, (Long) right)
                    : ((String) left).compareTo((String) right);
        };
    }

    private Bag distinct(Plan.Distinct distinct) {
        Schema schema = distinct.schema();
        List<Integer> all = java.util.stream.IntStream.range(0, schema.size()).boxed().toList();
        Plan.Aggregate same = new Plan.Aggregate("", distinct.input(), all, List.of(), schema);
        return aggregate(same);
    }

    private Bag set(Plan.SetOperation set) {
        Schema schema = set.schema();
        List<Integer> all = java.util.stream.IntStream.range(0, schema.size()).boxed().toList();
        Map<List<Object>, Bag> left = groups(schema, all, evaluate(set.left()));
        Map<List<Object>, Bag> right = groups(schema, all, evaluate(set.right()));
        Bag out = new Bag();
        left.forEach((key, rows) -> {
            long leftWeight = rows.weights.values().stream().mapToLong(w -> w).sum();
            Bag other = right.getOrDefault(key, new Bag());
            long rightWeight = other.weights.values().stream().mapToLong(w -> w).sum();
            long rest = switch (set.kind()) {
                case INTERSECT -> set.all() ? Math.min(leftWeight, rightWeight) : rightWeight > 0 ? 1 : 0;
                case EXCEPT -> set.all() ? Math.max(0, leftWeight - rightWeight) : rightWeight > 0 ? 0 : 1;
            };
            List<List<Object>> ordered = new ArrayList<>(rows.weights.keySet());
            ordered.sort(Comparator.comparing((List<Object> row) -> encoded(schema, row)));
            for (List<Object> row : ordered) {
                long taken = Math.min(rest, rows.weights.get(row));
                rest -= taken;
                if (taken > 0) {
                    out.add(row, taken);
                }
            }
        });
        return out;
    }

    static String encoded(Schema schema, List<Object> row) {
        var bytes = new dev.millrace.executor.data.ByteBuilder();
        new dev.millrace.executor.data.RowCodec(schema).encode(single(schema, row), 0, bytes);
        return new String(bytes.toBytes(), ISO_8859_1);
    }

    private Bag topK(Plan.TopK top) {
        Schema schema = top.input().schema();
        Bag out = new Bag();
        groups(schema, top.partition(), evaluate(top.input())).values().forEach(rows -> {
            List<List<Object>> ordered = ReferenceWindows.inOrder(schema, top.order(), rows);
            Comparator<List<Object>> byOrder = order(schema, top.order());
            long end = top.limit() < 0 ? ordered.size() : Math.min(ordered.size(), top.offset() + top.limit());
            while (top.withTies() && top.limit() > 0 && end > 0 && end < ordered.size()
                    && byOrder.compare(ordered.get((int) end - 1), ordered.get((int) end)) == 0) {
                end++;
            }
            for (int i = (int) top.offset(); i < end; i++) {
                List<Object> row = new ArrayList<>(ordered.get(i));
                if (top.rank()) {
                    row.add((long) i + 1);
                }
                out.add(row, 1);
            }
        });
        return out;
    }

    static Comparator<List<Object>> order(Schema schema, List<SortKey> keys) {
        return (left, right) -> {
            for (SortKey key : keys) {
                Object leftValue = left.get(key.column());
                Object rightValue = right.get(key.column());
                int order;
                if (leftValue == null || rightValue == null) {
                    order = leftValue == rightValue ? 0 : (leftValue == null) == key.nullsFirst() ? -1 : 1;
                } else {
                    order = compare(schema.type(key.column()), leftValue, rightValue) * (key.descending() ? -1 : 1);
                }
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }
}
