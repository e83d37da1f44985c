package dev.millrace.planner;

import java.util.List;

/**
 * VACUUM, ANALYZE, CHECKPOINT, LOCK TABLE, REINDEX and CLUSTER.
 *
 * @param relations those that it names; none for all
 * @param object what REINDEX names, or null
 * @param detail of REINDEX the kind of that, in lower case; of CLUSTER the index, or null;
 *     of LOCK TABLE the mode
 */
public record Upkeep(
        Kind kind, List<Long> relations, Statement.QualifiedName object, String detail, boolean isConcurrent)
        implements Statement.Administrative {

    public Upkeep {
        relations = List.copyOf(relations);
    }

    /** What is asked for. */
    public enum Kind {
        VACUUM,
        ANALYZE,
        CHECKPOINT,
        LOCK_TABLE,
        REINDEX,
        CLUSTER;

        /** As the command tag has it. */
        public String tag() {
            return name().replace('_', ' ');
        }
    }
}
