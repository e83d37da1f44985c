package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import dev.millrace.executor.expression.RowErrors;
import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FrameBound;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.WindowCall;
import dev.millrace.executor.plan.WindowFrame;

/** Window functions by their definition: of every row of the partition it is asked whether it is in the frame. */
final class ReferenceWindows {

    private final Schema schema;
    private final SortKey first;
    private final List<List<Object>> rows;
    private final int[] groups;

    /** @param rows a partition in order */
    ReferenceWindows(Plan.Window plan, List<List<Object>> rows) {
        schema = plan.input().schema();
        first = plan.order().isEmpty() ? null : plan.order().getFirst();
        this.rows = rows;
        groups = new int[rows.size()];
        Comparator<List<Object>> order = ReferenceInterpreter.order(schema, plan.order());
        for (int i = 1; i < groups.length; i++) {
            groups[i] = groups[i - 1] + (order.compare(rows.get(i - 1), rows.get(i)) == 0 ? 0 : 1);
        }
    }

    /** The rows of a partition, equal ones apart. */
    static List<List<Object>> inOrder(Schema schema, List<SortKey> keys, Bag rows) {
        List<List<Object>> ordered = new ArrayList<>();
        rows.weights.forEach((row, weight) -> {
            for (long i = 0; i < weight; i++) {
                ordered.add(row);
            }
        });
        List<SortKey> rest = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            rest.add(SortKey.ascending(i));
        }
        ordered.sort(ReferenceInterpreter.order(schema, keys)
                .thenComparing(ReferenceInterpreter.order(schema, rest))
                .thenComparing(row -> ReferenceInterpreter.encoded(schema, row)));
        return ordered;
    }

    static Bag evaluate(Plan.Window window, Collection<Bag> partitions, RowErrors errors) {
        Bag out = new Bag();
        for (Bag rows : partitions) {
            List<List<Object>> ordered =
                    inOrder(window.input().schema(), window.order(), rows);
            ReferenceWindows partition = new ReferenceWindows(window, ordered);
            for (int i = 0; i < ordered.size(); i++) {
                int place = i;
                List<Object> row = new ArrayList<>(ordered.get(i));
                try {
                    window.calls().forEach(call -> row.add(partition.value(call, place)));
                    out.add(row, 1);
                } catch (SqlException failure) {
                    errors.add(failure, 1);
                }
            }
        }
        return out;
    }

    private Object argument(WindowCall call, int index, int row) {
        return switch (call.arguments().get(index)) {
            case Expr.Input input -> rows.get(row).get(input.index());
            case Expr.Literal literal -> literal.value();
            case Expr other -> throw new IllegalArgumentException(other.toString());
        };
    }

    Object value(WindowCall call, int row) {
        int size = rows.size();
        int firstPeer = row;
        int lastPeer = row;
        while (firstPeer > 0 && groups[firstPeer - 1] == groups[row]) {
            firstPeer--;
        }
        while (lastPeer + 1 < size && groups[lastPeer + 1] == groups[row]) {
            lastPeer++;
        }
        return switch (call.name()) {
            case "row_number" -> row + 1L;
            case "rank" -> firstPeer + 1L;
            case "dense_rank" -> groups[row] + 1L;
            case "percent_rank" -> bits(size == 1 ? 0 : (double) firstPeer / (size - 1));
            case "cume_dist" -> bits((lastPeer + 1.0) / size);
            case "ntile" -> ntile((Long) argument(call, 0, row), row);
            case "lag" -> lag(call, row, -1);
            case "lead" -> lag(call, row, 1);
            default -> framed(call, row);
        };
    }

    private static Object bits(double value) {
        return Double.doubleToLongBits(value);
    }

    /** Deals the rows out one by one. */
    private Object ntile(long parts, int row) {
        long part = 1;
        long dealt = 0;
        for (int i = 0; i <= row; i++) {
            long length = rows.size() / parts + (part <= rows.size() % parts ? 1 : 0);
            if (dealt == Math.max(length, 1)) {
                part++;
                dealt = 0;
            }
            dealt++;
        }
        return part;
    }

    private Object lag(WindowCall call, int row, int direction) {
        Object distance = call.arguments().size() > 1 ? argument(call, 1, row) : (Object) 1L;
        if (distance == null) {
            return null;
        }
        long target = row + direction * (Long) distance;
        if (target < 0 || target >= rows.size()) {
            return call.arguments().size() > 2 ? argument(call, 2, row) : null;
        }
        return argument(call, 0, (int) target);
    }

    private Object framed(WindowCall call, int row) {
        List<Integer> frame = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (isBehindStart(call.frame(), row, i) && isBeforeEnd(call.frame(), row, i)
                    && !isExcluded(call.frame(), row, i)) {
                frame.add(i);
            }
        }
        return switch (call.name()) {
            case "first_value" -> frame.isEmpty() ? null : argument(call, 0, frame.getFirst());
            case "last_value" -> frame.isEmpty() ? null : argument(call, 0, frame.getLast());
            case "nth_value" -> {
                Long n = (Long) argument(call, 1, row);
                if (n != null && n <= 0) {
                    throw new SqlException(
                            SqlState.INVALID_ARGUMENT_FOR_NTH_VALUE, "argument of nth_value must be greater than zero");
                }
                yield n == null || n > frame.size() ? null : argument(call, 0, frame.get((int) (n - 1)));
            }
            default -> aggregate(call, frame);
        };
    }

    private Object aggregate(WindowCall call, List<Integer> frame) {
        if (call.name().equals("string_agg")) {
            StringBuilder text = new StringBuilder();
            boolean isEmpty = true;
            for (int i : frame) {
                boolean counts = call.filter() < 0 || Long.valueOf(1).equals(rows.get(i).get(call.filter()));
                if (counts && argument(call, 0, i) != null) {
                    isEmpty = false;
                    text.append(argument(call, 0, i));
                }
            }
            return isEmpty ? null : text.toString();
        }
        Bag bag = new Bag();
        frame.forEach(i -> bag.add(rows.get(i), 1));
        List<Integer> arguments =
                call.arguments().stream().map(argument -> ((Expr.Input) argument).index()).toList();
        AggregateCall aggregate =
                new AggregateCall(call.function(), arguments, false, call.filter(), List.of(), call.type());
        return ReferenceAggregates.compute(aggregate, schema, bag);
    }

    private boolean isBehindStart(WindowFrame frame, int row, int other) {
        return switch (frame.start().kind()) {
            case UNBOUNDED_PRECEDING -> true;
            case CURRENT_ROW -> distance(frame, row, other) >= 0;
            case PRECEDING, FOLLOWING -> frame.unit() == WindowFrame.Unit.RANGE
                    ? inRange(frame.start(), row, other, 1)
                    : distance(frame, row, other) >= offset(frame.start());
            case UNBOUNDED_FOLLOWING -> throw new IllegalArgumentException();
        };
    }

    private boolean isBeforeEnd(WindowFrame frame, int row, int other) {
        return switch (frame.end().kind()) {
            case UNBOUNDED_FOLLOWING -> true;
            case CURRENT_ROW -> distance(frame, row, other) <= 0;
            case PRECEDING, FOLLOWING -> frame.unit() == WindowFrame.Unit.RANGE
                    ? inRange(frame.end(), row, other, -1)
                    : distance(frame, row, other) <= offset(frame.end());
            case UNBOUNDED_PRECEDING -> throw new IllegalArgumentException();
        };
    }

    private long distance(WindowFrame frame, int row, int other) {
        return frame.unit() == WindowFrame.Unit.ROWS ? other - row : groups[other] - groups[row];
    }

    private static long offset(FrameBound bound) {
        long offset = (Long) ((Expr.Literal) bound.offset()).value();
        return bound.kind() == FrameBound.Kind.PRECEDING ? -offset : offset;
    }

    /** Whether the other's value is on the right side of the row's value plus the offset, as the order goes. */
    private boolean inRange(FrameBound bound, int row, int other, int side) {
        Object value = rows.get(row).get(first.column());
        Object otherValue = rows.get(other).get(first.column());
        if (value == null || otherValue == null) {
            // A NULL is a peer of NULLs only, and stands before or behind all others.
            int order = value == otherValue ? 0 : (otherValue == null) == first.nullsFirst() ? -1 : 1;
            return order * side >= 0;
        }
        boolean adds = (bound.kind() == FrameBound.Kind.FOLLOWING) != first.descending();
        int order;
        if (schema.type(first.column()).kind().isFloat()) {
            double offset = (Double) ((Expr.Literal) bound.offset()).value();
            double edge = Double.longBitsToDouble((Long) value) + (adds ? offset : -offset);
            order = Double.compare(Double.longBitsToDouble((Long) otherValue) + 0.0, edge + 0.0);
        } else {
            long offset = (Long) ((Expr.Literal) bound.offset()).value();
            order = Long.compare((Long) otherValue, (Long) value + (adds ? offset : -offset));
        }
        return order * side * (first.descending() ? -1 : 1) >= 0;
    }

    private boolean isExcluded(WindowFrame frame, int row, int other) {
        return switch (frame.exclusion()) {
            case NO_OTHERS -> false;
            case CURRENT_ROW -> other == row;
            case GROUP -> groups[other] == groups[row];
            case TIES -> groups[other] == groups[row] && other != row;
        };
    }
}
