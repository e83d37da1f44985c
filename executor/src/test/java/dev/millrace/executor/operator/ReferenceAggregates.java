package dev.millrace.executor.operator;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Aggregates over a whole group, on BigDecimal. */
final class ReferenceAggregates {

    private ReferenceAggregates() {}

    static Object compute(AggregateCall call, Schema schema, Bag group) {
        List<Object> values = new ArrayList<>();
        int argument = call.arguments().isEmpty() ? -1 : call.arguments().getFirst();
        group.weights.forEach((row, weight) -> {
            boolean isFiltered = call.filter() >= 0 && !Long.valueOf(1).equals(row.get(call.filter()));
            for (long i = 0; i < weight && !isFiltered; i++) {
                values.add(argument < 0 ? Long.valueOf(0) : row.get(argument));
            }
        });
        String name = call.function().substring(0, call.function().indexOf('('));
        if (name.equals("single_value") && values.size() > 1) {
            throw new SqlException(
                    SqlState.CARDINALITY_VIOLATION, "more than one row returned by a subquery used as an expression");
        }
        values.removeIf(value -> value == null);
        SqlType type = argument < 0 ? SqlType.BIGINT : schema.type(argument);
        List<Object> used = call.distinct() ? distinct(type, values) : values;
        return switch (name) {
            case "count" -> (long) used.size();
            case "min", "any_value", "single_value" -> used.stream().min(ReferenceInterpreter.exact(type)).orElse(null);
            case "max" -> used.stream()
                    .min(((Comparator<Object>) (a, b) -> ReferenceInterpreter.compare(type, b, a))
                            .thenComparing(ReferenceInterpreter.exact(type)))
                    .orElse(null);
            case "bool_and" -> used.isEmpty() ? null : used.contains(0L) ? 0L : 1L;
            case "bool_or" -> used.isEmpty() ? null : used.contains(1L) ? 1L : 0L;
            case "string_agg" -> {
                List<Object> ordered = new ArrayList<>(used);
                ordered.sort(ReferenceInterpreter.exact(type));
                yield used.isEmpty() ? null : String.join("", ordered.stream().map(v -> (String) v).toList());
            }
            case "sum", "avg" -> used.isEmpty() ? null : sum(name.equals("avg"), type, call.type(), used);
            case "var_pop" -> used.isEmpty() ? null : variance(type, used);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static List<Object> distinct(SqlType type, List<Object> values) {
        Map<Object, Object> kept = new LinkedHashMap<>();
        for (Object value : values) {
            Object canonical = ReferenceInterpreter.canonical(type, value);
            Object same = switch (canonical) {
                case Double number -> (Object) Double.doubleToLongBits(number);
                case BigDecimal decimal -> bytes(Numeric.of(decimal));
                default -> value;
            };
            kept.put(canonical, same);
        }
        return new ArrayList<>(kept.values());
    }

    private static String bytes(Numeric value) {
        return new String(value.toBytes(), ISO_8859_1);
    }

    private static Object sum(boolean isAverage, SqlType type, SqlType result, List<Object> values) {
        return switch (type.kind()) {
            case DOUBLE -> sumOfDoubles(isAverage, values);
            case NUMERIC -> sumOfDecimals(isAverage, values);
            default -> sumOfIntegers(isAverage, result, values);
        };
    }

    private static Object sumOfDoubles(boolean isAverage, List<Object> values) {
        BigDecimal sum = BigDecimal.ZERO;
        double special = 0;
        for (Object value : values) {
            double number = Double.longBitsToDouble((Long) value);
            if (Double.isFinite(number)) {
                sum = sum.add(new BigDecimal(number));
            } else {
                special += number;
            }
        }
        if (special != 0) {
            return Double.doubleToLongBits(special);
        }
        return Double.doubleToLongBits(isAverage
                ? sum.divide(BigDecimal.valueOf(values.size()), new MathContext(1200)).doubleValue()
                : sum.doubleValue());
    }

    private static Object sumOfDecimals(boolean isAverage, List<Object> values) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Object value : values) {
            sum = sum.add(ReferenceInterpreter.numeric(value).decimal());
        }
        return bytes(Numeric.of(isAverage ? average(sum, values.size()) : sum));
    }

    private static Object sumOfIntegers(boolean isAverage, SqlType result, List<Object> values) {
        BigInteger sum = BigInteger.ZERO;
        for (Object value : values) {
            sum = sum.add(BigInteger.valueOf((Long) value));
        }
        if (isAverage) {
            return bytes(Numeric.of(average(new BigDecimal(sum), values.size())));
        }
        if (result.kind() == SqlType.Kind.NUMERIC) {
            return bytes(Numeric.of(new BigDecimal(sum)));
        }
        if (sum.bitLength() > 63) {
            throw new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
        }
        return sum.longValue();
    }

    /** select_div_scale for operands below 10000 in magnitude, a count being at least 1. */
    private static BigDecimal average(BigDecimal sum, int count) {
        BigDecimal magnitude = sum.abs();
        int weight = 0;
        BigDecimal first = magnitude;
        while (first.signum() != 0 && first.compareTo(BigDecimal.valueOf(10000)) >= 0) {
            first = first.movePointLeft(4);
            weight++;
        }
        while (first.signum() != 0 && first.compareTo(BigDecimal.ONE) < 0) {
            first = first.movePointRight(4);
            weight--;
        }
        if (first.intValue() <= count) {
            weight--;
        }
        int scale = Math.max(Math.max(16 - 4 * weight, sum.scale()), 0);
        return sum.divide(BigDecimal.valueOf(count), scale, RoundingMode.HALF_UP);
    }

    private static Object variance(SqlType type, List<Object> values) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal squares = BigDecimal.ZERO;
        for (Object value : values) {
            BigDecimal number = type.kind() == SqlType.Kind.DOUBLE
                    ? new BigDecimal(Double.longBitsToDouble((Long) value))
                    : BigDecimal.valueOf((Long) value);
            sum = sum.add(number);
            squares = squares.add(number.multiply(number));
        }
        BigDecimal count = BigDecimal.valueOf(values.size());
        BigDecimal spread = squares.multiply(count).subtract(sum.multiply(sum));
        return Double.doubleToLongBits(
                spread.divide(count.multiply(count), new MathContext(2400)).doubleValue());
    }
}
