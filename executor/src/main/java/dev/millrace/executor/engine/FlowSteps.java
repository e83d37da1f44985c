package dev.millrace.executor.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.operator.Dataflow;
import dev.millrace.executor.relation.RelationStore;

/**
 * Moves the flows by one epoch, each after everything it reads. Those in real time follow at once; for the others
 * changes wait until their time has come, or somebody asks. Then they take everything in within this epoch, so that
 * their content is always that of one epoch of their inputs. Belongs to the engine thread.
 */
final class FlowSteps {

    private static final Logger LOG = LoggerFactory.getLogger(FlowSteps.class);

    private final TreeMap<Long, Flow> flows;
    private final Map<Long, RelationStore> relations;
    private final List<Integer> droppedTables;

    /**
     * @param flows by id: a view comes after everything it reads, because it was created after it
     * @param droppedTables takes the numbers of storage tables that are not used any more
     */
    FlowSteps(TreeMap<Long, Flow> flows, Map<Long, RelationStore> relations, List<Integer> droppedTables) {
        this.flows = flows;
        this.relations = relations;
        this.droppedTables = droppedTables;
    }

    /**
     * @param epochs what moves: number, clock, and the clock of the oldest change
     * @param changes of the epoch so far; the flows' are added
     * @param refreshed flows that take in what waits for them now
     */
    void step(Moment epochs, Map<Long, DeltaBatch> changes, Set<Long> refreshed) {
        Set<Long> changed = new HashSet<>(changes.keySet());
        Map<Long, Long> origins = new HashMap<>();
        flows.forEach((id, flow) -> {
            if (flow.fault() != null) {
                return;
            }
            long origin = origin(flow, changed, origins, epochs.sinceMicros());
            DeltaBatch output = step(id, flow, epochs, origin, changes, refreshed.contains(id));
            if (output != null && !output.isEmpty()) {
                DeltaBatch content = changes.get(id);
                changes.put(
                        id, content == null ? output : DeltaBatch.concat(flow.schema(), List.of(content, output)));
                changed.add(id);
                origins.put(id, Math.min(origin, epochs.sinceMicros()));
            }
        });
    }

    /**
     * An epoch.
     *
     * @param sinceMicros the clock of the first, where several move the flows together
     */
    record Moment(long epoch, long clockMicros, long sinceMicros) {}

    /** The clock at which the oldest change that now reaches a flow was committed; what waited below may be old. */
    private static long origin(Flow flow, Set<Long> changed, Map<Long, Long> origins, long sinceMicros) {
        long origin = Math.min(sinceMicros, flow.behindSinceMicros());
        if (!origins.isEmpty()) {
            for (long input : flow.inputs()) {
                if (changed.contains(input)) {
                    origin = Math.min(origin, origins.getOrDefault(input, sinceMicros));
                }
            }
        }
        return origin;
    }

    /** A fault of ours stops this view and those above it, not the others. */
    private DeltaBatch step(
            long id, Flow flow, Moment now, long origin, Map<Long, DeltaBatch> changes, boolean isRefreshed) {
        try {
            DeltaBatch output = move(flow, now, origin, changes, isRefreshed);
            RelationStore store = relations.get(id);
            if (store != null && output != null && !output.isEmpty()) {
                store.apply(output, now.epoch(), now.clockMicros());
            }
            return output;
        } catch (RuntimeException | StackOverflowError e) {
            String fault = "view " + id + ", epoch " + now.epoch();
            LOG.error("internal error in {}", fault, e);
            breakDown(id, fault);
            return null;
        }
    }

    private DeltaBatch move(
            Flow flow, Moment now, long origin, Map<Long, DeltaBatch> changes, boolean isRefreshed) {
        Pace pace = flow.pace();
        if (pace.isRealTime() && !pace.isBehind()) {
            return flow.isTouchedBy(changes.keySet(), now.clockMicros())
                    ? flow.follow(now.epoch(), now.clockMicros(), changes)
                    : null;
        }
        flow.keep(now.epoch(), origin, changes);
        boolean isTime = pace.isRealTime() || isRefreshed || flow.due() <= now.clockMicros();
        return isTime ? flow.catchUp(now.epoch(), now.clockMicros(), droppedTables::add) : null;
    }

    private void breakDown(long id, String fault) {
        Flow flow = flows.get(id);
        if (flow == null || flow.fault() != null) {
            return;
        }
        flow.breakDown(fault);
        flows.tailMap(id, false).forEach((other, dependent) -> {
            if (dependent.inputs().contains(id)) {
                breakDown(other, fault);
            }
        });
    }

    // ---- who is behind ----------------------------------------------------------------------------------------------

    /** Whether a flow takes in what waited for it when the clock is this. */
    boolean catchesUpAt(long clockMicros) {
        for (Flow flow : flows.values()) {
            if (flow.pace().isTimed() && flow.due() <= clockMicros) {
                return true;
            }
        }
        return false;
    }

    /** These flows and everything below them that does not follow at once; suspended ones stay as they are. */
    Set<Long> slowBelow(Set<Long> ids) {
        Set<Long> slow = new TreeSet<>();
        Set<Long> reached = new TreeSet<>(ids);
        flows.descendingMap().forEach((id, flow) -> {
            if (reached.contains(id)) {
                if (flow.pace().isSuspended()) {
                    return;
                }
                reached.addAll(flow.inputs());
                if (!flow.pace().isRealTime()) {
                    slow.add(id);
                }
            }
        });
        return slow;
    }

    /** What each operator of a flow has done since the start; empty when there is no such flow. */
    List<Dataflow.NodeStatistics> operators(long id) {
        Flow flow = flows.get(id);
        return flow == null ? List.of() : flow.dataflow().statistics();
    }

    /** How far each flow has come, counting what is missing below it. */
    Map<Long, ViewStatus> statuses() {
        Map<Long, ViewStatus> statuses = new HashMap<>();
        flows.forEach((id, flow) -> {
            long since = flow.behindSinceMicros();
            for (long input : flow.inputs()) {
                ViewStatus below = statuses.get(input);
                since = below == null ? since : Math.min(since, below.behindSinceMicros());
            }
            statuses.put(id, flow.pace().status(since, flow.stateBytes()));
        });
        return statuses;
    }
}
