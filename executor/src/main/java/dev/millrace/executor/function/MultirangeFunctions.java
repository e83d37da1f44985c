package dev.millrace.executor.function;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.Multirange;
import dev.millrace.executor.data.Range;
import dev.millrace.executor.data.RangeForm;
import dev.millrace.executor.data.RangeTypes;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType.Kind;

import static dev.millrace.executor.plan.SqlType.Kind.ARRAY;
import static dev.millrace.executor.plan.SqlType.Kind.DATEMULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.DATERANGE;
import static dev.millrace.executor.plan.SqlType.Kind.INT4MULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.INT4RANGE;
import static dev.millrace.executor.plan.SqlType.Kind.INT8MULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.INT8RANGE;
import static dev.millrace.executor.plan.SqlType.Kind.NUMERIC;
import static dev.millrace.executor.plan.SqlType.Kind.NUMMULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.NUMRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.TSMULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.TSRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.TSTZMULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.TSTZRANGE;

/** Multiranges made of ranges, their bounds, and what is computed of two of them. */
final class MultirangeFunctions {

    private MultirangeFunctions() {}

    private static List<Range> read(byte[] ranges, Conversion conversion) {
        return RangeForm.readAll(conversion.from().kind(), ranges);
    }

    private static Range whole(byte[] ranges, Conversion conversion) {
        return Multirange.whole(RangeTypes.element(conversion.from().kind()), read(ranges, conversion));
    }

    @SqlFunction(name = "multirange", description = "A multirange of one range.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE},
            example = "multirange('[1,2)'::int4range) = '{[1,2)}'")
    @MultirangeOfEach
    static byte[] multirange(@Each byte[] range, Conversion conversion) {
        Kind kind = conversion.from().kind();
        return RangeForm.encode(RangeTypes.multirange(kind), Multirange.of(
                RangeTypes.element(kind), List.of(RangeForm.read(kind, range))));
    }

    @SqlFunction(name = "multirange of all", description = "A multirange of ranges.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    @MultirangeOfEach
    static byte[] ofArray(@ArrayOf(ARRAY) byte[] ranges, Conversion conversion) {
        if (ArrayForm.shape(ranges).dimensions() > 1) {
            throw new SqlException("21000", "multiranges cannot be constructed from multidimensional arrays");
        }
        Kind kind = conversion.from().element().kind();
        List<Range> all = new ArrayList<>();
        for (byte[] range : ArrayForm.elements(ranges)) {
            if (range == null) {
                throw new SqlException(
                        SqlState.NULL_VALUE_NOT_ALLOWED, "multirange values cannot contain null members");
            }
            all.add(RangeForm.read(kind, range));
        }
        return RangeForm.encode(RangeTypes.multirange(kind), Multirange.of(RangeTypes.element(kind), all));
    }

    @SqlFunction(name = "unnest array", description = "The ranges of a multirange, as rows.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    @ArrayOf(ARRAY)
    static byte[] ranges(@MultirangeOfEach byte[] ranges, Conversion conversion) {
        Kind kind = RangeTypes.range(conversion.from().kind());
        byte[] all = new byte[0];
        for (Range range : read(ranges, conversion)) {
            all = ArrayFunctions.appended(all, RangeForm.encode(kind, range));
        }
        return all;
    }

    @SqlFunction(name = "range_merge", description = "The smallest range that contains all of a multirange.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE},
            example = "range_merge('{[1,2), [3,4)}'::int4multirange) = '[1,4)'")
    @Each
    static byte[] merge(@MultirangeOfEach byte[] ranges, Conversion conversion) {
        return RangeForm.encode(RangeTypes.range(conversion.from().kind()), whole(ranges, conversion));
    }

    // ---- bounds -----------------------------------------------------------------------------------------------------

    @SqlFunction(name = "lower", description = "The lower bound of all; NULL without one.",
            kinds = {INT4MULTIRANGE, INT8MULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    @ElementOfEach
    static Long lower(@Each byte[] ranges, Conversion conversion) {
        byte[] bound = whole(ranges, conversion).lower();
        return bound == null ? null : (Long) ByteBuffer.wrap(bound).getLong();
    }

    @SqlFunction(name = "lower", description = "The lower bound of all; NULL without one.", kinds = NUMMULTIRANGE)
    @As(NUMERIC)
    static byte[] lowerNumber(@Each byte[] ranges, Conversion conversion) {
        return whole(ranges, conversion).lower();
    }

    @SqlFunction(name = "upper", description = "The upper bound of all; NULL without one.",
            kinds = {INT4MULTIRANGE, INT8MULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    @ElementOfEach
    static Long upper(@Each byte[] ranges, Conversion conversion) {
        byte[] bound = whole(ranges, conversion).upper();
        return bound == null ? null : (Long) ByteBuffer.wrap(bound).getLong();
    }

    @SqlFunction(name = "upper", description = "The upper bound of all; NULL without one.", kinds = NUMMULTIRANGE)
    @As(NUMERIC)
    static byte[] upperNumber(@Each byte[] ranges, Conversion conversion) {
        return whole(ranges, conversion).upper();
    }

    @SqlFunction(name = "isempty", description = "Whether a multirange has no values.",
            kinds = {INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    static boolean isEmpty(@Each byte[] ranges, Conversion conversion) {
        Range value = whole(ranges, conversion);
        return value.isEmpty();
    }

    @SqlFunction(name = "lower_inc", description = "Whether the lower bound is in the multirange.",
            kinds = {INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    static boolean isLowerIn(@Each byte[] ranges, Conversion conversion) {
        Range value = whole(ranges, conversion);
        return value.lowerInclusive();
    }

    @SqlFunction(name = "upper_inc", description = "Whether the upper bound is in the multirange.",
            kinds = {INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    static boolean isUpperIn(@Each byte[] ranges, Conversion conversion) {
        Range value = whole(ranges, conversion);
        return value.upperInclusive();
    }

    @SqlFunction(name = "lower_inf", description = "Whether the multirange has no lower limit.",
            kinds = {INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    static boolean isWithoutLower(@Each byte[] ranges, Conversion conversion) {
        Range value = whole(ranges, conversion);
        return !value.isEmpty() && value.lower() == null;
    }

    @SqlFunction(name = "upper_inf", description = "Whether the multirange has no upper limit.",
            kinds = {INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    static boolean isWithoutUpper(@Each byte[] ranges, Conversion conversion) {
        Range value = whole(ranges, conversion);
        return !value.isEmpty() && value.upper() == null;
    }

    // ---- of two -----------------------------------------------------------------------------------------------------

    @SqlFunction(name = {"+", "multirange_union"}, description = "What is in either of two multiranges.",
            kinds = {INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE},
            example = "'{[5,10)}'::nummultirange + '{[15,20)}'::nummultirange = '{[5,10),[15,20)}'")
    @Each
    static byte[] union(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        Kind kind = conversion.from().kind();
        return RangeForm.encode(kind, Multirange.union(
                RangeTypes.element(kind), read(left, conversion), read(right, conversion)));
    }

    @SqlFunction(name = {"*", "multirange_intersect"}, description = "What is in both of two multiranges.",
            kinds = {INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    @Each
    static byte[] intersect(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        Kind kind = conversion.from().kind();
        return RangeForm.encode(kind, Multirange.intersect(
                RangeTypes.element(kind), read(left, conversion), read(right, conversion)));
    }

    @SqlFunction(name = {"-", "multirange_minus"}, description = "What is in a multirange and not in another.",
            kinds = {INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE},
            example = "'{[5,20)}'::int8multirange - '{[10,15)}'::int8multirange = '{[5,10),[15,20)}'")
    @Each
    static byte[] minus(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        Kind kind = conversion.from().kind();
        return RangeForm.encode(kind, Multirange.minus(
                RangeTypes.element(kind), read(left, conversion), read(right, conversion)));
    }

    // ---- conversions ------------------------------------------------------------------------------------------------

    @SqlCast(from = INT4RANGE, to = INT4MULTIRANGE)
    static byte[] ofInt4(byte[] range, Conversion conversion) {
        return multirange(range, conversion);
    }

    @SqlCast(from = INT8RANGE, to = INT8MULTIRANGE)
    static byte[] ofInt8(byte[] range, Conversion conversion) {
        return multirange(range, conversion);
    }

    @SqlCast(from = NUMRANGE, to = NUMMULTIRANGE)
    static byte[] ofNum(byte[] range, Conversion conversion) {
        return multirange(range, conversion);
    }

    @SqlCast(from = TSRANGE, to = TSMULTIRANGE)
    static byte[] ofTs(byte[] range, Conversion conversion) {
        return multirange(range, conversion);
    }

    @SqlCast(from = TSTZRANGE, to = TSTZMULTIRANGE)
    static byte[] ofTstz(byte[] range, Conversion conversion) {
        return multirange(range, conversion);
    }

    @SqlCast(from = DATERANGE, to = DATEMULTIRANGE)
    static byte[] ofDate(byte[] range, Conversion conversion) {
        return multirange(range, conversion);
    }
}
