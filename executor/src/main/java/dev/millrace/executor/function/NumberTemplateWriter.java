package dev.millrace.executor.function;

import java.util.Locale;

import dev.millrace.executor.function.NumberTemplate.Piece;
import dev.millrace.executor.function.NumberTemplate.SignPlace;

/**
 * Writes one number by a {@link NumberTemplate}: walks over the template's pieces and the number's characters side by
 * side, as PostgreSQL does, since that walk defines where blanks, signs and zeros fall.
 */
final class NumberTemplateWriter {

    private final NumberTemplate template;
    private final StringBuilder out = new StringBuilder();
    private final boolean negative;
    /** Digits, with a point when there is a fraction; no sign. */
    private final String number;
    private final int leadingBlanks;
    private final int zeroStart;
    private final boolean bracket;
    /** Index in {@link #number} of the last character that counts with FM; -1 when all do. */
    private int lastRelevant = -1;
    private int numberAt;
    private int digitAt;
    private int digitCount;
    private boolean signWritten;
    /** Whether the last digit place wrote a digit: a separator after it is shown. */
    private boolean inNumber;

    NumberTemplateWriter(NumberTemplate template, int integerDigits, boolean negative, String number) {
        this.template = template;
        this.negative = negative;
        this.number = number;
        int point = number.indexOf('.');
        this.leadingBlanks = Math.max(0, integerDigits - (point < 0 ? number.length() : point));
        this.zeroStart = template.zeroStart == 0 ? Integer.MAX_VALUE : template.zeroStart - 1;
        this.bracket = template.bracket && (negative || !template.fill);
        if (template.plus || template.minus) {
            signWritten = template.minus;
        } else {
            signWritten = !negative && template.fill && template.sign == SignPlace.NONE;
        }
        digitCount = template.fractionDigits + integerDigits - 1;
        if (template.fill && template.hasPoint) {
            lastRelevant = lastRelevant(point);
        }
        if (!signWritten && leadingBlanks == 0) {
            digitCount++;
        }
    }

    private int lastRelevant(int point) {
        if (point < 0) {
            return -1;
        }
        int last = point;
        for (int i = point + 1; i < number.length(); i++) {
            last = number.charAt(i) != '0' ? i : last;
        }
        if (template.zeroEnd > leadingBlanks) {
            last = Math.max(last, Math.min(number.length() - 1, template.zeroEnd - leadingBlanks));
        }
        return last;
    }

    String write() {
        for (Piece piece : template.pieces) {
            if (piece.keyword() == null) {
                out.append(piece.text());
            } else {
                write(piece);
            }
        }
        return out.toString();
    }

    private void write(Piece piece) {
        switch (piece.keyword()) {
            case "9", "0", ".", "D" -> writeDigit(piece.keyword().equals("0"));
            case ",", "G" -> {
                if (inNumber) {
                    out.append(',');
                } else if (!template.fill) {
                    out.append(' ');
                }
            }
            case "L" -> out.append(' ');
            case "TH" -> {
                if (number.charAt(0) != '#' && !negative && !template.hasPoint) {
                    String ordinal = DateTimeTemplate.ordinal(number);
                    out.append(piece.text().equals("TH") ? ordinal.toUpperCase(Locale.ROOT) : ordinal);
                }
            }
            case "MI" -> writeSign(negative, '-');
            case "PL" -> writeSign(!negative, '+');
            case "SG" -> out.append(negative ? '-' : '+');
            default -> {}
        }
    }

    private void writeSign(boolean shown, char sign) {
        if (shown) {
            out.append(sign);
        } else if (!template.fill) {
            out.append(' ');
        }
    }

    private boolean isLastPoint() {
        return lastRelevant >= 0 && number.charAt(lastRelevant) == '.';
    }

    /** A 0 before the point that is left blank: {@code 9.9} of 0.1. */
    private boolean isBlankZero() {
        return template.zeroStart == 0
                && numberAt == 0
                && number.charAt(0) == '0'
                && template.fractionDigits != 0;
    }

    private void writeDigit(boolean isZeroPlace) {
        inNumber = false;
        boolean reached = digitAt >= leadingBlanks || zeroStart == digitAt;
        if (!signWritten && reached && (!isBlankZero() || isLastPoint())) {
            writeLeadingSign();
        }
        if (digitAt < leadingBlanks && zeroStart > digitAt) {
            if (!template.fill) {
                out.append(' ');
            }
        } else if (digitAt < leadingBlanks) {
            out.append('0');
            inNumber = true;
        } else {
            writeNumberCharacter(isZeroPlace);
            numberAt = Math.min(numberAt + 1, number.length());
        }
        writeTrailingSign();
        digitAt++;
    }

    private void writeLeadingSign() {
        if (template.sign != SignPlace.NONE) {
            if (template.sign == SignPlace.BEFORE) {
                out.append(negative ? '-' : '+');
                signWritten = true;
            }
        } else if (bracket) {
            out.append(negative ? '<' : ' ');
            signWritten = true;
        } else {
            if (negative) {
                out.append('-');
            } else if (!template.fill) {
                out.append(' ');
            }
            signWritten = true;
        }
    }

    private void writeNumberCharacter(boolean isZeroPlace) {
        if (numberAt >= number.length()) {
            return;
        }
        char c = number.charAt(numberAt);
        if (c == '.') {
            out.append('.');
        } else if (lastRelevant >= 0 && numberAt > lastRelevant && !isZeroPlace) {
            return;
        } else if (isBlankZero()) {
            if (!template.fill) {
                out.append(' ');
            } else if (isLastPoint()) {
                out.append('0');
            }
        } else {
            out.append(c);
            inNumber = true;
        }
    }

    private void writeTrailingSign() {
        int end = digitCount + (leadingBlanks > 0 ? 1 : 0) + (template.hasPoint ? 1 : 0);
        if (lastRelevant >= 0 && lastRelevant == numberAt) {
            end = digitAt;
        }
        if (digitAt + 1 == end) {
            if (signWritten && bracket) {
                out.append(negative ? '>' : ' ');
            } else if (template.sign == SignPlace.AFTER) {
                out.append(negative ? '-' : '+');
            }
        }
    }
}
