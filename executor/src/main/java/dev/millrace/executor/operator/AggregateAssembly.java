package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

import dev.millrace.executor.aggregate.Accumulator;
import dev.millrace.executor.aggregate.Accumulators;
import dev.millrace.executor.aggregate.ExtremeAccumulator;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.state.KeyedTable;
import dev.millrace.executor.state.OrderedTable;

/**
 * Puts together the operator of an aggregate or a distinct. Table 0 holds the groups; each call, and each key of
 * which equal values may look different, has two ordinals of its own, for its contents and for its distinct values.
 */
final class AggregateAssembly {

    private final String uid;
    private final Schema input;
    private final Schema output;
    private final List<Integer> keys;
    private final List<AggregateCall> calls;
    private final StateTables tables;
    private final boolean speaksFirst;
    private final boolean isAppendOnly;
    private final Function<Expr, Evaluator> compiler;

    /** What two calls must have in common to be about the same rows. */
    private record Selection(int filter, List<Integer> distinctColumns) {}

    private final Map<Selection, RowSelector> selectors = new HashMap<>();

    /** @param isAppendOnly no row of the input is ever taken back */
    AggregateAssembly(
            Plan.Aggregate plan, StateTables tables, boolean speaksFirst, boolean isAppendOnly,
            Function<Expr, Evaluator> compiler) {
        this(
                plan.uid(), plan.input().schema(), plan.schema(), plan.keys(), plan.calls(), tables, speaksFirst,
                isAppendOnly, compiler);
    }

    private AggregateAssembly(
            String uid,
            Schema input,
            Schema output,
            List<Integer> keys,
            List<AggregateCall> calls,
            StateTables tables,
            boolean speaksFirst,
            boolean isAppendOnly,
            Function<Expr, Evaluator> compiler) {
        this.uid = uid;
        this.input = input;
        this.output = output;
        this.keys = keys;
        this.calls = calls;
        this.tables = tables;
        this.speaksFirst = speaksFirst;
        this.isAppendOnly = isAppendOnly;
        this.compiler = compiler;
    }

    static Operator distinct(Plan.Distinct plan, StateTables tables, boolean isAppendOnly) {
        List<Integer> all = IntStream.range(0, plan.schema().size()).boxed().toList();
        Schema schema = plan.schema();
        return new AggregateAssembly(plan.uid(), schema, schema, all, List.of(), tables, false, isAppendOnly, null)
                .operator();
    }

    Operator operator() {
        List<AggregateOperator.Computed> computed = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            if (!KeyEncoder.isLossless(input.type(keys.get(i)))) {
                OrderedTable contents = contents(contentsOrdinal(calls.size() + i));
                Accumulator representative = new ExtremeAccumulator(input, keys.get(i), false, false, contents);
                computed.add(new AggregateOperator.Computed(i, representative, selector(-1, List.of(), 0)));
            }
        }
        for (int i = 0; i < calls.size(); i++) {
            AggregateCall call = calls.get(i);
            int ordinal = contentsOrdinal(i);
            Accumulator accumulator = Accumulators.of(
                    call, input, isAppendOnly, n -> OrderedTables.of(tables, uid, ordinal), compiler);
            RowSelector rows =
                    selector(call.filter(), call.distinct() ? call.arguments() : List.of(), ordinal + 1);
            computed.add(new AggregateOperator.Computed(keys.size() + i, accumulator, rows));
        }
        int id = tables.tableId(uid, 0);
        int payloadBytes = AggregateOperator.payloadBytes(computed);
        KeyedTable groups = new KeyedTable(id, tables.reader(), tables.isNew(id), payloadBytes);
        return new AggregateOperator(uid, input, output, keys, computed, groups, speaksFirst);
    }

    /** All values of the groups, from which a retracted extreme is replaced; null where none is ever retracted. */
    private OrderedTable contents(int ordinal) {
        return isAppendOnly ? null : OrderedTables.of(tables, uid, ordinal);
    }

    private static int contentsOrdinal(int call) {
        return 1 + 2 * call;
    }

    private RowSelector selector(int filter, List<Integer> distinctColumns, int ordinal) {
        return selectors.computeIfAbsent(new Selection(filter, distinctColumns), selection -> {
            if (distinctColumns.isEmpty()) {
                return new RowSelector(filter);
            }
            int id = tables.tableId(uid, ordinal);
            KeyedTable weights =
                    new KeyedTable(id, tables.reader(), tables.isNew(id), DistinctSelector.PAYLOAD_BYTES);
            return new DistinctSelector(uid, input, filter, distinctColumns, weights);
        });
    }
}
