package dev.millrace.executor.function;

import java.util.List;

import dev.millrace.executor.data.Multirange;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.Range;
import dev.millrace.executor.data.RangeForm;
import dev.millrace.executor.data.RangeTypes;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

import static dev.millrace.executor.plan.SqlType.Kind.DATEMULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.DATERANGE;
import static dev.millrace.executor.plan.SqlType.Kind.INT4MULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.INT4RANGE;
import static dev.millrace.executor.plan.SqlType.Kind.INT8MULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.INT8RANGE;
import static dev.millrace.executor.plan.SqlType.Kind.NUMMULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.NUMRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.TSMULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.TSRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.TSTZMULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.TSTZRANGE;

/** Operators of multiranges with each other, with ranges and with values. */
final class MultirangeOperators {

    private MultirangeOperators() {}

    /** Two sets of values of a type. */
    private record Pair(SqlType element, List<Range> left, List<Range> right) {

        boolean contains() {
            return Multirange.contains(element, left, right);
        }

        boolean overlaps() {
            return Multirange.overlap(element, left, right);
        }

        boolean isBefore() {
            return !left.isEmpty() && !right.isEmpty() && left.getLast().isBefore(element, right.getFirst());
        }

        boolean endsWithin() {
            return !left.isEmpty() && !right.isEmpty() && left.getLast().endsWithin(element, right.getLast());
        }

        boolean startsWithin() {
            return !left.isEmpty() && !right.isEmpty() && left.getFirst().startsWithin(element, right.getFirst());
        }

        boolean isAdjacent() {
            return !left.isEmpty() && !right.isEmpty() && (left.getLast().isAdjacent(element, right.getFirst())
                            && left.getLast().isBefore(element, right.getFirst())
                    || right.getLast().isAdjacent(element, left.getFirst())
                            && right.getLast().isBefore(element, left.getFirst()));
        }

        Pair turned() {
            return new Pair(element, /* left= */ right, /* right= */ left);
        }
    }

    private static List<Range> ranges(Kind kind, byte[] value) {
        if (RangeTypes.isMultirange(kind)) {
            return RangeForm.readAll(kind, value);
        }
        Range range = RangeForm.read(kind, value);
        return range.isEmpty() ? List.of() : List.of(range);
    }

    private static Pair both(byte[] left, byte[] right, Conversion conversion) {
        Kind kind = conversion.from().kind();
        return new Pair(RangeTypes.element(kind), ranges(kind, left), ranges(kind, right));
    }

    private static Pair first(byte[] left, byte[] right, Conversion conversion) {
        Kind kind = conversion.from().kind();
        return new Pair(RangeTypes.element(kind), ranges(kind, left), ranges(RangeTypes.range(kind), right));
    }

    private static Pair second(byte[] left, byte[] right, Conversion conversion) {
        Kind kind = conversion.from().kind();
        return new Pair(RangeTypes.element(kind), ranges(kind, left), ranges(RangeTypes.multirange(kind), right));
    }

    @SqlFunction(name = {"@>", "multirange_contains_multirange"},
            description = "Whether a set of values contains another.",
            kinds = {INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    static boolean contains(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return both(left, right, conversion).contains();
    }

    @SqlFunction(name = {"@>", "multirange_contains_range"},
            description = "Whether a set of values contains another.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean containsRange(@MultirangeOfEach byte[] left, @Each byte[] right, Conversion conversion) {
        return first(left, right, conversion).contains();
    }

    @SqlFunction(name = {"@>", "range_contains_multirange"},
            description = "Whether a set of values contains another.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean rangeContains(@Each byte[] left, @MultirangeOfEach byte[] right, Conversion conversion) {
        return second(left, right, conversion).contains();
    }

    @SqlFunction(name = {"<@", "multirange_contained_by_multirange"},
            description = "Whether a set of values is contained in another.",
            kinds = {INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    static boolean isContained(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return both(left, right, conversion).turned().contains();
    }

    @SqlFunction(name = {"<@", "multirange_contained_by_range"},
            description = "Whether a set of values is contained in another.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean isContainedRange(@MultirangeOfEach byte[] left, @Each byte[] right, Conversion conversion) {
        return first(left, right, conversion).turned().contains();
    }

    @SqlFunction(name = {"<@", "range_contained_by_multirange"},
            description = "Whether a set of values is contained in another.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean rangeIsContained(@Each byte[] left, @MultirangeOfEach byte[] right, Conversion conversion) {
        return second(left, right, conversion).turned().contains();
    }

    @SqlFunction(name = {"&&", "multirange_overlaps_multirange"},
            description = "Whether two sets of values have some in common.",
            kinds = {INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    static boolean overlap(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return both(left, right, conversion).overlaps();
    }

    @SqlFunction(name = {"&&", "multirange_overlaps_range"},
            description = "Whether two sets of values have some in common.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean overlapRange(@MultirangeOfEach byte[] left, @Each byte[] right, Conversion conversion) {
        return first(left, right, conversion).overlaps();
    }

    @SqlFunction(name = {"&&", "range_overlaps_multirange"},
            description = "Whether two sets of values have some in common.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean rangeOverlap(@Each byte[] left, @MultirangeOfEach byte[] right, Conversion conversion) {
        return second(left, right, conversion).overlaps();
    }

    @SqlFunction(name = {"<<", "multirange_before_multirange"},
            description = "Whether a set of values lies wholly before another.",
            kinds = {INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    static boolean isBefore(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return both(left, right, conversion).isBefore();
    }

    @SqlFunction(name = {"<<", "multirange_before_range"},
            description = "Whether a set of values lies wholly before another.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean isBeforeRange(@MultirangeOfEach byte[] left, @Each byte[] right, Conversion conversion) {
        return first(left, right, conversion).isBefore();
    }

    @SqlFunction(name = {"<<", "range_before_multirange"},
            description = "Whether a set of values lies wholly before another.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean rangeIsBefore(@Each byte[] left, @MultirangeOfEach byte[] right, Conversion conversion) {
        return second(left, right, conversion).isBefore();
    }

    @SqlFunction(name = {">>", "multirange_after_multirange"},
            description = "Whether a set of values lies wholly behind another.",
            kinds = {INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    static boolean isBehind(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return both(left, right, conversion).turned().isBefore();
    }

    @SqlFunction(name = {">>", "multirange_after_range"},
            description = "Whether a set of values lies wholly behind another.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean isBehindRange(@MultirangeOfEach byte[] left, @Each byte[] right, Conversion conversion) {
        return first(left, right, conversion).turned().isBefore();
    }

    @SqlFunction(name = {">>", "range_after_multirange"},
            description = "Whether a set of values lies wholly behind another.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean rangeIsBehind(@Each byte[] left, @MultirangeOfEach byte[] right, Conversion conversion) {
        return second(left, right, conversion).turned().isBefore();
    }

    @SqlFunction(name = {"&<", "multirange_overleft_multirange"},
            description = "Whether a set of values ends nowhere behind another.",
            kinds = {INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    static boolean endsWithin(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return both(left, right, conversion).endsWithin();
    }

    @SqlFunction(name = {"&<", "multirange_overleft_range"},
            description = "Whether a set of values ends nowhere behind another.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean endsWithinRange(@MultirangeOfEach byte[] left, @Each byte[] right, Conversion conversion) {
        return first(left, right, conversion).endsWithin();
    }

    @SqlFunction(name = {"&<", "range_overleft_multirange"},
            description = "Whether a set of values ends nowhere behind another.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean rangeEndsWithin(@Each byte[] left, @MultirangeOfEach byte[] right, Conversion conversion) {
        return second(left, right, conversion).endsWithin();
    }

    @SqlFunction(name = {"&>", "multirange_overright_multirange"},
            description = "Whether a set of values begins nowhere before another.",
            kinds = {INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    static boolean startsWithin(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return both(left, right, conversion).startsWithin();
    }

    @SqlFunction(name = {"&>", "multirange_overright_range"},
            description = "Whether a set of values begins nowhere before another.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean startsWithinRange(@MultirangeOfEach byte[] left, @Each byte[] right, Conversion conversion) {
        return first(left, right, conversion).startsWithin();
    }

    @SqlFunction(name = {"&>", "range_overright_multirange"},
            description = "Whether a set of values begins nowhere before another.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean rangeStartsWithin(@Each byte[] left, @MultirangeOfEach byte[] right, Conversion conversion) {
        return second(left, right, conversion).startsWithin();
    }

    @SqlFunction(name = {"-|-", "multirange_adjacent_multirange"},
            description = "Whether nothing lies between two sets of values.",
            kinds = {INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    static boolean isAdjacent(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return both(left, right, conversion).isAdjacent();
    }

    @SqlFunction(name = {"-|-", "multirange_adjacent_range"},
            description = "Whether nothing lies between two sets of values.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean isAdjacentRange(@MultirangeOfEach byte[] left, @Each byte[] right, Conversion conversion) {
        return first(left, right, conversion).isAdjacent();
    }

    @SqlFunction(name = {"-|-", "range_adjacent_multirange"},
            description = "Whether nothing lies between two sets of values.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean rangeIsAdjacent(@Each byte[] left, @MultirangeOfEach byte[] right, Conversion conversion) {
        return second(left, right, conversion).isAdjacent();
    }

    private static boolean has(Kind kind, byte[] ranges, byte[] value) {
        SqlType element = RangeTypes.element(kind);
        return ranges(kind, ranges).stream().anyMatch(range -> range.contains(element, value));
    }

    @SqlFunction(name = {"@>", "multirange_contains_elem"},
            description = "Whether a value is in a multirange.",
            kinds = {INT4MULTIRANGE, INT8MULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    static boolean has(@Each byte[] ranges, @ElementOfEach long value, Conversion conversion) {
        return has(conversion.from().kind(), ranges, RangeFunctions.bytes(value));
    }

    @SqlFunction(name = {"@>", "multirange_contains_elem"},
            description = "Whether a value is in a multirange.", kinds = NUMMULTIRANGE)
    static boolean has(@Each byte[] ranges, Numeric value) {
        return has(NUMMULTIRANGE, ranges, RangeFunctions.bytes(value));
    }

    @SqlFunction(name = {"<@", "elem_contained_by_multirange"},
            description = "Whether a value is in a multirange.",
            kinds = {INT4MULTIRANGE, INT8MULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    static boolean isIn(@ElementOfEach long value, @Each byte[] ranges, Conversion conversion) {
        Kind kind = RangeTypes.multirange(RangeTypes.of(conversion.from()));
        return has(kind, ranges, RangeFunctions.bytes(value));
    }

    @SqlFunction(name = {"<@", "elem_contained_by_multirange"},
            description = "Whether a value is in a multirange.", kinds = NUMMULTIRANGE)
    static boolean isIn(Numeric value, @Each byte[] ranges) {
        return has(NUMMULTIRANGE, ranges, RangeFunctions.bytes(value));
    }
}
