package dev.millrace.executor.regex;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.regex.Piece.Preference;

/**
 * The matches of a pattern in one text, one after the other. First it is worked out where each piece can end that
 * begins at a place, without its groups' texts: that is bounded by the square of the text's length. Then the text is
 * told apart: each piece, in its turn, takes the longest or shortest part of which the rest can go on. Only where back
 * references turn out otherwise, it goes back.
 */
public final class Search {

    /** How much work one match may be. */
    static final long STEPS_MAX = 50_000_000;
    /** How far telling apart goes inside itself: over the repetitions of a group. */
    private static final int DEPTH_MAX = 1_000;
    /** How much may be remembered of one text, in words of 64 places. */
    private static final long WORDS_MAX = 4_000_000;

    private final Pattern pattern;
    private final String text;
    private final int[] points;
    /** Where each character begins in the text. */
    private final int[] offsets;
    /** By the number of a piece, and where it begins: where it can end. */
    private final BitSet[][] ends;
    private final int[] starts;
    private final int[] stops;
    private long steps;
    private int depth;
    private long words;
    private int start = -1;
    private int end = -1;

    Search(Pattern pattern, String text) {
        this.pattern = pattern;
        this.text = text;
        this.points = text.codePoints().toArray();
        this.offsets = new int[points.length + 1];
        for (int i = 0; i < points.length; i++) {
            offsets[i + 1] = offsets[i] + Character.charCount(points[i]);
        }
        this.ends = new BitSet[pattern.pieces()][];
        this.starts = new int[pattern.groups() + 1];
        this.stops = new int[pattern.groups() + 1];
    }

    /** The next match; one that is empty does not stand where the last one ended. */
    public boolean find() {
        int from = end < 0 ? 0 : end == start ? end + 1 : end;
        return findFrom(from);
    }

    /** The first match from an offset in the text on. */
    public boolean find(int offset) {
        int index = Arrays.binarySearch(offsets, offset);
        return findFrom(index < 0 ? -index - 1 : index);
    }

    private boolean findFrom(int from) {
        steps = 0;
        depth = 0;
        for (int begin = from; begin <= points.length; begin++) {
            BitSet all = ends(pattern.root(), begin);
            boolean isShortest = pattern.root().preference() == Preference.SHORTEST;
            int stop = isShortest ? all.nextSetBit(begin) : all.length() - 1;
            while (stop >= begin) {
                Arrays.fill(starts, -1);
                Arrays.fill(stops, -1);
                if (tell(pattern.root(), begin, stop, () -> true)) {
                    start = begin;
                    end = stop;
                    return true;
                }
                stop = next(all, stop, isShortest);
            }
        }
        start = points.length + 1;
        end = start;
        return false;
    }

    public int start(int group) {
        int at = group == 0 ? start : starts[group];
        return at < 0 ? -1 : offsets[at];
    }

    public int end(int group) {
        int at = group == 0 ? end : stops[group];
        return at < 0 ? -1 : offsets[at];
    }

    /** Null where the group has no part in the match. */
    public String group(int group) {
        return start(group) < 0 ? null : text.substring(start(group), end(group));
    }

    public int groupCount() {
        return pattern.groups();
    }

    private void step() {
        if (++steps > STEPS_MAX) {
            throw tooComplex();
        }
    }

    private static SqlException tooComplex() {
        return new SqlException(SqlState.PROGRAM_LIMIT_EXCEEDED, "regular expression is too complex for this text")
                .withHint("Lookaround and back references are worked out with bounded time and memory.");
    }

    // ---- where pieces can end ---------------------------------------------------------------------------------------

    private BitSet ends(Piece piece, int begin) {
        if (ends[piece.id()] == null) {
            ends[piece.id()] = new BitSet[points.length + 1];
        }
        BitSet known = ends[piece.id()][begin];
        if (known != null) {
            return known;
        }
        BitSet found = found(piece, begin);
        words += found.size() / Long.SIZE + 4;
        if (words > WORDS_MAX) {
            throw tooComplex();
        }
        ends[piece.id()][begin] = found;
        return found;
    }

    private BitSet found(Piece piece, int begin) {
        step();
        return switch (piece) {
            case Piece.One one -> {
                boolean fits = begin < points.length && one.characters().test(points[begin]);
                yield fits ? only(begin + 1) : new BitSet();
            }
            case Piece.Place place -> holds(place.kind(), begin) ? only(begin) : new BitSet();
            case Piece.Look look -> isSeen(look, begin) != look.isNegative() ? only(begin) : new BitSet();
            case Piece.Group group -> ends(group.piece(), begin);
            // Whatever its group may match: which text that is, only telling apart can say.
            case Piece.Reference reference -> ends(reference.original(), begin);
            case Piece.Choice choice -> {
                BitSet all = new BitSet();
                choice.branches().forEach(branch -> all.or(ends(branch, begin)));
                yield all;
            }
            case Piece.Sequence sequence -> {
                BitSet all = only(begin);
                for (Piece next : sequence.pieces()) {
                    all = after(next, all);
                }
                yield all;
            }
            case Piece.Repetition repetition -> repeated(repetition, begin);
        };
    }

    private static BitSet only(int place) {
        BitSet set = new BitSet(place + 1);
        set.set(place);
        return set;
    }

    private BitSet after(Piece piece, BitSet begins) {
        BitSet all = new BitSet();
        for (int begin = begins.nextSetBit(0); begin >= 0; begin = begins.nextSetBit(begin + 1)) {
            step();
            all.or(ends(piece, begin));
        }
        return all;
    }

    private BitSet repeated(Piece.Repetition repetition, int begin) {
        BitSet reached = only(begin);
        for (int i = 0; i < repetition.least(); i++) {
            reached = after(repetition.piece(), reached);
        }
        BitSet all = (BitSet) reached.clone();
        BitSet fresh = reached;
        for (int i = repetition.least(); i < repetition.most() && !fresh.isEmpty(); i++) {
            fresh = after(repetition.piece(), fresh);
            fresh.andNot(all);
            all.or(fresh);
        }
        return all;
    }

    private boolean isSeen(Piece.Look look, int place) {
        if (!look.isBehind()) {
            return !ends(look.piece(), place).isEmpty();
        }
        for (int begin = place; begin >= 0; begin--) {
            if (ends(look.piece(), begin).get(place)) {
                return true;
            }
        }
        return false;
    }

    private boolean isWord(int place) {
        return place >= 0 && place < points.length && CharacterReader.isWord(points[place]);
    }

    private boolean holds(Piece.Place.Kind kind, int place) {
        boolean before = isWord(place - 1);
        boolean behind = isWord(place);
        return switch (kind) {
            case TEXT_START -> place == 0;
            case TEXT_END -> place == points.length;
            case LINE_START -> place == 0 || points[place - 1] == '\n';
            case LINE_END -> place == points.length || points[place] == '\n';
            case WORD_START -> !before && behind;
            case WORD_END -> before && !behind;
            case WORD_EDGE -> before != behind;
            case NO_WORD_EDGE -> before == behind;
        };
    }

    // ---- telling apart ----------------------------------------------------------------------------------------------

    /** What has to fit, too, for what was told apart to stand. */
    private interface Rest {
        boolean fits();
    }

    /** Gives the groups in a piece their texts, where it takes exactly from one place to another. */
    private boolean tell(Piece piece, int begin, int stop, Rest rest) {
        step();
        if (!ends(piece, begin).get(stop)) {
            return false;
        }
        if (!piece.isTold()) {
            return rest.fits();
        }
        if (++depth > DEPTH_MAX) {
            throw tooComplex();
        }
        boolean isTold = told(piece, begin, stop, rest);
        depth--;
        return isTold;
    }

    private boolean told(Piece piece, int begin, int stop, Rest rest) {
        return switch (piece) {
            case Piece.One _, Piece.Place _, Piece.Look _ -> rest.fits();
            case Piece.Reference reference -> isSame(reference.group(), begin, stop) && rest.fits();
            case Piece.Group group -> {
                int oldStart = starts[group.number()];
                int oldStop = stops[group.number()];
                boolean fits = tell(group.piece(), begin, stop, () -> {
                    starts[group.number()] = begin;
                    stops[group.number()] = stop;
                    return rest.fits();
                });
                if (!fits) {
                    starts[group.number()] = oldStart;
                    stops[group.number()] = oldStop;
                }
                yield fits;
            }
            case Piece.Choice choice -> choice.branches().stream().anyMatch(branch -> tell(branch, begin, stop, rest));
            case Piece.Sequence sequence -> tell(sequence.pieces(), 0, begin, stop, rest);
            case Piece.Repetition repetition -> tell(repetition, 0, begin, stop, rest);
        };
    }

    private boolean isSame(int group, int begin, int stop) {
        int from = starts[group];
        if (from < 0 || stops[group] - from != stop - begin) {
            return false;
        }
        for (int i = 0; i < stop - begin; i++) {
            int point = points[from + i];
            int again = points[begin + i];
            boolean isSame = point == again
                    || pattern.ignoresCase() && Character.toLowerCase(point) == Character.toLowerCase(again);
            if (!isSame) {
                return false;
            }
        }
        return true;
    }

    private boolean tell(List<Piece> pieces, int at, int begin, int stop, Rest rest) {
        if (at == pieces.size()) {
            return begin == stop && rest.fits();
        }
        Piece piece = pieces.get(at);
        if (at == pieces.size() - 1) {
            return tell(piece, begin, stop, rest);
        }
        BitSet middles = ends(piece, begin);
        boolean isShortest = piece.preference() == Preference.SHORTEST;
        int middle = isShortest ? middles.nextSetBit(begin) : middles.previousSetBit(stop);
        while (middle >= begin && middle <= stop) {
            int from = middle;
            if (canEnd(pieces, at + 1, from, stop)
                    && tell(piece, begin, from, () -> tell(pieces, at + 1, from, stop, rest))) {
                return true;
            }
            middle = next(middles, middle, isShortest);
        }
        return false;
    }

    private static int next(BitSet places, int place, boolean isUpwards) {
        return isUpwards ? places.nextSetBit(place + 1) : place == 0 ? -1 : places.previousSetBit(place - 1);
    }

    private boolean canEnd(List<Piece> pieces, int from, int begin, int stop) {
        BitSet reached = only(begin);
        for (int i = from; i < pieces.size(); i++) {
            reached = after(pieces.get(i), reached);
        }
        return reached.get(stop);
    }

    private boolean tell(Piece.Repetition repetition, int done, int begin, int stop, Rest rest) {
        step();
        boolean isEnough = done >= repetition.least();
        // Once more of nothing is only good for the number that is asked for, or so that the groups have a text at all.
        if (begin == stop && isEnough) {
            return done == 0 && repetition.most() > 0 && tell(repetition.piece(), begin, stop, rest) || rest.fits();
        }
        if (done == repetition.most()) {
            return false;
        }
        BitSet middles = ends(repetition.piece(), begin);
        boolean isShortest = repetition.preference() == Preference.SHORTEST;
        int middle = isShortest ? middles.nextSetBit(begin) : middles.previousSetBit(stop);
        while (middle >= begin && middle <= stop) {
            int from = middle;
            boolean mayEnd = done + 1 < repetition.least() || repetition.more() == null
                    || ends(repetition.more(), from).get(stop);
            if (mayEnd && (from > begin || !isEnough) && tell(
                    repetition.piece(), begin, from, () -> tell(repetition, done + 1, from, stop, rest))) {
                return true;
            }
            middle = next(middles, middle, isShortest);
        }
        return false;
    }
}
