package dev.millrace.executor.relation;

import java.util.ArrayList;
import java.util.List;

/**
 * Merges runs that follow each other into one, all at once: each row is copied a single time. Where keys meet the
 * newest entry wins, or, in a bag, weights add up.
 */
final class RunMerge {

    /** More are merged in portions: the least of the heads is looked for one by one. */
    private static final int RUNS_MAX = 16;

    private final SortedRun[] runs;
    private final int[] heads;
    private final long[] first;
    private final long[] second;
    /** Runs that have entries left, oldest first. */
    private final int[] live;
    private int liveCount;

    private RunMerge(List<SortedRun> merged) {
        runs = merged.toArray(SortedRun[]::new);
        heads = new int[runs.length];
        first = new long[runs.length];
        second = new long[runs.length];
        live = new int[runs.length];
        for (int i = 0; i < runs.length; i++) {
            if (runs[i].size() > 0) {
                live[liveCount++] = i;
                look(i);
            }
        }
    }

    /** @param runs oldest first, at least one */
    static SortedRun merge(List<SortedRun> runs, boolean isBag) {
        if (runs.size() == 1) {
            return runs.getFirst();
        }
        if (runs.size() > RUNS_MAX) {
            List<SortedRun> portions = new ArrayList<>();
            for (int from = 0; from < runs.size(); from += RUNS_MAX) {
                portions.add(merge(runs.subList(from, Math.min(from + RUNS_MAX, runs.size())), isBag));
            }
            return merge(portions, isBag);
        }
        return SortedRun.areAscending(runs) ? SortedRun.concat(runs) : new RunMerge(runs).merge(isBag);
    }

    private SortedRun merge(boolean isBag) {
        SortedRun.RunWriter out = SortedRun.RunWriter.forAll(List.of(runs));
        long lastEpoch = 0;
        for (SortedRun run : runs) {
            lastEpoch = Math.max(lastEpoch, run.lastEpoch());
        }
        int[] equal = new int[runs.length];
        while (liveCount > 1) {
            int count = least(equal);
            int newest = equal[count - 1];
            long weight = runs[newest].weight(heads[newest]);
            if (isBag) {
                for (int i = 0; i < count - 1; i++) {
                    weight += runs[equal[i]].weight(heads[equal[i]]);
                }
            }
            if (weight != 0) {
                out.append(runs[newest], heads[newest], weight);
            }
            advance(equal, count);
        }
        if (liveCount == 1) {
            SortedRun rest = runs[live[0]];
            for (int entry = heads[live[0]]; entry < rest.size(); entry++) {
                out.append(rest, entry, rest.weight(entry));
            }
        }
        return out.finish(lastEpoch);
    }

    /** Finds the runs whose heads have the least key, oldest first, and answers how many they are. */
    private int least(int[] equal) {
        int count = 1;
        equal[0] = live[0];
        for (int i = 1; i < liveCount; i++) {
            int order = compare(live[i], equal[0]);
            if (order < 0) {
                equal[0] = live[i];
                count = 1;
            } else if (order == 0) {
                equal[count++] = live[i];
            }
        }
        return count;
    }

    private int compare(int left, int right) {
        if (first[left] != first[right]) {
            return Long.compareUnsigned(first[left], first[right]);
        }
        if (second[left] != second[right]) {
            return Long.compareUnsigned(second[left], second[right]);
        }
        SortedRun other = runs[right];
        int entry = heads[right];
        return runs[left].compareKey(heads[left], other.keys(), other.keyStart(entry), other.keyEnd(entry));
    }

    private void advance(int[] moved, int count) {
        boolean isAnyDone = false;
        for (int i = 0; i < count; i++) {
            int run = moved[i];
            if (++heads[run] < runs[run].size()) {
                look(run);
            } else {
                isAnyDone = true;
            }
        }
        if (isAnyDone) {
            int left = 0;
            for (int i = 0; i < liveCount; i++) {
                if (heads[live[i]] < runs[live[i]].size()) {
                    live[left++] = live[i];
                }
            }
            liveCount = left;
        }
    }

    private void look(int index) {
        SortedRun run = runs[index];
        int from = run.keyStart(heads[index]);
        int to = run.keyEnd(heads[index]);
        first[index] = KeyPrefix.word(run.keys(), from, to);
        second[index] = KeyPrefix.word(run.keys(), from + Long.BYTES, to);
    }
}
