package dev.millrace.executor.function;

import dev.millrace.executor.data.RangeForm;

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

/** The order of ranges and multiranges: by the lower bounds, then by the upper ones; what is empty comes first. */
final class RangeOrderFunctions {

    private RangeOrderFunctions() {}

    private static int compare(byte[] left, byte[] right, Conversion conversion) {
        return RangeForm.compare(conversion.from().kind(), left, 0, left.length, right, 0, right.length);
    }

    @SqlFunction(name = "=", description = "Whether two ranges are equal.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE,
                INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    static boolean isEqual(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return compare(left, right, conversion) == 0;
    }

    @SqlFunction(name = {"<>", "!="}, description = "Whether two ranges differ.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE,
                INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    static boolean isDifferent(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return compare(left, right, conversion) != 0;
    }

    @SqlFunction(name = "<", description = "Whether the first range is smaller.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE,
                INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    static boolean isLess(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return compare(left, right, conversion) < 0;
    }

    @SqlFunction(name = "<=", description = "Whether the first range is smaller or equal.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE,
                INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    static boolean isAtMost(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return compare(left, right, conversion) <= 0;
    }

    @SqlFunction(name = ">", description = "Whether the first range is larger.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE,
                INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    static boolean isMore(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return compare(left, right, conversion) > 0;
    }

    @SqlFunction(name = ">=", description = "Whether the first range is larger or equal.",
            kinds = {INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE,
                INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE})
    static boolean isAtLeast(@Each byte[] left, @Each byte[] right, Conversion conversion) {
        return compare(left, right, conversion) >= 0;
    }
}
