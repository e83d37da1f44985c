package dev.millrace.executor.engine;

import java.util.List;
import java.util.Map;

import dev.millrace.executor.operator.Dataflow;

/** What an engine tells of what runs in it; each answer is of one moment between two epochs. */
public final class EngineStatus {

    private final RequestQueue queue;
    private final Creations creations;
    private final Sources sources;
    private final Sinks sinks;
    private final FlowSteps flows;
    private final Publisher publisher;

    EngineStatus(
            RequestQueue queue, Creations creations, Sources sources, Sinks sinks, FlowSteps flows,
            Publisher publisher) {
        this.queue = queue;
        this.creations = creations;
        this.sources = sources;
        this.sinks = sinks;
        this.flows = flows;
        this.publisher = publisher;
    }

    /** Backfills under way. */
    public List<Job> jobs() {
        return queue.ask(creations::jobs);
    }

    /** The sources that are read now, by id. */
    public Map<Long, SourceStatus> sources() {
        return queue.ask(sources::statuses);
    }

    /** The sinks that are written now, by id. */
    public Map<Long, SinkStatus> sinks() {
        return queue.ask(sinks::statuses);
    }

    /** How far each view, sink and index has come, by id. */
    public Map<Long, ViewStatus> views() {
        return queue.ask(flows::statuses);
    }

    /** How long it took lately from when something came until it was shown. */
    public List<Turnaround> turnarounds() {
        return publisher.turnarounds();
    }

    /** What each operator of a view, sink or index has done since the start. */
    public List<Dataflow.NodeStatistics> operators(long id) {
        return queue.ask(() -> flows.operators(id));
    }
}
