package dev.millrace.planner.logical;

import java.util.List;

/**
 * WITH RECURSIVE: the base's rows, then what the term makes of them, and so on; see {@code Recursion}.
 *
 * @param baseSources numbers of the base's columns that feed {@code columns}; the term's likewise
 * @param reference what the term reads for this relation's rows
 * @param all UNION ALL
 */
public record RecursiveUnion(
        Rel base,
        Rel term,
        List<Integer> baseSources,
        List<Integer> termSources,
        Reference reference,
        boolean all,
        int iterationsMax,
        List<Column> columns)
        implements Rel {

    public RecursiveUnion {
        baseSources = List.copyOf(baseSources);
        termSources = List.copyOf(termSources);
        columns = List.copyOf(columns);
    }

    /**
     * The rows of the iteration before.
     *
     * @param depth of the recursion within others, from 0 on
     */
    public record Reference(int depth, List<Column> columns) implements Rel {
        public Reference {
            columns = List.copyOf(columns);
        }
    }

    @Override
    public List<Rel> inputs() {
        return List.of(base, term);
    }

    @Override
    public Rel withInputs(List<Rel> inputs) {
        return new RecursiveUnion(
                inputs.get(0), inputs.get(1), baseSources, termSources, reference, all, iterationsMax, columns);
    }
}
