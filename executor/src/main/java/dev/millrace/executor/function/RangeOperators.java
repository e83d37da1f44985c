package dev.millrace.executor.function;

import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.Range;
import dev.millrace.executor.data.RangeForm;
import dev.millrace.executor.data.RangeTypes;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

import static dev.millrace.executor.plan.SqlType.Kind.DATERANGE;
import static dev.millrace.executor.plan.SqlType.Kind.INT4RANGE;
import static dev.millrace.executor.plan.SqlType.Kind.INT8RANGE;
import static dev.millrace.executor.plan.SqlType.Kind.NUMRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.TSRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.TSTZRANGE;

/** Operators of ranges with each other and with values. */
final class RangeOperators {

    private RangeOperators() {}

    private static SqlType element(Conversion conversion) {
        return RangeTypes.element(conversion.from().kind());
    }

    private static Range read(byte[] range, Conversion conversion) {
        return RangeForm.read(conversion.from().kind(), range);
    }

    @SqlFunction(name = {"@>", "range_contains"}, description = "Whether a range contains another.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE},
            example = "int4range(2, 9) @> int4range(3, 5) = true")
    static boolean contains(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return read(left, conversion).contains(element(conversion), read(right, conversion));
    }

    @SqlFunction(name = {"<@", "range_contained_by"}, description = "Whether a range is contained in another.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean isContained(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return read(right, conversion).contains(element(conversion), read(left, conversion));
    }

    @SqlFunction(name = {"&&", "range_overlaps"}, description = "Whether two ranges have values in common.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE},
            example = "int8range(3, 7) && int8range(4, 12) = true")
    static boolean overlap(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return read(left, conversion).overlaps(element(conversion), read(right, conversion));
    }

    @SqlFunction(name = {"<<", "range_before"}, description = "Whether a range lies wholly before another.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean isBefore(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return read(left, conversion).isBefore(element(conversion), read(right, conversion));
    }

    @SqlFunction(name = {">>", "range_after"}, description = "Whether a range lies wholly behind another.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean isBehind(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return read(right, conversion).isBefore(element(conversion), read(left, conversion));
    }

    @SqlFunction(name = {"&<", "range_overleft"}, description = "Whether a range ends nowhere behind another.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean endsWithin(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return read(left, conversion).endsWithin(element(conversion), read(right, conversion));
    }

    @SqlFunction(name = {"&>", "range_overright"}, description = "Whether a range begins nowhere before another.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean startsWithin(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return read(left, conversion).startsWithin(element(conversion), read(right, conversion));
    }

    @SqlFunction(name = {"-|-", "range_adjacent"},
            description = "Whether nothing lies between two ranges, and nothing in both.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE},
            example = "numrange(1.1, 2.2) -|- numrange(2.2, 3.3) = true")
    static boolean isAdjacent(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return read(left, conversion).isAdjacent(element(conversion), read(right, conversion));
    }

    @SqlFunction(name = {"+", "range_union"}, description = "What is in either of two ranges that touch.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE},
            example = "numrange(5, 15) + numrange(10, 20) = '[5,20)'")
    @Each
    static byte[] union(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        Range one = read(left, conversion);
        Range other = read(right, conversion);
        SqlType element = element(conversion);
        if (!one.isEmpty() && !other.isEmpty() && !one.overlaps(element, other) && !one.isAdjacent(element, other)) {
            throw new SqlException("22000", "result of range union would not be contiguous");
        }
        return RangeForm.encode(conversion.from().kind(), one.merge(element, other));
    }

    @SqlFunction(name = "range_merge", description = "The smallest range that contains two ranges.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE},
            example = "range_merge('[1,2)'::int4range, '[3,4)'::int4range) = '[1,4)'")
    @Each
    static byte[] merge(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return RangeForm.encode(
                conversion.from().kind(), read(left, conversion).merge(element(conversion), read(right, conversion)));
    }

    @SqlFunction(name = {"*", "range_intersect"}, description = "What is in both of two ranges.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE},
            example = "int8range(5, 15) * int8range(10, 20) = '[10,15)'")
    @Each
    static byte[] intersect(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return RangeForm.encode(
                conversion.from().kind(),
                read(left, conversion).intersect(element(conversion), read(right, conversion)));
    }

    @SqlFunction(name = {"-", "range_minus"}, description = "What is in a range and not in another.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE},
            example = "int8range(5, 15) - int8range(10, 20) = '[5,10)'")
    @Each
    static byte[] minus(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        Range one = read(left, conversion);
        Range other = read(right, conversion);
        SqlType element = element(conversion);
        if (one.isEmpty() || !one.overlaps(element, other)) {
            return left;
        }
        Range before = one.before(element, other);
        Range behind = one.behind(element, other);
        if (!before.isEmpty() && !behind.isEmpty()) {
            throw new SqlException("22000", "result of range difference would not be contiguous");
        }
        return RangeForm.encode(conversion.from().kind(), before.isEmpty() ? behind : before);
    }

    // ---- with values ------------------------------------------------------------------------------------------------

    @SqlFunction(name = {"@>", "range_contains_elem"}, description = "Whether a value is in a range.",
            kinds = {INT4RANGE, INT8RANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean has(@Each byte[] range, @ElementOfEach long value, Conversion conversion) {
        return read(range, conversion).contains(element(conversion), RangeFunctions.bytes(value));
    }

    @SqlFunction(name = {"@>", "range_contains_elem"}, description = "Whether a value is in a range.", kinds = NUMRANGE,
            example = "numrange(1, 2) @> 1.5 = true")
    static boolean has(@Each byte[] range, Numeric value, Conversion conversion) {
        return read(range, conversion).contains(element(conversion), RangeFunctions.bytes(value));
    }

    @SqlFunction(name = {"<@", "elem_contained_by_range"}, description = "Whether a value is in a range.",
            kinds = {INT4RANGE, INT8RANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean isIn(@ElementOfEach long value, @Each byte[] range, Conversion conversion) {
        SqlType.Kind kind = RangeTypes.of(conversion.from());
        return RangeForm.read(kind, range).contains(conversion.from(), RangeFunctions.bytes(value));
    }

    @SqlFunction(name = {"<@", "elem_contained_by_range"}, description = "Whether a value is in a range.",
            kinds = NUMRANGE)
    static boolean isIn(Numeric value, @Each byte[] range) {
        return RangeForm.read(NUMRANGE, range).contains(SqlType.NUMERIC, RangeFunctions.bytes(value));
    }
}
