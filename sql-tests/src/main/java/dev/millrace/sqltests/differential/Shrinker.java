package dev.millrace.sqltests.differential;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes a case with a finding as small as it gets while it still shows one of the same kind. */
final class Shrinker {
    private final Contest contest;
    private final long nanosMax;
    private long deadline;

    Shrinker(Contest contest, long nanosMax) {
        this.contest = contest;
        this.nanosMax = nanosMax;
    }

    /** A case and what it shows. */
    record Shrunk(Case smallest, Finding finding) {}

    Shrunk shrink(Case large, Finding finding) throws SQLException {
        deadline = System.nanoTime() + nanosMax;
        List<Sketch> asked = finding.question() < 0 ? List.of() : List.of(large.questions().get(finding.question()));
        Shrunk smallest = new Shrunk(large, finding);
        Case alone = large.withQuestions(asked);
        Optional<Finding> first = shows(alone, finding);
        if (first.isPresent()) {
            smallest = new Shrunk(alone, first.get());
            Optional<Shrunk> next = Optional.of(smallest);
            while (next.isPresent()) {
                smallest = next.get();
                next = smaller(smallest);
            }
        }
        return smallest;
    }

    private Optional<Finding> shows(Case put, Finding wanted) throws SQLException {
        return contest.run(put).stream().filter(found -> found.cause().equals(wanted.cause())).findFirst();
    }

    private Optional<Shrunk> smaller(Shrunk from) throws SQLException {
        for (Case candidate : candidates(from.smallest()).toList()) {
            if (System.nanoTime() - deadline > 0) {
                return Optional.empty();
            }
            Optional<Finding> found = shows(candidate, from.finding());
            if (found.isPresent()) {
                return Optional.of(new Shrunk(candidate, found.get()));
            }
        }
        return Optional.empty();
    }

    private static Stream<Case> candidates(Case from) {
        List<List<Sketch>> batches = from.batches();
        Stream<Case> fewerBatches = IntStream.range(1, batches.size())
                .mapToObj(i -> from.withBatches(without(batches, batches.size() - i)));
        Stream<Case> fewerChanges = IntStream.range(0, batches.size()).boxed().flatMap(i ->
                IntStream.range(0, batches.get(i).size())
                        .mapToObj(j -> from.withBatches(with(batches, i, without(batches.get(i), j)))));
        Stream<Case> simplerQuestions = from.questions().stream().flatMap(Sketch::simpler)
                .map(simpler -> from.withQuestions(List.of(simpler)));
        Stream<Case> simplerChanges = IntStream.range(0, batches.size()).boxed().flatMap(i ->
                IntStream.range(0, batches.get(i).size()).boxed().flatMap(j -> batches.get(i).get(j).simpler()
                        .map(simpler -> from.withBatches(with(batches, i, with(batches.get(i), j, simpler))))));
        return Stream.of(fewerBatches, fewerChanges, simplerQuestions, simplerChanges).flatMap(s -> s);
    }

    private static <T> List<T> without(List<T> list, int index) {
        List<T> fewer = new ArrayList<>(list);
        fewer.remove(index);
        return fewer;
    }

    private static <T> List<T> with(List<T> list, int index, T other) {
        List<T> changed = new ArrayList<>(list);
        changed.set(index, other);
        return changed;
    }
}
