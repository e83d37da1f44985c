package dev.millrace.executor.function;

import java.nio.ByteBuffer;

import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.Range;
import dev.millrace.executor.data.RangeForm;
import dev.millrace.executor.data.RangeTypes;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

import static dev.millrace.executor.plan.SqlType.Kind.BIGINT;
import static dev.millrace.executor.plan.SqlType.Kind.DATE;
import static dev.millrace.executor.plan.SqlType.Kind.DATERANGE;
import static dev.millrace.executor.plan.SqlType.Kind.INT4RANGE;
import static dev.millrace.executor.plan.SqlType.Kind.INT8RANGE;
import static dev.millrace.executor.plan.SqlType.Kind.INTEGER;
import static dev.millrace.executor.plan.SqlType.Kind.NUMERIC;
import static dev.millrace.executor.plan.SqlType.Kind.NUMRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMP;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMPTZ;
import static dev.millrace.executor.plan.SqlType.Kind.TSRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.TSTZRANGE;

/** Ranges made of bounds, and their bounds. */
final class RangeFunctions {

    private RangeFunctions() {}

    static byte[] bytes(Long word) {
        return word == null ? null : ByteBuffer.allocate(Long.BYTES).putLong(word).array();
    }

    static byte[] bytes(Numeric number) {
        return number == null ? null : number.toBytes();
    }

    private static byte[] range(SqlType.Kind kind, byte[] lower, byte[] upper, String bounds) {
        if (bounds == null) {
            throw new SqlException("22000", "range constructor flags argument must not be null");
        }
        if (bounds.length() != 2 || "[(".indexOf(bounds.charAt(0)) < 0 || "])".indexOf(bounds.charAt(1)) < 0) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "invalid range bound flags")
                    .withHint("Valid values are \"[]\", \"[)\", \"(]\", and \"()\".");
        }
        return RangeForm.encode(kind, Range.of(
                RangeTypes.element(kind), lower, bounds.charAt(0) == '[', upper, bounds.charAt(1) == ']'));
    }

    // ---- made of bounds ---------------------------------------------------------------------------------------------

    @SqlFunction(name = "int4range", strict = false,
            description = "From a value, which is in it, to another, which is not.",
            example = "int4range(1, 5) = '[1,5)'")
    @As(INT4RANGE)
    static byte[] int4range(@As(INTEGER) Long lower, @As(INTEGER) Long upper) {
        return range(INT4RANGE, bytes(lower), bytes(upper), "[)");
    }

    @SqlFunction(name = "int4range", strict = false,
            description = "From a value to another, with brackets that tell if they are in.",
            example = "int4range(1, 5, '[]') = '[1,6)'")
    @As(INT4RANGE)
    static byte[] int4range(@As(INTEGER) Long lower, @As(INTEGER) Long upper, String bounds) {
        return range(INT4RANGE, bytes(lower), bytes(upper), bounds);
    }

    @SqlFunction(name = "int8range", strict = false,
            description = "From a value, which is in it, to another, which is not.")
    @As(INT8RANGE)
    static byte[] int8range(@As(BIGINT) Long lower, @As(BIGINT) Long upper) {
        return range(INT8RANGE, bytes(lower), bytes(upper), "[)");
    }

    @SqlFunction(name = "int8range", strict = false,
            description = "From a value to another, with brackets that tell if they are in.")
    @As(INT8RANGE)
    static byte[] int8range(@As(BIGINT) Long lower, @As(BIGINT) Long upper, String bounds) {
        return range(INT8RANGE, bytes(lower), bytes(upper), bounds);
    }

    @SqlFunction(name = "numrange", strict = false,
            description = "From a value, which is in it, to another, which is not.")
    @As(NUMRANGE)
    static byte[] numrange(Numeric lower, Numeric upper) {
        return range(NUMRANGE, bytes(lower), bytes(upper), "[)");
    }

    @SqlFunction(name = "numrange", strict = false,
            description = "From a value to another, with brackets that tell if they are in.")
    @As(NUMRANGE)
    static byte[] numrange(Numeric lower, Numeric upper, String bounds) {
        return range(NUMRANGE, bytes(lower), bytes(upper), bounds);
    }

    @SqlFunction(name = "tsrange", strict = false,
            description = "From a value, which is in it, to another, which is not.")
    @As(TSRANGE)
    static byte[] tsrange(@As(TIMESTAMP) Long lower, @As(TIMESTAMP) Long upper) {
        return range(TSRANGE, bytes(lower), bytes(upper), "[)");
    }

    @SqlFunction(name = "tsrange", strict = false,
            description = "From a value to another, with brackets that tell if they are in.")
    @As(TSRANGE)
    static byte[] tsrange(@As(TIMESTAMP) Long lower, @As(TIMESTAMP) Long upper, String bounds) {
        return range(TSRANGE, bytes(lower), bytes(upper), bounds);
    }

    @SqlFunction(name = "tstzrange", strict = false,
            description = "From a value, which is in it, to another, which is not.")
    @As(TSTZRANGE)
    static byte[] tstzrange(@As(TIMESTAMPTZ) Long lower, @As(TIMESTAMPTZ) Long upper) {
        return range(TSTZRANGE, bytes(lower), bytes(upper), "[)");
    }

    @SqlFunction(name = "tstzrange", strict = false,
            description = "From a value to another, with brackets that tell if they are in.")
    @As(TSTZRANGE)
    static byte[] tstzrange(@As(TIMESTAMPTZ) Long lower, @As(TIMESTAMPTZ) Long upper, String bounds) {
        return range(TSTZRANGE, bytes(lower), bytes(upper), bounds);
    }

    @SqlFunction(name = "daterange", strict = false,
            description = "From a value, which is in it, to another, which is not.")
    @As(DATERANGE)
    static byte[] daterange(@As(DATE) Long lower, @As(DATE) Long upper) {
        return range(DATERANGE, bytes(lower), bytes(upper), "[)");
    }

    @SqlFunction(name = "daterange", strict = false,
            description = "From a value to another, with brackets that tell if they are in.")
    @As(DATERANGE)
    static byte[] daterange(@As(DATE) Long lower, @As(DATE) Long upper, String bounds) {
        return range(DATERANGE, bytes(lower), bytes(upper), bounds);
    }

    // ---- bounds -----------------------------------------------------------------------------------------------------

    @SqlFunction(name = "lower", description = "The lower bound; NULL without one.",
            kinds = {INT4RANGE, INT8RANGE, TSRANGE, TSTZRANGE, DATERANGE})
    @ElementOfEach
    static Long lower(@Each byte[] range, Conversion conversion) {
        Range value = RangeForm.read(conversion.from().kind(), range);
        return value.lower() == null ? null : (Long) ByteBuffer.wrap(value.lower()).getLong();
    }

    @SqlFunction(name = "lower", description = "The lower bound; NULL without one.", kinds = NUMRANGE,
            example = "lower(numrange(1.1, 2.2)) = 1.1")
    @As(NUMERIC)
    static byte[] lowerNumber(@Each byte[] range) {
        return RangeForm.read(NUMRANGE, range).lower();
    }

    @SqlFunction(name = "upper", description = "The upper bound; NULL without one.",
            kinds = {INT4RANGE, INT8RANGE, TSRANGE, TSTZRANGE, DATERANGE})
    @ElementOfEach
    static Long upper(@Each byte[] range, Conversion conversion) {
        Range value = RangeForm.read(conversion.from().kind(), range);
        return value.upper() == null ? null : (Long) ByteBuffer.wrap(value.upper()).getLong();
    }

    @SqlFunction(name = "upper", description = "The upper bound; NULL without one.", kinds = NUMRANGE,
            example = "upper(numrange(1.1, 2.2)) = 2.2")
    @As(NUMERIC)
    static byte[] upperNumber(@Each byte[] range) {
        return RangeForm.read(NUMRANGE, range).upper();
    }

    @SqlFunction(name = "isempty", description = "Whether a range has no values.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean isEmpty(@Each byte[] range, Conversion conversion) {
        Range value = RangeForm.read(conversion.from().kind(), range);
        return value.isEmpty();
    }

    @SqlFunction(name = "lower_inc", description = "Whether the lower bound is in the range.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean isLowerIn(@Each byte[] range, Conversion conversion) {
        Range value = RangeForm.read(conversion.from().kind(), range);
        return value.lowerInclusive();
    }

    @SqlFunction(name = "upper_inc", description = "Whether the upper bound is in the range.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean isUpperIn(@Each byte[] range, Conversion conversion) {
        Range value = RangeForm.read(conversion.from().kind(), range);
        return value.upperInclusive();
    }

    @SqlFunction(name = "lower_inf", description = "Whether the range has no lower limit.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean isWithoutLower(@Each byte[] range, Conversion conversion) {
        Range value = RangeForm.read(conversion.from().kind(), range);
        return !value.isEmpty() && value.lower() == null;
    }

    @SqlFunction(name = "upper_inf", description = "Whether the range has no upper limit.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE})
    static boolean isWithoutUpper(@Each byte[] range, Conversion conversion) {
        Range value = RangeForm.read(conversion.from().kind(), range);
        return !value.isEmpty() && value.upper() == null;
    }
}
