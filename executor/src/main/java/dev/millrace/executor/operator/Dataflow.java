package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.expression.RowErrors;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Recursion;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.state.StateTable;

/**
 * The operators of a plan, in topological order, once for each shard. A step takes the changes of the relations in
 * one epoch and returns the change of the plan's result. Steps come one at a time, from one thread; with several
 * shards each but the first runs on a thread of its own.
 *
 * <p>A step that throws has been applied in part: the dataflow must not be used any more.
 */
public final class Dataflow implements AutoCloseable {

    private final Schema schema;
    private final List<Shard> shards;
    private final CyclicBarrier meeting;
    private final boolean isAppendOnly;
    private final ExecutorService threads;

    /** @param isAppendOnly rows that were put out are never taken back */
    Dataflow(Schema schema, List<Shard> shards, CyclicBarrier meeting, boolean isAppendOnly) {
        this.schema = schema;
        this.shards = shards;
        this.meeting = meeting;
        this.isAppendOnly = isAppendOnly;
        threads = shards.size() == 1
                ? null
                : Executors.newFixedThreadPool(
                        shards.size() - 1, Thread.ofPlatform().name("shard-", 1).daemon().factory());
    }

    /**
     * @param changes by relation, all its columns; relations without changes may be missing, and others present
     * @return not consolidated
     */
    public DeltaBatch step(Step step, Map<Long, DeltaBatch> changes) {
        boolean[] loading = loading(step);
        if (threads == null) {
            return shards.getFirst().step(step, changes, loading);
        }
        List<RowErrors> errors = new ArrayList<>();
        List<Future<DeltaBatch>> others = new ArrayList<>();
        for (int i = 1; i < shards.size(); i++) {
            Shard shard = shards.get(i);
            Step own = step.withErrors(new RowErrors());
            errors.add(own.errors());
            others.add(threads.submit(() -> run(shard, own, changes, loading)));
        }
        List<DeltaBatch> outputs = new ArrayList<>();
        RuntimeException failure = null;
        try {
            outputs.add(run(shards.getFirst(), step, changes, loading));
        } catch (RuntimeException e) {
            failure = e;
        }
        for (Future<DeltaBatch> other : others) {
            try {
                outputs.add(other.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted in a step", e);
            } catch (ExecutionException e) {
                if (failure == null || failure instanceof Exchange.AbandonedException) {
                    failure = e.getCause() instanceof RuntimeException cause
                            ? cause
                            : new IllegalStateException("a shard failed", e.getCause());
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        for (RowErrors own : errors) {
            own.weights().forEach(step.errors()::add);
        }
        return DeltaBatch.concat(schema, outputs);
    }

    /** Whether rows that were put out are never taken back. */
    public boolean isAppendOnly() {
        return isAppendOnly;
    }

    /** Whether an operator holds output back: then steps without changes bring it. */
    public boolean isHolding() {
        for (int node = 0; node < shards.getFirst().nodes.size(); node++) {
            if (isHolding(node)) {
                return true;
            }
        }
        return false;
    }

    private boolean isHolding(int node) {
        for (Shard shard : shards) {
            if (shard.nodes.get(node).operator.isHolding()) {
                return true;
            }
        }
        return false;
    }

    /** Which nodes' input is not all there yet, in any shard; null for none. */
    private boolean[] loading(Step step) {
        if (!step.isLoading() && !isHolding()) {
            return null;
        }
        List<Node> nodes = shards.getFirst().nodes;
        boolean[] loading = new boolean[nodes.size()];
        for (int node = 0; node < loading.length; node++) {
            loading[node] = step.isLoading();
            for (int input : nodes.get(node).inputs) {
                loading[node] |= loading[input] || isHolding(input);
            }
        }
        return loading;
    }

    private DeltaBatch run(Shard shard, Step step, Map<Long, DeltaBatch> changes, boolean[] loading) {
        try {
            return shard.step(step, changes, loading);
        } catch (RuntimeException | Error e) {
            abandonMeetings();
            throw e;
        }
    }

    /** The other shards may wait for this one at an exchange, now or later: a broken barrier sends them home. */
    private void abandonMeetings() {
        Thread.currentThread().interrupt();
        try {
            meeting.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            // That is what breaks it, and stays so.
            Thread.interrupted();
        }
    }

    /** Everything the operators remember, over all shards. */
    public List<StateTable> stateTables() {
        List<StateTable> tables = new ArrayList<>();
        shards.forEach(shard -> tables.addAll(shard.stateTables()));
        return tables;
    }

    /** The clock at which an operator speaks though nothing comes in; {@code Long.MAX_VALUE} for never. */
    public long due() {
        long due = Long.MAX_VALUE;
        for (Shard shard : shards) {
            for (Node node : shard.nodes) {
                due = Math.min(due, node.operator.due());
            }
        }
        return due;
    }

    /** What each node has done so far, over all shards, inputs before those they feed and what is inside first. */
    public List<NodeStatistics> statistics() {
        List<NodeStatistics> all = new ArrayList<>();
        for (int i = 0; i < shards.getFirst().nodes.size(); i++) {
            Node first = shards.getFirst().nodes.get(i);
            NodeStatistics sum = new NodeStatistics(first.plan, 0, 0, 0, 0, 0);
            for (Shard shard : shards) {
                sum = sum.plus(shard.nodes.get(i).statistics());
            }
            all.addAll(first.operator.inside());
            all.add(sum);
        }
        return all;
    }

    @Override
    public void close() {
        if (threads != null) {
            threads.shutdownNow();
        }
    }

    /**
     * Counters of a plan node.
     *
     * @param nanos spent in the operator; with several shards also waiting in exchanges
     * @param stateRows on the heap now, as are the bytes
     */
    public record NodeStatistics(
            Plan plan, long rowsIn, long rowsOut, long nanos, long stateRows, long stateBytes) {
        NodeStatistics plus(NodeStatistics other) {
            return new NodeStatistics(
                    plan,
                    rowsIn + other.rowsIn,
                    rowsOut + other.rowsOut,
                    nanos + other.nanos,
                    stateRows + other.stateRows,
                    stateBytes + other.stateBytes);
        }
    }

    /** One operator with its place in the graph. */
    static final class Node {
        private final Plan plan;
        final Operator operator;
        private final int[] inputs;
        private long rowsIn;
        private long rowsOut;
        private long nanos;

        /** @param inputs numbers of nodes that stand before this one */
        Node(Plan plan, Operator operator, int[] inputs) {
            this.plan = plan;
            this.operator = operator;
            this.inputs = inputs;
        }

        NodeStatistics statistics() {
            long bytes = operator.state().stream().mapToLong(StateTable::heapBytes).sum();
            long rows = operator.state().stream().mapToLong(StateTable::heapEntries).sum();
            return new NodeStatistics(plan, rowsIn, rowsOut, nanos, rows, bytes);
        }
    }

    /** The operators of one shard. */
    static final class Shard {
        private final List<Node> nodes;
        /** The last node that uses each node's output: after it the batch may go. */
        private final int[] lastUse;

        Shard(List<Node> nodes) {
            this.nodes = List.copyOf(nodes);
            lastUse = new int[nodes.size()];
            for (int i = 0; i < lastUse.length; i++) {
                for (int input : nodes.get(i).inputs) {
                    lastUse[input] = i;
                }
            }
        }

        /** Everything its operators remember. */
        List<StateTable> stateTables() {
            List<StateTable> tables = new ArrayList<>();
            nodes.forEach(node -> tables.addAll(node.operator.state()));
            return tables;
        }

        /** What its nodes have done, but for those that only pass on what comes from outside of a recursion. */
        List<NodeStatistics> statistics() {
            Map<String, NodeStatistics> all = new LinkedHashMap<>();
            for (Node node : nodes) {
                if (!(node.operator instanceof LoopInput) || node.plan instanceof Recursion.Input) {
                    all.putIfAbsent(node.plan.uid(), node.statistics());
                }
            }
            return List.copyOf(all.values());
        }

        DeltaBatch step(Step step, Map<Long, DeltaBatch> changes, boolean[] loading) {
            DeltaBatch[] outputs = new DeltaBatch[nodes.size()];
            for (int i = 0; i < outputs.length; i++) {
                Node node = nodes.get(i);
                if (node.operator instanceof ScanOperator scan) {
                    scan.arrive(changes.get(scan.relation()));
                }
                DeltaBatch[] inputs = new DeltaBatch[node.inputs.length];
                for (int k = 0; k < inputs.length; k++) {
                    inputs[k] = outputs[node.inputs[k]];
                    node.rowsIn += inputs[k].size();
                }
                step.pause().take(0);
                long start = System.nanoTime();
                outputs[i] = node.operator.step(loading == null ? step : step.withLoading(loading[i]), inputs);
                node.nanos += System.nanoTime() - start;
                node.rowsOut += outputs[i].size();
                for (int input : node.inputs) {
                    if (lastUse[input] == i) {
                        outputs[input] = null;
                    }
                }
            }
            return outputs[outputs.length - 1];
        }
    }
}
