package dev.millrace.executor.regex;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * A part of a regular expression, in Henry Spencer's sense as PostgreSQL has it: each is told apart from its text by
 * itself, and one that is quantified prefers the longest or the shortest text that lets the whole match.
 */
sealed interface Piece {

    /** Which of the texts that fit a piece wants. */
    enum Preference {
        NONE,
        LONGEST,
        SHORTEST
    }

    /** A number of its own in its pattern: what is known of a piece is kept by it. */
    int id();

    default Preference preference() {
        return Preference.NONE;
    }

    /** Whether more is to be told of its text than where it ends: it has groups inside, or is one's text again. */
    default boolean isTold() {
        return false;
    }

    /** One character. */
    record One(int id, IntPredicate characters) implements Piece {}

    /** Nothing, where the place is right. */
    record Place(int id, Kind kind) implements Piece {
        enum Kind {
            TEXT_START,
            TEXT_END,
            LINE_START,
            LINE_END,
            WORD_START,
            WORD_END,
            WORD_EDGE,
            NO_WORD_EDGE
        }
    }

    /** Nothing, where another piece fits from here on, or up to here. */
    record Look(int id, Piece piece, boolean isBehind, boolean isNegative) implements Piece {}

    /** The text of a group once more. */
    record Reference(int id, int group, Piece original) implements Piece {
        @Override
        public boolean isTold() {
            return true;
        }
    }

    record Group(int id, int number, Piece piece) implements Piece {
        @Override
        public boolean isTold() {
            return true;
        }

        @Override
        public Preference preference() {
            return piece.preference();
        }
    }

    record Sequence(int id, List<Piece> pieces, boolean isTold) implements Piece {
        @Override
        public Preference preference() {
            return pieces.stream()
                    .map(Piece::preference)
                    .filter(preference -> preference != Preference.NONE)
                    .findFirst()
                    .orElse(Preference.NONE);
        }
    }

    record Choice(int id, List<Piece> branches, boolean isTold) implements Piece {
        @Override
        public Preference preference() {
            return Preference.LONGEST;
        }
    }

    /**
     * @param most {@link #ENDLESS} for any number
     * @param more what may follow when there are enough, which is any number of the same; null where there is a most
     */
    record Repetition(int id, Piece piece, int least, int most, Preference own, Repetition more) implements Piece {
        static final int ENDLESS = Integer.MAX_VALUE;

        @Override
        public Preference preference() {
            return own == Preference.NONE ? piece.preference() : own;
        }

        @Override
        public boolean isTold() {
            return piece.isTold();
        }
    }
}
