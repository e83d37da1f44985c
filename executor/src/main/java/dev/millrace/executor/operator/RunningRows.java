package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.state.StateTable;

/**
 * The rows that a change concerns where functions run on from the partition's start (ranks, running sums): all behind
 * it. They are taken in pieces, from one saved state to another: it begins at the last one before the change, and ends
 * where a state comes out as it was.
 */
final class RunningRows {

    /** Rows between two saved states, about: what a change at the partition's end costs. */
    private static final int SPACING = 128;
    /** A piece has so many rows at least; each is twice as long as the one before, up to the maximum. */
    private static final int PIECE_MIN = 64;
    private static final int PIECE_MAX = 16_384;

    private final SavedStates saved;
    private final AffectedRows affected;
    private final LeavingRows leaving;
    private final WindowDifference difference;
    private final boolean isSliding;
    private final ByteBuilder place = new ByteBuilder();
    private final BitSet isSaved = new BitSet();

    /** @param isSliding all that functions need of the rows before is in frames that slide */
    RunningRows(
            SavedStates saved, AffectedRows affected, LeavingRows leaving, WindowDifference difference,
            boolean isSliding) {
        this.saved = saved;
        this.affected = affected;
        this.leaving = leaving;
        this.isSliding = isSliding;
        this.difference = difference;
    }

    StateTable state() {
        return saved.table();
    }

    /** Computes what a change changes; returns the first change that was not met. */
    int follow(OrderedTable rows, PartitionChanges changes, int change, Step step) {
        saved.begin(changes.array(), changes.prefixLength());
        affected.walkBack(rows, changes, change);
        SavedStates.Saved origin = saved.before(affected.lowest());
        boolean isAtOrigin = affected.walkBackTo(origin == null ? null : origin.place());
        int behindOrigin = affected.section().size();
        affected.readBack();
        saved.removeBetween(affected.lowest(), changes.array(), changes.keyStart(change), changes.keyEnd(change));
        byte[] before = isAtOrigin ? origin.state() : null;
        byte[] after = before;
        byte[] key = Arrays.copyOfRange(changes.array(), changes.keyStart(change), changes.keyEnd(change));
        int next = change;
        int pieceLength = PIECE_MIN;
        while (true) {
            Stop stop = new Stop(affected.section(), changes, key, pieceLength);
            next = affected.walkAheadTo(stop, rows, changes, next, key, 0, key.length);
            int resumed = before == null ? 0 : affected.section().inFront() - behindOrigin;
            byte[] computed = evaluate(stop, resumed, before, after, step);
            if (affected.stop() < 0 || stop.found == null || Arrays.equals(computed, stop.found.state())) {
                return next;
            }
            before = stop.found.state();
            after = computed;
            ByteBuilder at = saved.key(stop.found.place(), stop.found.place().length);
            key = at.toBytes();
            pieceLength = Math.min(2 * pieceLength, PIECE_MAX);
            affected.beginAt(rows, changes, next, key);
            behindOrigin = 0;
        }
    }

    /** Computes a partition that was found whole. */
    void computeAll(byte[] prefix, Step step) {
        saved.begin(prefix, prefix.length);
        isSaved.clear();
        evaluate(null, 0, null, null, step);
    }

    /** Stops at rows with a saved state once the piece is long enough; notes all of them on the way. */
    private final class Stop implements AffectedRows.Stops {
        private final PartitionSection section;
        private final PartitionChanges changes;
        private final OrderedTable.Cursor cursor;
        private final int length;
        private final int start;
        /** What was saved at the stop; null at a row like any other, which no change concerns. */
        private SavedStates.Saved found;

        Stop(PartitionSection section, PartitionChanges changes, byte[] key, int length) {
            this.section = section;
            this.changes = changes;
            this.length = length;
            start = section.size();
            isSaved.clear();
            cursor = saved.from(key, changes.prefixLength(), key.length);
        }

        @Override
        public boolean isStop(PlacedRow row) {
            int order = saved.compare(row, cursor);
            while (order > 0) {
                cursor.advance();
                order = saved.compare(row, cursor);
            }
            isSaved.set(section.size(), order == 0);
            boolean isFarEnough = order == 0 && section.size() - start >= length;
            if (affected.stop() < 0) {
                found = isFarEnough ? saved.read(cursor) : null;
            }
            return isFarEnough || isSliding && !affected.hasMore(changes);
        }
    }

    /** Puts out what differs, saves states anew, and returns the one at the stop, if there is one. */
    private byte[] evaluate(Stop stop, int resumed, byte[] before, byte[] after, Step step) {
        PartitionSection section = affected.section();
        List<Integer> points = points(section, resumed, before == null);
        boolean isSavedStop = stop != null && affected.stop() >= 0 && stop.found != null;
        if (isSavedStop) {
            points.add(affected.stop());
        }
        if (before != null) {
            int last = isSavedStop ? affected.stop() : affected.end() - 1;
            leaving.read(saved.prefix(), saved.prefixLength(), resumed, last);
        }
        WindowDifference.Origin origin = new WindowDifference.Origin(resumed, before, after);
        List<byte[]> states = difference.add(affected, origin, points, step);
        for (int i = 0; i < points.size(); i++) {
            place.clear();
            section.appendPlace(points.get(i), place);
            if (states.get(i) != null) {
                saved.put(place, states.get(i));
            }
        }
        return isSavedStop ? states.getLast() : null;
    }

    /** Where to save states: where there are some already, unless they are too near or too far from each other. */
    private List<Integer> points(PartitionSection section, int resumed, boolean isFromStart) {
        List<Integer> points = new ArrayList<>();
        long since = 0;
        for (int index = resumed; index < affected.end(); index++) {
            boolean isFirstPeer = section.weight(index, true) > 0 && section.isFirstPeer(index, true);
            boolean keeps = isSaved.get(index) && since >= SPACING / 4;
            if (index >= affected.first()) {
                if (isFirstPeer && (keeps || since >= SPACING)) {
                    points.add(index);
                    since = 0;
                } else if (isSaved.get(index) && (index != resumed || isFromStart)) {
                    place.clear();
                    section.appendPlace(index, place);
                    saved.remove(place);
                }
            }
            since += section.weight(index, true);
        }
        return points;
    }
}
