package dev.millrace.executor.jsonpath;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import dev.millrace.executor.json.JsonValue;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** Predicates of paths: true, false, or null for unknown. */
final class JsonPathPredicates {

    private final JsonPathEvaluator evaluator;
    private final PathLibrary library;
    private final ZoneId zone;

    JsonPathPredicates(JsonPathEvaluator evaluator, PathLibrary library, ZoneId zone) {
        this.evaluator = evaluator;
        this.library = library;
        this.zone = zone;
    }

    Boolean test(JsonPath.Predicate predicate) {
        return switch (predicate) {
            case JsonPath.Logic logic -> logic(logic);
            case JsonPath.Not not -> {
                Boolean value = test(not.operand());
                yield value == null ? null : (Boolean) !value;
            }
            case JsonPath.IsUnknown unknown -> test(unknown.operand()) == null;
            case JsonPath.Exists exists -> exists(exists.path());
            case JsonPath.Comparison comparison ->
                each(
                        comparison.left(),
                        comparison.right(),
                        true,
                        (left, right) -> compare(comparison.operator(), left, right));
            case JsonPath.StartsWith starts -> each(starts.text(), starts.prefix(), false, this::startsWith);
            case JsonPath.LikeRegex like -> each(like.text(), null, false, (text, none) -> matches(like, text));
        };
    }

    private Boolean logic(JsonPath.Logic logic) {
        Boolean left = test(logic.left());
        // What decides it, whatever the other one is.
        Boolean decisive = !logic.isAnd();
        if (decisive.equals(left)) {
            return left;
        }
        Boolean right = test(logic.right());
        return decisive.equals(right) || left != null ? right : null;
    }

    private Boolean exists(JsonPath.Node path) {
        try {
            if (evaluator.isStrict()) {
                return !evaluator.values(path, false).isEmpty();
            }
            evaluator.findAny(path);
            return false;
        } catch (ItemFound found) {
            return true;
        } catch (PathFault unknown) {
            return null;
        }
    }

    /** Whether it holds for any two items; in strict mode it is unknown when it is for any. */
    private Boolean each(
            JsonPath.Node left, JsonPath.Node right, boolean unwraps, BiFunction<PathItem, PathItem, Boolean> test) {
        List<PathItem> lefts;
        List<PathItem> rights;
        try {
            lefts = evaluator.values(left, true);
            rights = right == null ? new ArrayList<>() : evaluator.values(right, unwraps);
        } catch (PathFault fault) {
            return null;
        }
        if (right == null) {
            rights.add(null);
        }
        boolean isFound = false;
        boolean isUnknown = false;
        for (PathItem one : lefts) {
            for (PathItem other : rights) {
                Boolean result = test.apply(one, other);
                if (result == null) {
                    if (evaluator.isStrict()) {
                        return null;
                    }
                    isUnknown = true;
                } else if (result) {
                    if (!evaluator.isStrict()) {
                        return true;
                    }
                    isFound = true;
                }
            }
        }
        return isFound ? (Boolean) true : isUnknown ? null : (Boolean) false;
    }

    private Boolean startsWith(PathItem text, PathItem prefix) {
        return text instanceof PathItem.Json(JsonValue.Text whole) && prefix instanceof PathItem.Json(
                        JsonValue.Text start)
                ? (Boolean) whole.value().startsWith(start.value())
                : null;
    }

    private Boolean matches(JsonPath.LikeRegex like, PathItem item) {
        return item instanceof PathItem.Json(JsonValue.Text text)
                ? (Boolean) library.matches(text.value(), like.pattern(), like.flags())
                : null;
    }

    // ---- comparing --------------------------------------------------------------------------------------------------

    private Boolean compare(String operator, PathItem left, PathItem right) {
        if (left instanceof PathItem.Time one && right instanceof PathItem.Time other) {
            Integer order = compare(one.moment(), other.moment());
            return order == null ? null : (Boolean) holds(operator, order);
        }
        if (left instanceof PathItem.Time || right instanceof PathItem.Time) {
            return isNull(left) || isNull(right) ? (Boolean) operator.equals("!=") : null;
        }
        JsonValue one = left.json();
        JsonValue other = right.json();
        if (one instanceof JsonValue.Null || other instanceof JsonValue.Null) {
            // null differs from all else, but it is neither smaller nor larger.
            boolean areNull = one instanceof JsonValue.Null && other instanceof JsonValue.Null;
            return areNull ? holds(operator, 0) : operator.equals("!=");
        }
        Integer order = order(one, other);
        return order == null ? null : (Boolean) holds(operator, order);
    }

    /** Null for values that are not of the same kind, or of one without an order. */
    private static Integer order(JsonValue left, JsonValue right) {
        if (left instanceof JsonValue.Truth one && right instanceof JsonValue.Truth other) {
            return Boolean.compare(one.value(), other.value());
        }
        if (left instanceof JsonValue.Decimal one && right instanceof JsonValue.Decimal other) {
            return one.value().compareTo(other.value());
        }
        if (left instanceof JsonValue.Text one && right instanceof JsonValue.Text other) {
            return compareCodePoints(one.value(), other.value());
        }
        return null;
    }

    private static boolean isNull(PathItem item) {
        return item instanceof PathItem.Json(JsonValue.Null none);
    }

    private static int compareCodePoints(String left, String right) {
        int mismatch = 0;
        int length = Math.min(left.length(), right.length());
        while (mismatch < length && left.charAt(mismatch) == right.charAt(mismatch)) {
            mismatch++;
        }
        if (mismatch == length) {
            return Integer.compare(left.length(), right.length());
        }
        // Where only the second halves of pairs differ, so do the pairs.
        int at = mismatch > 0 && Character.isLowSurrogate(left.charAt(mismatch)) ? mismatch - 1 : mismatch;
        return Integer.compare(left.codePointAt(at), right.codePointAt(at));
    }

    private static boolean holds(String operator, int order) {
        return switch (operator) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    /** Null when the two cannot be compared. */
    private Integer compare(Moment left, Moment right) {
        if (left.kind() == right.kind()) {
            return left.compare(right);
        }
        if (left.kind().isTimeOfDay() != right.kind().isTimeOfDay()) {
            return null;
        }
        boolean isLeftWider = left.kind().compareTo(right.kind()) > 0;
        Moment.Kind common = isLeftWider ? left.kind() : right.kind();
        Moment narrow = isLeftWider ? right : left;
        if (common.hasZone() && zone == null) {
            throw new SqlException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "cannot convert value from " + shortName(narrow.kind()) + " to " + shortName(common)
                                    + " without time zone usage")
                    .withHint("Use *_tz() function for time zone support.");
        }
        Moment converted = library.convert(narrow, common, zone);
        return isLeftWider ? left.compare(converted) : converted.compare(right);
    }

    private static String shortName(Moment.Kind kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }
}
