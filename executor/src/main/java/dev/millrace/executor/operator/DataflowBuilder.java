package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.plan.AsofJoin;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.KeyedProcess;
import dev.millrace.executor.plan.LookupJoin;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Recursion;
import dev.millrace.executor.plan.SessionWindow;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.WindowClose;
import dev.millrace.executor.state.KeyGroups;

/**
 * Makes operators of a plan: every node once for each shard (a node that is the input of several is built once), in
 * topological order. Exchanges vanish where there is one shard.
 */
public final class DataflowBuilder {

    private final int shards;
    private final StateTables tables;
    private final Function<Expr, Evaluator> compiler;
    private final AppendOnly appendOnly;
    private final Predicate<Expr> isVolatile;

    /**
     * Of a query that is kept up to date.
     *
     * @param shards threads that the dataflow runs on, from 1 to the number of key groups
     * @param compiler called for every expression once a shard: an evaluator belongs to one thread
     */
    public DataflowBuilder(int shards, StateTables tables, Function<Expr, Evaluator> compiler) {
        this.shards = shards;
        this.tables = tables;
        this.compiler = compiler;
        appendOnly = new AppendOnly(false);
        isVolatile = expression -> false;
    }

    /**
     * Of an ad hoc query: the relations' content comes in, and no change of it ever.
     *
     * @param compiler called once for every expression
     * @param isVolatile whether an expression may have another value each time it is computed
     */
    public DataflowBuilder(StateTables tables, Function<Expr, Evaluator> compiler, Predicate<Expr> isVolatile) {
        shards = 1;
        this.tables = tables;
        this.compiler = compiler;
        appendOnly = new AppendOnly(true);
        this.isVolatile = isVolatile;
    }

    /** Whether no change of what the plan reads ever takes back a row that it has put out. */
    public static boolean onlyGrows(Plan plan) {
        return new AppendOnly(false).of(plan);
    }

    /** @throws SqlException 0A000 for what no operator can do */
    public Dataflow build(Plan plan) {
        CyclicBarrier meeting = new CyclicBarrier(shards);
        Map<String, Exchange> exchanges = new HashMap<>();
        List<Dataflow.Shard> built = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            ShardBuilder builder = new ShardBuilder(shard, tables, meeting, exchanges);
            builder.node(plan);
            built.add(new Dataflow.Shard(builder.nodes));
        }
        return new Dataflow(plan.schema(), built, meeting, appendOnly.of(plan));
    }

    /** Builds the operators of one shard. */
    private final class ShardBuilder {
        private final int shard;
        private final StateTables tables;
        private final CyclicBarrier meeting;
        private final Map<String, Exchange> exchanges;
        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<Dataflow.Node> nodes = new ArrayList<>();

        ShardBuilder(int shard, StateTables tables, CyclicBarrier meeting, Map<String, Exchange> exchanges) {
            this.shard = shard;
            this.tables = tables;
            this.meeting = meeting;
            this.exchanges = exchanges;
        }

        /** The number of the plan's node; builds it and what it needs where that is not done yet. */
        int node(Plan plan) {
            Integer known = numbers.get(plan.uid());
            if (known != null) {
                return known;
            }
            if (plan instanceof Plan.Exchange exchange && (shards == 1 || meeting == null)) {
                return node(exchange.input());
            }
            // A recursion's term is inside it; what flows in from here is what the term reads.
            List<Plan> feeding = plan instanceof Recursion recursion ? recursion.reads() : plan.inputs();
            boolean isVolatile = SettlingOperator.isNeeded(plan, DataflowBuilder.this.isVolatile);
            int[] inputs = feeding.stream()
                    .mapToInt(input -> isVolatile && !appendOnly.of(input) ? settled(input, plan) : node(input))
                    .toArray();
            Operator operator = ClosedWindows.isWhole(plan)
                    ? new OnceOperator(plan.schema(), () -> operator(plan, StateTables.NONE))
                    : operator(plan, tables);
            return add(plan, operator, inputs);
        }

        /** Another node behind that of an input, which only one of those that read it has asked for. */
        private int settled(Plan input, Plan reader) {
            int number = node(input);
            String uid = reader.uid() + "/settled " + reader.inputs().indexOf(input);
            RowBag rows = new RowBag(
                    input.schema(), SettlingOperator.order(input), OrderedTables.of(tables, uid, 0));
            nodes.add(new Dataflow.Node(input, new SettlingOperator(rows), new int[] {number}));
            return nodes.size() - 1;
        }

        private int add(Plan plan, Operator operator, int[] inputs) {
            nodes.add(new Dataflow.Node(plan, operator, inputs));
            numbers.put(plan.uid(), nodes.size() - 1);
            return nodes.size() - 1;
        }

        /** All that a recursion reads is in the first shard: inside there is nothing to hand over. */
        private Operator recursion(Recursion plan) {
            if (shard != 0) {
                return (step, inputs) -> DeltaBatch.empty(plan.schema());
            }
            StateTables inside = RecursionAssembly.inside(plan, tables);
            ShardBuilder builder = new ShardBuilder(shard, inside, null, null);
            LoopInput rows = new LoopInput(plan.schema());
            builder.add(new Recursion.Input(plan.reference(), plan.schema()), rows, new int[0]);
            List<LoopInput> others = new ArrayList<>();
            for (Plan other : plan.others()) {
                others.add(new LoopInput(other.schema()));
                builder.add(other, others.getLast(), new int[0]);
            }
            int root = builder.node(plan.term());
            if (root != builder.nodes.size() - 1) {
                // A shard puts out what its last node does.
                builder.add(plan.term(), (step, inputs) -> inputs[0], new int[] {root});
            }
            LoopBody body = new LoopBody(new Dataflow.Shard(builder.nodes), rows, others);
            return new RecursionAssembly(plan, tables).operator(body);
        }

        private Operator operator(Plan plan, StateTables tables) {
            return switch (plan) {
                case Plan.Scan scan -> new ScanOperator(scan, shard, shards);
                case Plan.Values values -> values(values, tables);
                case Plan.Filter filter -> new FilterOperator(compiler.apply(filter.condition()));
                case Plan.Project project ->
                    new ProjectOperator(project.expressions().stream().map(compiler).toList());
                case Plan.Union union -> new UnionOperator(union.schema());
                case Plan.Join join -> new JoinAssembly(join, tables, compiler).operator();
                case Plan.Aggregate aggregate ->
                    new AggregateAssembly(aggregate, tables, shard == 0, appendOnly.of(aggregate.input()), compiler)
                            .operator();
                case Plan.Distinct distinct ->
                    AggregateAssembly.distinct(distinct, tables, appendOnly.of(distinct.input()));
                case Plan.SetOperation set -> SetOperationOperator.of(set, tables);
                case Plan.TopK top -> TopKAssembly.operator(top, tables, appendOnly.of(top.input()));
                case Plan.TemporalFilter filter ->
                    TemporalFilterAssembly.operator(filter, tables, compiler, shard, shards);
                case Plan.Window window -> WindowAssembly.operator(window, tables, compiler);
                case Plan.Hop hop -> new HopOperator(hop);
                case SessionWindow session -> SessionWindowOperator.of(session, tables);
                case KeyedProcess process -> KeyedProcessOperator.of(
                        process, tables, KeyGroups.owned(process.partition().isEmpty(), shard, shards));
                case WindowClose close -> WindowCloseOperator.of(
                        close, tables, KeyGroups.owned(close.key().isEmpty(), shard, shards),
                        forgetting(close.input()));
                case AsofJoin join -> AsofJoinOperator.of(join, tables);
                case LookupJoin join -> LookupJoinOperator.of(join, tables, appendOnly.of(join.left()));
                case Plan.Unnest unnest -> new UnnestOperator(unnest, unnest.arrays().stream().map(compiler).toList());
                case Recursion recursion -> recursion(recursion);
                case Recursion.Input input -> throw new IllegalStateException("rows of a recursion outside of it");
                case Plan.Exchange exchange -> exchanges
                        .computeIfAbsent(
                                exchange.uid(),
                                uid -> new Exchange(exchange.schema(), exchange.distribution(), meeting))
                        .end(shard);
            };
        }

        /** What makes the windows may remember rows of theirs. */
        private Consumer<DeltaBatch> forgetting(Plan input) {
            if (input instanceof SessionWindow
                    && nodes.get(node(input)).operator instanceof SessionWindowOperator made) {
                return closed -> made.forget(closed);
            }
            return closed -> {};
        }

        /** The first shard has them. */
        private Operator values(Plan.Values values, StateTables tables) {
            return shard == 0 && !appendOnly.of(values)
                    ? new ClockRowsOperator(values.schema(), rows(values), OrderedTables.of(tables, values.uid(), 0))
                    : new ValuesOperator(values.schema(), shard == 0 ? rows(values) : List.of());
        }

        private List<List<Evaluator>> rows(Plan.Values values) {
            return values.rows().stream()
                    .map(row -> row.stream().map(compiler).toList())
                    .toList();
        }
    }
}
