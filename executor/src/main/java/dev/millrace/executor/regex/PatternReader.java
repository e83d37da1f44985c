package dev.millrace.executor.regex;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.regex.Piece.Place;
import dev.millrace.executor.regex.Piece.Preference;

/** Reads an advanced regular expression of PostgreSQL. */
final class PatternReader {

    private static final int REPETITIONS_MAX = 255;
    private static final int DEPTH_MAX = 200;

    private final String expression;
    private final Pattern.Options options;
    private final CharacterReader characters;
    /** By their numbers; null so long as their end is not read. */
    private final Map<Integer, Piece> groups = new HashMap<>();
    private int groupCount;
    private int ids;
    private int at;
    private int depth;
    /** Groups inside of a lookaround are none. */
    private int lookDepth;

    PatternReader(String expression, Pattern.Options options) {
        this.expression = expression;
        this.options = options;
        this.characters = new CharacterReader(expression, options);
    }

    Pattern read() {
        Piece root = choice();
        if (at < expression.length()) {
            throw invalid("parentheses () not balanced");
        }
        return new Pattern(root, groupCount, ids, options.ignoresCase());
    }

    static SqlException invalid(String reason) {
        return new SqlException(
                SqlState.INVALID_REGULAR_EXPRESSION, "invalid regular expression: " + reason);
    }

    private char peek() {
        return at < expression.length() ? expression.charAt(at) : '\0';
    }

    private boolean isAt(String text) {
        return expression.startsWith(text, at);
    }

    private boolean accept(String text) {
        boolean isHere = isAt(text);
        at += isHere ? text.length() : 0;
        return isHere;
    }

    private Piece choice() {
        if (++depth > DEPTH_MAX) {
            throw invalid("regular expression is too complex");
        }
        List<Piece> branches = new ArrayList<>(List.of(branch()));
        while (accept("|")) {
            branches.add(branch());
        }
        depth--;
        return branches.size() == 1 ? branches.getFirst() : new Piece.Choice(
                ids++, List.copyOf(branches), branches.stream().anyMatch(Piece::isTold));
    }

    private Piece branch() {
        List<Piece> pieces = new ArrayList<>();
        while (true) {
            skipComments();
            if (at >= expression.length() || peek() == '|' || peek() == ')') {
                break;
            }
            pieces.add(quantified());
        }
        return pieces.size() == 1 ? pieces.getFirst() : new Piece.Sequence(
                ids++, List.copyOf(pieces), pieces.stream().anyMatch(Piece::isTold));
    }

    private void skipComments() {
        while (true) {
            if (isAt("(?#")) {
                int end = expression.indexOf(')', at);
                if (end < 0) {
                    throw invalid("parentheses () not balanced");
                }
                at = end + 1;
            } else if (options.isExpanded() && Character.isWhitespace(peek()) && at < expression.length()) {
                at++;
            } else if (options.isExpanded() && peek() == '#') {
                int end = expression.indexOf('\n', at);
                at = end < 0 ? expression.length() : end + 1;
            } else {
                return;
            }
        }
    }

    private Piece quantified() {
        Piece piece = atom();
        skipComments();
        int least;
        int most;
        boolean isExact = false;
        if (accept("*")) {
            least = 0;
            most = Piece.Repetition.ENDLESS;
        } else if (accept("+")) {
            least = 1;
            most = Piece.Repetition.ENDLESS;
        } else if (accept("?")) {
            least = 0;
            most = 1;
        } else if (peek() == '{' && at + 1 < expression.length() && Character.isDigit(expression.charAt(at + 1))) {
            at++;
            least = number();
            isExact = !accept(",");
            most = isExact ? least : Character.isDigit(peek()) ? number() : Piece.Repetition.ENDLESS;
            if (!accept("}")) {
                throw invalid("invalid repetition count(s)");
            }
            if (least > most || least > REPETITIONS_MAX
                    || most > REPETITIONS_MAX && most != Piece.Repetition.ENDLESS) {
                throw invalid("invalid repetition count(s)");
            }
        } else {
            return piece;
        }
        boolean isLazy = accept("?");
        if (piece instanceof Place || piece instanceof Piece.Look || isAtQuantifier()) {
            throw invalid("quantifier operand invalid");
        }
        Preference own = isExact ? Preference.NONE : isLazy ? Preference.SHORTEST : Preference.LONGEST;
        Piece.Repetition more = most < Piece.Repetition.ENDLESS
                ? null
                : new Piece.Repetition(ids++, piece, 0, most, own, null);
        return new Piece.Repetition(ids++, piece, least, most, own, more);
    }

    private boolean isAtQuantifier() {
        boolean isBound = peek() == '{' && at + 1 < expression.length()
                && Character.isDigit(expression.charAt(at + 1));
        return at < expression.length() && "*+?".indexOf(peek()) >= 0 || isBound;
    }

    private int number() {
        int from = at;
        while (Character.isDigit(peek())) {
            at++;
        }
        return at - from > 3 ? REPETITIONS_MAX + 1 : Integer.parseInt(expression.substring(from, at));
    }

    private Piece atom() {
        if (isAtQuantifier()) {
            throw invalid("quantifier operand invalid");
        }
        if (accept("(?:")) {
            return closed(choice());
        }
        for (Piece.Look look : new Piece.Look[] {
            new Piece.Look(0, null, false, false), new Piece.Look(0, null, false, true),
            new Piece.Look(0, null, true, false), new Piece.Look(0, null, true, true)
        }) {
            if (accept("(?" + (look.isBehind() ? "<" : "") + (look.isNegative() ? "!" : "="))) {
                lookDepth++;
                Piece inner = closed(choice());
                lookDepth--;
                return new Piece.Look(ids++, inner, look.isBehind(), look.isNegative());
            }
        }
        if (isAt("(?")) {
            throw invalid("quantifier operand invalid");
        }
        if (accept("(")) {
            return group();
        }
        if (accept("[[:<:]]")) {
            return new Place(ids++, Place.Kind.WORD_START);
        }
        if (accept("[[:>:]]")) {
            return new Place(ids++, Place.Kind.WORD_END);
        }
        return switch (peek()) {
            case '^' -> place(options.areAnchorsOfLines() ? Place.Kind.LINE_START : Place.Kind.TEXT_START);
            case '$' -> place(options.areAnchorsOfLines() ? Place.Kind.LINE_END : Place.Kind.TEXT_END);
            case '\\' -> escape();
            default -> one();
        };
    }

    private Piece closed(Piece piece) {
        if (!accept(")")) {
            throw invalid("parentheses () not balanced");
        }
        return piece;
    }

    private Piece group() {
        if (lookDepth > 0) {
            return closed(choice());
        }
        int number = ++groupCount;
        Piece group = new Piece.Group(ids++, number, closed(choice()));
        groups.put(number, group);
        return group;
    }

    private Piece place(Place.Kind kind) {
        at++;
        return new Place(ids++, kind);
    }

    private Piece escape() {
        if (at + 1 >= expression.length()) {
            throw invalid("invalid escape \\ sequence");
        }
        char letter = expression.charAt(at + 1);
        Place.Kind kind = switch (letter) {
            case 'A' -> Place.Kind.TEXT_START;
            case 'Z' -> Place.Kind.TEXT_END;
            case 'm' -> Place.Kind.WORD_START;
            case 'M' -> Place.Kind.WORD_END;
            case 'y' -> Place.Kind.WORD_EDGE;
            case 'Y' -> Place.Kind.NO_WORD_EDGE;
            default -> null;
        };
        if (kind != null) {
            at++;
            return place(kind);
        }
        return letter >= '1' && letter <= '9' ? reference() : one();
    }

    private Piece reference() {
        int start = ++at;
        int digits = 1;
        while (start + digits < expression.length() && Character.isDigit(expression.charAt(start + digits))
                && Integer.parseInt(expression.substring(start, start + digits + 1)) <= groupCount) {
            digits++;
        }
        int number = Integer.parseInt(expression.substring(start, start + digits));
        at += digits;
        if (lookDepth > 0 || groups.get(number) == null) {
            throw invalid("invalid backreference number");
        }
        return new Piece.Reference(ids++, number, groups.get(number));
    }

    private Piece one() {
        IntPredicate set = characters.read(at);
        at = characters.end();
        return new Piece.One(ids++, set);
    }
}
