package dev.millrace.sqltests.differential;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether two answers to a question say the same. Rows are compared as a bag, unless the question's order leaves only
 * one: when it ends with ORDER BY of all its columns.
 */
final class Comparison {
    /** Floating point aggregates that PostgreSQL rounds on the way, and Millrace once at the end. */
    private static final MathContext FLOAT_DIGITS = new MathContext(9);
    private static final double NOTHING = 1e-9;
    /** Which of several equal numbers stands for all is nobody's promise, and they may differ in their scale. */
    private static final Pattern CHOOSES = Pattern.compile("GROUP BY|DISTINCT|UNION|INTERSECT|EXCEPT|min\\(|max\\(|"
            + "OVER|percentile|mode\\(|greatest|least|ORDER BY");
    private static final Pattern WHOLE_ORDER =
            Pattern.compile("ORDER BY ((?:\\d+(?: ASC| DESC| NULLS FIRST| NULLS LAST)*(?:, )?)+)"
                    + "(?: (?:LIMIT|OFFSET|FETCH)[^()]*)?$");

    private final boolean choosesNumbers;
    private final int orderedColumns;

    Comparison(String question) {
        choosesNumbers = CHOOSES.matcher(question).find();
        Matcher order = WHOLE_ORDER.matcher(question);
        orderedColumns = order.find() ? order.group(1).split(", ").length : 0;
    }

    /** @param inOrder whether the order of the rows is part of the answer */
    boolean isSame(Answer expected, Answer actual, boolean inOrder) {
        if (expected.count() != actual.count() || expected.rows().size() != actual.rows().size()
                || expected.types().size() != actual.types().size()) {
            return false;
        }
        List<String> left = lines(expected, expected.types());
        List<String> right = lines(actual, expected.types());
        if (!inOrder || orderedColumns < expected.types().size()) {
            left.sort(null);
            right.sort(null);
        }
        return left.equals(right);
    }

    private List<String> lines(Answer answer, List<String> types) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : answer.rows()) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(comparable(row.get(i), types.get(i))).append('\t');
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private String comparable(String value, String type) {
        try {
            return switch (type) {
                case "float8", "float4" -> {
                    BigDecimal number = new BigDecimal(value);
                    yield Math.abs(number.doubleValue()) < NOTHING
                            ? "0"
                            : number.round(FLOAT_DIGITS).stripTrailingZeros().toString();
                }
                case "numeric" -> choosesNumbers ? new BigDecimal(value).stripTrailingZeros().toString() : value;
                default -> value;
            };
        } catch (NumberFormatException e) {
            return value; // null, NaN, an infinity
        }
    }
}
