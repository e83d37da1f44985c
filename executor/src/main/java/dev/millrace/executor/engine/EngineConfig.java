package dev.millrace.executor.engine;

import java.time.Instant;
import java.util.function.Function;
import java.util.function.LongSupplier;

import dev.millrace.executor.connector.Connector;
import dev.millrace.executor.connector.bundled.Connectors;

/**
 * How an engine is set up.
 *
 * @param shards threads that share the work of one dataflow
 * @param stateBytes heap that operator state may take before the coldest of it lives in storage only
 * @param workBytes heap that queries, backfills, subscriptions and open transactions may take together
 * @param checkpointBytes changed bytes after which a checkpoint is begun
 * @param checkpointSeconds time after which a checkpoint is begun when anything changed
 * @param checkpointWorkMillis time spent on epochs after which a checkpoint is begun: what a restart may have to repeat
 * @param wallClock microseconds since 1970-01-01 00:00 UTC
 * @param system relations that are computed when read
 * @param connectors by name
 * @param names what people call an object; for messages and logs
 */
public record EngineConfig(
        int shards,
        long stateBytes,
        long workBytes,
        long checkpointBytes,
        int checkpointSeconds,
        int checkpointWorkMillis,
        LongSupplier wallClock,
        SystemRelations system,
        Function<String, Connector> connectors,
        Function<ObjectDefinition, String> names) {

    public static final EngineConfig DEFAULT = new EngineConfig(
            Math.max(1, Runtime.getRuntime().availableProcessors() - 1),
            1L << 30,
            512L << 20,
            128L << 20,
            30,
            100,
            () -> {
                Instant now = Instant.now();
                return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
            },
            SystemRelations.NONE,
            Connectors::named,
            object -> "object " + object.id());

    public EngineConfig withSystem(SystemRelations relations) {
        return new EngineConfig(
                shards, stateBytes, workBytes, checkpointBytes, checkpointSeconds, checkpointWorkMillis,
                wallClock, relations, connectors, names);
    }

    public EngineConfig withShards(int count) {
        return new EngineConfig(
                count, stateBytes, workBytes, checkpointBytes, checkpointSeconds, checkpointWorkMillis,
                wallClock, system, connectors, names);
    }

    public EngineConfig withStateBytes(long bytes) {
        return new EngineConfig(
                shards, bytes, workBytes, checkpointBytes, checkpointSeconds, checkpointWorkMillis,
                wallClock, system, connectors, names);
    }

    public EngineConfig withWorkBytes(long bytes) {
        return new EngineConfig(
                shards, stateBytes, bytes, checkpointBytes, checkpointSeconds, checkpointWorkMillis,
                wallClock, system, connectors, names);
    }

    public EngineConfig withCheckpointBytes(long bytes) {
        return new EngineConfig(
                shards, stateBytes, workBytes, bytes, checkpointSeconds, checkpointWorkMillis,
                wallClock, system, connectors, names);
    }

    public EngineConfig withConnectors(Function<String, Connector> byName) {
        return new EngineConfig(
                shards, stateBytes, workBytes, checkpointBytes, checkpointSeconds, checkpointWorkMillis,
                wallClock, system, byName, names);
    }

    public EngineConfig withWallClock(LongSupplier clock) {
        return new EngineConfig(
                shards, stateBytes, workBytes, checkpointBytes, checkpointSeconds, checkpointWorkMillis,
                clock, system, connectors, names);
    }

    public EngineConfig withNames(Function<ObjectDefinition, String> ofObjects) {
        return new EngineConfig(
                shards, stateBytes, workBytes, checkpointBytes, checkpointSeconds, checkpointWorkMillis,
                wallClock, system, connectors, ofObjects);
    }
}
