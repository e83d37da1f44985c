package dev.millrace.executor.regex;

import java.util.function.IntPredicate;

/** Reads what stands for one character: itself, a dot, an escape, or a set in brackets. */
final class CharacterReader {

    private final String expression;
    private final Pattern.Options options;
    private int at;

    CharacterReader(String expression, Pattern.Options options) {
        this.expression = expression;
        this.options = options;
    }

    /** Behind what was read. */
    int end() {
        return at;
    }

    IntPredicate read(int from) {
        at = from;
        char c = expression.charAt(at);
        if (c == '.') {
            at++;
            return options.isDotLineBound() ? point -> point != '\n' : point -> true;
        }
        if (c == '[') {
            at++;
            return set();
        }
        if (c == '\\') {
            IntPredicate known = classEscape();
            return known != null ? known : exactly(characterEscape());
        }
        int point = expression.codePointAt(at);
        at += Character.charCount(point);
        return exactly(point);
    }

    private IntPredicate exactly(int point) {
        return range(point, point);
    }

    private IntPredicate range(int from, int to) {
        if (!options.ignoresCase()) {
            return point -> point >= from && point <= to;
        }
        return point -> point >= from && point <= to
                || isIn(Character.toLowerCase(point), from, to)
                || isIn(Character.toUpperCase(point), from, to);
    }

    private static boolean isIn(int point, int from, int to) {
        return point >= from && point <= to;
    }

    static boolean isWord(int point) {
        return Character.isLetterOrDigit(point) || point == '_';
    }

    private char next(int ahead) {
        return at + ahead < expression.length() ? expression.charAt(at + ahead) : '\0';
    }

    /** {@code \d} and its like, or null. */
    private IntPredicate classEscape() {
        IntPredicate known = switch (next(1)) {
            case 'd' -> Character::isDigit;
            case 's' -> CharacterReader::isSpace;
            case 'w' -> CharacterReader::isWord;
            case 'D' -> point -> !Character.isDigit(point);
            case 'S' -> point -> !isSpace(point);
            case 'W' -> point -> !isWord(point);
            default -> null;
        };
        at += known == null ? 0 : 2;
        return known;
    }

    private static boolean isSpace(int point) {
        return Character.isWhitespace(point) || point == '\u000B';
    }

    private int characterEscape() {
        char letter = next(1);
        at += 2;
        return switch (letter) {
            case 'a' -> 7;
            case 'b' -> '\b';
            case 'B' -> '\\';
            case 'c' -> {
                char control = next(0);
                at++;
                yield control & 0x1F;
            }
            case 'e' -> 27;
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> '\u000B';
            case 'u' -> hexadecimal(4, 4);
            case 'U' -> hexadecimal(8, 8);
            case 'x' -> hexadecimal(1, 255);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal();
            default -> {
                if (letter == '\0' || Character.isLetterOrDigit(letter)) {
                    throw PatternReader.invalid("invalid escape \\ sequence");
                }
                at--;
                int point = expression.codePointAt(at);
                at += Character.charCount(point);
                yield point;
            }
        };
    }

    private int octal() {
        int value = 0;
        at--;
        for (int digits = 0; digits < 3 && next(0) >= '0' && next(0) <= '7'; digits++) {
            value = value * 8 + next(0) - '0';
            at++;
        }
        return value;
    }

    private int hexadecimal(int least, int most) {
        long value = 0;
        int digits = 0;
        while (digits < most && Character.digit(next(0), 16) >= 0) {
            value = Math.min(value * 16 + Character.digit(next(0), 16), Integer.MAX_VALUE);
            at++;
            digits++;
        }
        if (digits < least || value > Character.MAX_CODE_POINT) {
            throw PatternReader.invalid("invalid escape \\ sequence");
        }
        return (int) value;
    }

    // ---- in brackets ------------------------------------------------------------------------------------------------

    private IntPredicate set() {
        boolean isNegated = next(0) == '^';
        at += isNegated ? 1 : 0;
        IntPredicate set = point -> false;
        boolean isFirst = true;
        while (isFirst || next(0) != ']') {
            if (at >= expression.length()) {
                throw PatternReader.invalid("brackets [] not balanced");
            }
            set = set.or(member());
            isFirst = false;
        }
        at++;
        IntPredicate whole = isNegated ? set.negate() : set;
        return isNegated && options.isDotLineBound() ? point -> point != '\n' && whole.test(point) : whole;
    }

    private IntPredicate member() {
        if (next(0) == '[' && next(1) == ':') {
            return named();
        }
        if (next(0) == '\\') {
            IntPredicate known = classEscape();
            if (known != null) {
                return known;
            }
        }
        boolean isEquivalence = next(0) == '[' && next(1) == '=';
        int from = member(isEquivalence);
        if (isEquivalence || next(0) != '-' || next(1) == ']') {
            return exactly(from);
        }
        at++;
        int to = member(false);
        if (to < from) {
            throw PatternReader.invalid("invalid character range");
        }
        return range(from, to);
    }

    private int member(boolean isEquivalence) {
        if (at >= expression.length()) {
            throw PatternReader.invalid("brackets [] not balanced");
        }
        if (next(0) == '[' && (next(1) == '.' || isEquivalence)) {
            String close = next(1) + "]";
            int end = expression.indexOf(close, at + 2);
            String element = end < 0 ? "" : expression.substring(at + 2, end);
            if (element.isEmpty() || element.codePointCount(0, element.length()) > 1) {
                throw PatternReader.invalid("invalid collating element");
            }
            at = end + 2;
            return element.codePointAt(0);
        }
        if (next(0) == '\\') {
            return characterEscape();
        }
        int point = expression.codePointAt(at);
        at += Character.charCount(point);
        return point;
    }

    private IntPredicate named() {
        int end = expression.indexOf(":]", at);
        String name = end < 0 ? "" : expression.substring(at + 2, end);
        at = end + 2;
        boolean ignoresCase = options.ignoresCase();
        return switch (name) {
            case "alpha" -> Character::isLetter;
            case "digit" -> Character::isDigit;
            case "alnum" -> Character::isLetterOrDigit;
            case "upper" -> ignoresCase ? Character::isLetter : Character::isUpperCase;
            case "lower" -> ignoresCase ? Character::isLetter : Character::isLowerCase;
            case "space" -> CharacterReader::isSpace;
            case "blank" -> point -> point == ' ' || point == '\t';
            case "cntrl" -> Character::isISOControl;
            case "punct" -> point -> point > ' ' && point < 127 && !Character.isLetterOrDigit(point);
            case "xdigit" -> point -> point < 128 && Character.digit(point, 16) >= 0;
            case "graph" -> point -> point > ' ' && !Character.isISOControl(point) && !isSpace(point);
            case "print" -> point -> point >= ' ' && !Character.isISOControl(point);
            case "word" -> CharacterReader::isWord;
            default -> throw PatternReader.invalid("invalid character class");
        };
    }
}
