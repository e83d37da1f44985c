package dev.millrace.executor.function;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** A template of {@code to_char} and {@code to_number} for numbers, read once into what it asks for. */
final class NumberTemplate {

    private static final String[] KEYWORDS = {
        "EEEE", "FM", "MI", "PL", "PR", "RN", "SG", "TH", "B", "C", "D", "G", "L", "S", "V", "0", "9", ".", ","
    };

    /** Where the sign of S goes. */
    enum SignPlace {
        NONE,
        BEFORE,
        AFTER
    }

    /** @param keyword upper case; null for literal text, which then is {@code text} */
    record Piece(String keyword, String text) {}

    final List<Piece> pieces = new ArrayList<>();
    /** Digits before and after the point. */
    int integerDigits;
    int fractionDigits;
    /** Position of the first 0, from 1; 0 for none. And of the last. */
    int zeroStart;
    int zeroEnd;
    boolean fill;
    boolean hasPoint;
    boolean minus;
    boolean plus;
    boolean bracket;
    SignPlace sign = SignPlace.NONE;
    private int signAtDigit;
    private boolean roman;
    private boolean scientific;
    private boolean isMultiplied;
    private int multipliedDigits;

    private NumberTemplate(String template) {
        int at = 0;
        while (at < template.length()) {
            String keyword = keyword(template, at);
            if (keyword != null) {
                pieces.add(new Piece(keyword, template.substring(at, at + keyword.length())));
                apply(keyword);
                at += keyword.length();
            } else if (template.charAt(at) == '"') {
                StringBuilder literal = new StringBuilder();
                at = DateTimeTemplate.readQuoted(template, at + 1, literal);
                pieces.add(new Piece(null, literal.toString()));
            } else {
                // Only of a quote does it take the meaning.
                if (template.startsWith("\\\"", at)) {
                    at++;
                }
                pieces.add(new Piece(null, template.substring(at, at + 1)));
                at++;
            }
        }
        if (sign == SignPlace.BEFORE && integerDigits == signAtDigit && !minus && !plus) {
            sign = SignPlace.AFTER;
        }
    }

    static NumberTemplate compile(String template) {
        return new NumberTemplate(template);
    }

    private static String keyword(String template, int at) {
        for (String keyword : KEYWORDS) {
            if (template.regionMatches(true, at, keyword, 0, keyword.length())) {
                return keyword;
            }
        }
        return null;
    }

    private static SqlException misplaced(String message) {
        return new SqlException(SqlState.SYNTAX_ERROR, message);
    }

    private void apply(String keyword) {
        if (scientific) {
            throw misplaced("\"EEEE\" must be the last pattern used");
        }
        switch (keyword) {
            case "9" -> {
                if (bracket) {
                    throw misplaced("\"9\" must be ahead of \"PR\"");
                }
                countDigit();
            }
            case "0" -> {
                if (bracket) {
                    throw misplaced("\"0\" must be ahead of \"PR\"");
                }
                if (zeroStart == 0 && !hasPoint) {
                    zeroStart = integerDigits + 1;
                }
                countDigit();
                zeroEnd = integerDigits + fractionDigits;
            }
            case ".", "D" -> {
                if (hasPoint) {
                    throw misplaced("multiple decimal points");
                }
                if (isMultiplied) {
                    throw misplaced("cannot use \"V\" and decimal point together");
                }
                hasPoint = true;
            }
            case "FM" -> fill = true;
            case "S" -> {
                if (sign != SignPlace.NONE) {
                    throw misplaced("cannot use \"S\" twice");
                }
                if (plus || minus || bracket) {
                    throw misplaced("cannot use \"S\" and \"PL\"/\"MI\"/\"SG\"/\"PR\" together");
                }
                sign = hasPoint ? SignPlace.AFTER : SignPlace.BEFORE;
                signAtDigit = integerDigits;
            }
            case "MI" -> minus = signOf("MI");
            case "PL" -> plus = signOf("PL");
            case "SG" -> {
                minus = signOf("SG");
                plus = true;
            }
            case "PR" -> {
                if (sign != SignPlace.NONE || plus || minus) {
                    throw misplaced("cannot use \"PR\" and \"S\"/\"PL\"/\"MI\"/\"SG\" together");
                }
                bracket = true;
            }
            case "RN" -> roman = true;
            case "V" -> {
                if (hasPoint) {
                    throw misplaced("cannot use \"V\" and decimal point together");
                }
                isMultiplied = true;
            }
            case "EEEE" -> {
                if (fill || sign != SignPlace.NONE || bracket || minus || plus || roman || isMultiplied) {
                    throw misplaced("\"EEEE\" is incompatible with other formats")
                            .withDetail(
                                    "\"EEEE\" may only be used together with digit and decimal point patterns.");
                }
                scientific = true;
            }
            default -> {}
        }
    }

    private boolean signOf(String keyword) {
        if (sign != SignPlace.NONE) {
            throw misplaced("cannot use \"S\" and \"" + keyword + "\" together");
        }
        return true;
    }

    private void countDigit() {
        if (isMultiplied) {
            multipliedDigits++;
        } else if (hasPoint) {
            fractionDigits++;
        } else {
            integerDigits++;
        }
    }

    /** As {@link #format(Numeric)}, but of so many digits and no more: those that a float is sure of. */
    String format(double value, int digits) {
        Numeric numeric = Decimals.ofDouble(value, digits);
        int used = numeric.isFinite()
                ? new BigDecimal(Math.abs(value)).setScale(0, RoundingMode.HALF_EVEN).precision()
                : "Infinity".length();
        return format(numeric, Math.clamp(digits - used, 0, fractionDigits));
    }

    String format(Numeric value) {
        return format(value, fractionDigits);
    }

    private String format(Numeric value, int fractionDigits) {
        if (roman) {
            return formatRoman(value);
        }
        if (scientific) {
            return formatScientific(value);
        }
        if (!value.isFinite()) {
            String text = value.toString();
            boolean negative = text.startsWith("-");
            String word = negative ? text.substring(1) : text;
            return new NumberTemplateWriter(
                            this, integerDigits, negative,
                            word.length() > integerDigits ? overflow(integerDigits, fractionDigits) : word)
                    .write();
        }
        BigDecimal scaled = isMultiplied ? value.decimal().movePointRight(multipliedDigits) : value.decimal();
        int digits = integerDigits + multipliedDigits;
        BigDecimal rounded = scaled.setScale(fractionDigits, RoundingMode.HALF_UP);
        String text = rounded.abs().toPlainString();
        int integerLength = text.indexOf('.') < 0 ? text.length() : text.indexOf('.');
        if (integerLength > digits) {
            text = overflow(digits, fractionDigits);
        }
        return new NumberTemplateWriter(this, digits, rounded.signum() < 0, text).write();
    }

    private String overflow(int digits, int fractionDigits) {
        return "#".repeat(digits) + (hasPoint ? "." + "#".repeat(fractionDigits) : "");
    }

    private String formatScientific(Numeric value) {
        if (!value.isFinite()) {
            return " " + "#".repeat(integerDigits) + "." + "#".repeat(fractionDigits) + "####";
        }
        BigDecimal decimal = value.decimal();
        BigDecimal rounded = decimal.round(new MathContext(fractionDigits + 1, RoundingMode.HALF_UP));
        int exponent = rounded.signum() == 0 ? 0 : Decimals.exponent(rounded);
        String mantissa = rounded.movePointLeft(exponent)
                .setScale(fractionDigits, RoundingMode.HALF_UP)
                .toPlainString();
        String sign = rounded.signum() < 0 ? "" : " ";
        String size = (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return sign + mantissa + "e" + size;
    }

    private String formatRoman(Numeric value) {
        String numeral = "#".repeat(15);
        if (value.isFinite()) {
            BigDecimal rounded = value.decimal().setScale(0, RoundingMode.HALF_UP);
            if (rounded.signum() > 0 && rounded.compareTo(BigDecimal.valueOf(3999)) <= 0) {
                numeral = roman(rounded.intValue());
            }
        }
        boolean lower = pieces.stream().anyMatch(piece -> "rn".equals(piece.text()));
        String cased = lower ? numeral.toLowerCase(Locale.ROOT) : numeral;
        return fill ? cased : " ".repeat(Math.max(0, 15 - cased.length())) + cased;
    }

    private static String roman(int value) {
        int[] sizes = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
        String[] signs = {"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"};
        StringBuilder out = new StringBuilder();
        int rest = value;
        for (int i = 0; i < sizes.length; i++) {
            while (rest >= sizes[i]) {
                out.append(signs[i]);
                rest -= sizes[i];
            }
        }
        return out.toString();
    }

    /** The number a text holds: its digits, point and sign; what separates them is passed over. */
    BigDecimal parse(String text) {
        if (roman || scientific) {
            throw SqlException.unsupported((roman ? "\"RN\"" : "\"EEEE\"") + " for input");
        }
        StringBuilder digits = new StringBuilder();
        boolean negative = false;
        boolean inFraction = false;
        int fraction = 0;
        int whole = 0;
        // Where the text has no point yet, its digits stand for all of the template's.
        int wholeMax = integerDigits + multipliedDigits + fractionDigits;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '-' || c == '<') {
                negative = true;
            } else if (c == '.' && hasPoint && !inFraction) {
                inFraction = true;
                digits.append('.');
            } else if (Character.isDigit(c)
                    && (inFraction ? fraction < fractionDigits : whole < wholeMax)) {
                digits.append(c);
                fraction += inFraction ? 1 : 0;
                whole += inFraction ? 0 : 1;
            }
        }
        if (whole + fraction == 0) {
            throw new SqlException(
                    SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type numeric: \" \"");
        }
        BigDecimal value = new BigDecimal(digits.toString());
        int precision = integerDigits + multipliedDigits + fraction;
        if (value.precision() - value.scale() > precision - fraction && value.signum() != 0) {
            throw new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "numeric field overflow")
                    .withDetail("A field with precision " + precision + ", scale " + fraction
                            + " must round to an absolute value less than 10^" + (precision - fraction) + ".");
        }
        if (isMultiplied) {
            value = value.multiply(Transcendental.power(BigDecimal.TEN, BigDecimal.valueOf(-multipliedDigits)));
        }
        return negative ? value.negate() : value;
    }
}
