package dev.millrace.planner;

import java.util.List;

/**
 * VACUUM, ANALYZE, CHECKPOINT and LOCK TABLE.
 *
 * @param relations those that it names; none for all
 */
public record Upkeep(Kind kind, List<Long> relations) implements Statement.Administrative {

    public Upkeep {
        relations = List.copyOf(relations);
    }

    /** What is asked for. */
    public enum Kind {
        VACUUM,
        ANALYZE,
        CHECKPOINT,
        LOCK_TABLE;

        /** As the command tag has it. */
        public String tag() {
            return name().replace('_', ' ');
        }
    }
}
