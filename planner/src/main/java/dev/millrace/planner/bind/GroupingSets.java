package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Rel;

/** Several groupings of the same rows, one below the other: keys that do not count in a set are NULL there. */
final class GroupingSets {

    private final Binding binding;
    private final Aggregates aggregates;
    private final List<BitSet> sets;
    /** Of the rows. */
    private final List<Column> keys;
    /** Of the groups. */
    private final List<Column> outputs = new ArrayList<>();

    GroupingSets(Binding binding, Aggregates aggregates, List<BitSet> sets, List<Column> keys) {
        this.binding = binding;
        this.aggregates = aggregates;
        this.sets = sets.stream().map(set -> (BitSet) set.clone()).toList();
        this.keys = new ArrayList<>(keys);
        keys.forEach(key -> outputs.add(binding.numbers.column(key.name(), key.type(), true)));
    }

    /** The key with that number, as a column of the groups. */
    Column output(int key) {
        return outputs.get(key);
    }

    /** True for a column that is a key in each of the sets. */
    boolean alwaysHave(int column) {
        BitSet always = new BitSet();
        always.set(0, keys.size());
        sets.forEach(always::and);
        return always.stream().anyMatch(key -> keys.get(key).id() == column);
    }

    /** One more key, which all the sets have, as a column of the groups. */
    Column addDetermined(Column column) {
        sets.forEach(set -> set.set(keys.size()));
        keys.add(column);
        outputs.add(binding.numbers.column(column.name(), column.type(), true));
        return outputs.getLast();
    }

    Rel aggregate(Rel rows) {
        List<Rel> inputs = new ArrayList<>();
        List<List<Integer>> sources = new ArrayList<>();
        for (BitSet set : sets) {
            Rel branch = branch(rows, set);
            inputs.add(branch);
            sources.add(branch.columns().stream().map(Column::id).toList());
        }
        List<Column> columns = new ArrayList<>(outputs);
        aggregates.calls().forEach(call -> columns.add(call.column()));
        aggregates.groupings().forEach(call -> columns.add(call.column()));
        return new Rel.Union(inputs, sources, columns);
    }

    private Rel branch(Rel rows, BitSet set) {
        List<Rel.Call> calls = new ArrayList<>();
        for (Rel.Call call : aggregates.calls()) {
            Column own = call.column();
            calls.add(new Rel.Call(
                    binding.numbers.column(own.name(), own.type(), own.nullable()), call.function(), call.arguments(),
                    call.distinct(), call.filter(), call.order()));
        }
        Rel groups = new Rel.Aggregate(rows, set.stream().mapToObj(keys::get).toList(), calls);
        List<Expr> expressions = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            expressions.add(set.get(i) ? keys.get(i).reference() : Expr.Literal.ofNull(keys.get(i).type()));
        }
        calls.forEach(call -> expressions.add(call.column().reference()));
        aggregates.groupings().forEach(call -> expressions.add(bits(call, set)));
        List<Column> columns = new ArrayList<>();
        for (Expr expression : expressions) {
            columns.add(binding.numbers.column("set", expression.type(), true));
        }
        return new Rel.Project(groups, expressions, columns);
    }

    /** GROUPING(…): a bit for each argument, the last one lowest, 1 where it does not count. */
    private static Expr bits(Aggregates.GroupingCall call, BitSet set) {
        long bits = 0;
        for (int key : call.keys()) {
            bits = bits << 1 | (set.get(key) ? 0 : 1);
        }
        return new Expr.Literal(bits, SqlType.INTEGER);
    }
}
