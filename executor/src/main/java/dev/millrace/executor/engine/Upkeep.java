package dev.millrace.executor.engine;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps the engine within its memory: begins checkpoints when they are due, evicts state that is over the budget, and
 * says when whoever writes has to wait. Belongs to the engine thread.
 */
final class Upkeep {

    /** Budgets are looked at so often, however short epochs are. */
    private static final long LOOK_NANOS = 5_000_000;
    /** After a start the first answers come first: they are waited for, a checkpoint is not. */
    private static final long FIRST_LOOK_NANOS = 500_000_000;
    /** Changed bytes, in checkpoints' worth, above which writers wait for the one under way. */
    static final int DIRTY_MAX = 4;

    /** Work that a restart would have to repeat, in checkpoints' worth, above which they wait likewise. */
    private static final int WORK_MAX = 1;

    private final EngineConfig config;
    private final Database database;
    private final Checkpointer checkpointer;
    private long lastCheckpointNanos = System.nanoTime();
    private long lastLookNanos = lastCheckpointNanos + FIRST_LOOK_NANOS;
    /** At the last look. */
    private long stateBytes;
    /** How many checkpoints there were when eviction found little to evict. */
    private long fruitlessAfter = -1;

    Upkeep(EngineConfig config, Database database, Checkpointer checkpointer) {
        this.config = config;
        this.database = database;
        this.checkpointer = checkpointer;
    }

    /**
     * Whether more changes would take more memory than there is, or make a restart longer than it may be, until a
     * checkpoint has made room.
     */
    boolean isCrowded() {
        long workMax = WORK_MAX * config.checkpointWorkMillis() * 1_000_000L;
        return checkpointer.isRunning() && database.workNanos() > workMax
                || (checkpointer.isRunning() || checkpointer.failure() != null)
                && (stateBytes > config.stateBytes() + config.stateBytes() / 4
                        || checkpointer.dirtyBytes() > DIRTY_MAX * config.checkpointBytes());
    }

    /** Between epochs. */
    void look(LongSupplier nextObject) {
        long now = System.nanoTime();
        if (now - lastLookNanos < LOOK_NANOS) {
            return;
        }
        lastLookNanos = now;
        stateBytes = StateBudget.heapBytes(database);
        boolean isTimely = now - lastCheckpointNanos >= Duration.ofSeconds(config.checkpointSeconds()).toNanos();
        boolean isFull = checkpointer.dirtyBytes() >= config.checkpointBytes()
                || stateBytes > config.stateBytes()
                || database.workNanos() > Duration.ofMillis(config.checkpointWorkMillis()).toNanos();
        if (!checkpointer.isRunning() && checkpointer.isDue() && (isTimely || isFull)) {
            lastCheckpointNanos = now;
            checkpointer.begin(nextObject.getAsLong());
        }
        // Only what a checkpoint has written can go: where nothing could, the next one is waited for.
        if (stateBytes > config.stateBytes() && fruitlessAfter != checkpointer.count()) {
            long excess = stateBytes - config.stateBytes() + config.stateBytes() / 8;
            if (StateBudget.evict(StateBudget.tables(database), excess) < excess / 2) {
                fruitlessAfter = checkpointer.count();
            }
            stateBytes = StateBudget.heapBytes(database);
        }
    }
}
