package dev.millrace.executor.function;

import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.JsonKey;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.plan.SqlType.Kind;

import static dev.millrace.executor.plan.SqlType.Kind.BIGINT;
import static dev.millrace.executor.plan.SqlType.Kind.BIT;
import static dev.millrace.executor.plan.SqlType.Kind.BOOLEAN;
import static dev.millrace.executor.plan.SqlType.Kind.BYTEA;
import static dev.millrace.executor.plan.SqlType.Kind.CHAR;
import static dev.millrace.executor.plan.SqlType.Kind.CIDR;
import static dev.millrace.executor.plan.SqlType.Kind.DATE;
import static dev.millrace.executor.plan.SqlType.Kind.DATEMULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.DATERANGE;
import static dev.millrace.executor.plan.SqlType.Kind.DOUBLE;
import static dev.millrace.executor.plan.SqlType.Kind.ENUM;
import static dev.millrace.executor.plan.SqlType.Kind.INET;
import static dev.millrace.executor.plan.SqlType.Kind.INT4MULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.INT4RANGE;
import static dev.millrace.executor.plan.SqlType.Kind.INT8MULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.INT8RANGE;
import static dev.millrace.executor.plan.SqlType.Kind.INTEGER;
import static dev.millrace.executor.plan.SqlType.Kind.INTERVAL;
import static dev.millrace.executor.plan.SqlType.Kind.JSONB;
import static dev.millrace.executor.plan.SqlType.Kind.MACADDR;
import static dev.millrace.executor.plan.SqlType.Kind.MONEY;
import static dev.millrace.executor.plan.SqlType.Kind.NUMERIC;
import static dev.millrace.executor.plan.SqlType.Kind.NUMMULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.NUMRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.OID;
import static dev.millrace.executor.plan.SqlType.Kind.PG_LSN;
import static dev.millrace.executor.plan.SqlType.Kind.REAL;
import static dev.millrace.executor.plan.SqlType.Kind.RECORD;
import static dev.millrace.executor.plan.SqlType.Kind.SMALLINT;
import static dev.millrace.executor.plan.SqlType.Kind.TEXT;
import static dev.millrace.executor.plan.SqlType.Kind.TIME;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMP;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMPTZ;
import static dev.millrace.executor.plan.SqlType.Kind.TIMETZ;
import static dev.millrace.executor.plan.SqlType.Kind.TSMULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.TSRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.TSTZMULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.TSTZRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.UUID;
import static dev.millrace.executor.plan.SqlType.Kind.VARBIT;
import static dev.millrace.executor.plan.SqlType.Kind.XID8;

/**
 * {@code = <> < <= > >=} within a type, on the physical forms; the planner brings both sides to one type.
 * Floating-point numbers in PostgreSQL's order: NaN equals itself and is the largest, -0 equals 0.
 */
final class ComparisonFunctions {

    /** Every kind that can be ordered. */
    static final List<Kind> ORDERED = List.of(
            BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, NUMERIC, TEXT, CHAR, BYTEA, DATE, TIME, TIMESTAMP,
            TIMESTAMPTZ, TIMETZ, MONEY, PG_LSN, XID8,
            INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM, RECORD, BIT, VARBIT, INT4RANGE,
            INT8RANGE,
            NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE,
            TSTZMULTIRANGE, DATEMULTIRANGE);

    private ComparisonFunctions() {}

    @SqlFunction(
            name = "=",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ,
                MONEY, PG_LSN, XID8},
            description = "Whether the values are equal.")
    static boolean equalWords(@Each long left, @Each long right) {
        return left == right;
    }

    @SqlFunction(
            name = {"<>", "!="},
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ,
                MONEY, PG_LSN, XID8},
            description = "Whether the values differ.")
    static boolean notEqualWords(@Each long left, @Each long right) {
        return left != right;
    }

    @SqlFunction(
            name = "<",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ,
                MONEY, PG_LSN, XID8},
            description = "Whether the first value is smaller.")
    static boolean lessWords(@Each long left, @Each long right) {
        return left < right;
    }

    @SqlFunction(
            name = "<=",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ,
                MONEY, PG_LSN, XID8},
            description = "Whether the first value is smaller or equal.")
    static boolean lessOrEqualWords(@Each long left, @Each long right) {
        return left <= right;
    }

    @SqlFunction(
            name = ">",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ,
                MONEY, PG_LSN, XID8},
            description = "Whether the first value is larger.")
    static boolean greaterWords(@Each long left, @Each long right) {
        return left > right;
    }

    @SqlFunction(
            name = ">=",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ,
                MONEY, PG_LSN, XID8},
            description = "Whether the first value is larger or equal.")
    static boolean greaterOrEqualWords(@Each long left, @Each long right) {
        return left >= right;
    }

    @SqlFunction(name = "=", kinds = {REAL}, description = "Whether the values are equal.")
    static boolean equalReals(@Each float left, @Each float right) {
        return compareDoubles(left, right) == 0;
    }

    @SqlFunction(name = {"<>", "!="}, kinds = {REAL}, description = "Whether the values differ.")
    static boolean notEqualReals(@Each float left, @Each float right) {
        return compareDoubles(left, right) != 0;
    }

    @SqlFunction(name = "<", kinds = {REAL}, description = "Whether the first value is smaller.")
    static boolean lessReals(@Each float left, @Each float right) {
        return compareDoubles(left, right) < 0;
    }

    @SqlFunction(name = "<=", kinds = {REAL}, description = "Whether the first value is smaller or equal.")
    static boolean lessOrEqualReals(@Each float left, @Each float right) {
        return compareDoubles(left, right) <= 0;
    }

    @SqlFunction(name = ">", kinds = {REAL}, description = "Whether the first value is larger.")
    static boolean greaterReals(@Each float left, @Each float right) {
        return compareDoubles(left, right) > 0;
    }

    @SqlFunction(name = ">=", kinds = {REAL}, description = "Whether the first value is larger or equal.")
    static boolean greaterOrEqualReals(@Each float left, @Each float right) {
        return compareDoubles(left, right) >= 0;
    }

    @SqlFunction(name = "=", kinds = {DOUBLE}, description = "Whether the values are equal.")
    static boolean equalDoubles(@Each double left, @Each double right) {
        return compareDoubles(left, right) == 0;
    }

    @SqlFunction(name = {"<>", "!="}, kinds = {DOUBLE}, description = "Whether the values differ.")
    static boolean notEqualDoubles(@Each double left, @Each double right) {
        return compareDoubles(left, right) != 0;
    }

    @SqlFunction(name = "<", kinds = {DOUBLE}, description = "Whether the first value is smaller.")
    static boolean lessDoubles(@Each double left, @Each double right) {
        return compareDoubles(left, right) < 0;
    }

    @SqlFunction(name = "<=", kinds = {DOUBLE}, description = "Whether the first value is smaller or equal.")
    static boolean lessOrEqualDoubles(@Each double left, @Each double right) {
        return compareDoubles(left, right) <= 0;
    }

    @SqlFunction(name = ">", kinds = {DOUBLE}, description = "Whether the first value is larger.")
    static boolean greaterDoubles(@Each double left, @Each double right) {
        return compareDoubles(left, right) > 0;
    }

    @SqlFunction(name = ">=", kinds = {DOUBLE}, description = "Whether the first value is larger or equal.")
    static boolean greaterOrEqualDoubles(@Each double left, @Each double right) {
        return compareDoubles(left, right) >= 0;
    }

    @SqlFunction(name = "=", kinds = {TEXT, BYTEA, UUID, INET, CIDR, MACADDR, ENUM, BIT, VARBIT},
    description = "Whether the values are equal.")
    static boolean equalBytes(@Each Text left, @Each Text right) {
        return left.sameAs(right);
    }

    @SqlFunction(name = {"<>", "!="}, kinds = {TEXT, BYTEA, UUID, INET, CIDR, MACADDR, ENUM, BIT, VARBIT},
    description = "Whether the values differ.")
    static boolean notEqualBytes(@Each Text left, @Each Text right) {
        return !left.sameAs(right);
    }

    @SqlFunction(name = "<", kinds = {TEXT, BYTEA, UUID, INET, CIDR, MACADDR, ENUM, BIT, VARBIT},
    description = "Whether the first value is smaller.")
    static boolean lessBytes(@Each Text left, @Each Text right) {
        return Text.compare(left, right) < 0;
    }

    @SqlFunction(
            name = "<=",
            kinds = {TEXT, BYTEA, UUID, INET, CIDR, MACADDR, ENUM, BIT, VARBIT},
            description = "Whether the first value is smaller or equal.")
    static boolean lessOrEqualBytes(@Each Text left, @Each Text right) {
        return Text.compare(left, right) <= 0;
    }

    @SqlFunction(name = ">", kinds = {TEXT, BYTEA, UUID, INET, CIDR, MACADDR, ENUM, BIT, VARBIT},
    description = "Whether the first value is larger.")
    static boolean greaterBytes(@Each Text left, @Each Text right) {
        return Text.compare(left, right) > 0;
    }

    @SqlFunction(
            name = ">=",
            kinds = {TEXT, BYTEA, UUID, INET, CIDR, MACADDR, ENUM, BIT, VARBIT},
            description = "Whether the first value is larger or equal.")
    static boolean greaterOrEqualBytes(@Each Text left, @Each Text right) {
        return Text.compare(left, right) >= 0;
    }

    @SqlFunction(name = "=", kinds = {JSONB}, description = "Whether the values are equal.")
    static boolean equalJson(@Each Text left, @Each Text right) {
        return left.sameAs(right) || compareJson(left, right) == 0;
    }

    @SqlFunction(name = {"<>", "!="}, kinds = {JSONB}, description = "Whether the values differ.")
    static boolean notEqualJson(@Each Text left, @Each Text right) {
        return !equalJson(left, right);
    }

    @SqlFunction(name = "<", kinds = {JSONB}, description = "Whether the first value is smaller.")
    static boolean lessJson(@Each Text left, @Each Text right) {
        return compareJson(left, right) < 0;
    }

    @SqlFunction(name = "<=", kinds = {JSONB}, description = "Whether the first value is smaller or equal.")
    static boolean lessOrEqualJson(@Each Text left, @Each Text right) {
        return compareJson(left, right) <= 0;
    }

    @SqlFunction(name = ">", kinds = {JSONB}, description = "Whether the first value is larger.")
    static boolean greaterJson(@Each Text left, @Each Text right) {
        return compareJson(left, right) > 0;
    }

    @SqlFunction(name = ">=", kinds = {JSONB}, description = "Whether the first value is larger or equal.")
    static boolean greaterOrEqualJson(@Each Text left, @Each Text right) {
        return compareJson(left, right) >= 0;
    }

    @SqlFunction(name = "=", kinds = {CHAR}, description = "Whether the values are equal.")
    static boolean equalPadded(@Each Text left, @Each Text right) {
        return comparePadded(left, right) == 0;
    }

    @SqlFunction(name = {"<>", "!="}, kinds = {CHAR}, description = "Whether the values differ.")
    static boolean notEqualPadded(@Each Text left, @Each Text right) {
        return comparePadded(left, right) != 0;
    }

    @SqlFunction(name = "<", kinds = {CHAR}, description = "Whether the first value is smaller.")
    static boolean lessPadded(@Each Text left, @Each Text right) {
        return comparePadded(left, right) < 0;
    }

    @SqlFunction(name = "<=", kinds = {CHAR}, description = "Whether the first value is smaller or equal.")
    static boolean lessOrEqualPadded(@Each Text left, @Each Text right) {
        return comparePadded(left, right) <= 0;
    }

    @SqlFunction(name = ">", kinds = {CHAR}, description = "Whether the first value is larger.")
    static boolean greaterPadded(@Each Text left, @Each Text right) {
        return comparePadded(left, right) > 0;
    }

    @SqlFunction(name = ">=", kinds = {CHAR}, description = "Whether the first value is larger or equal.")
    static boolean greaterOrEqualPadded(@Each Text left, @Each Text right) {
        return comparePadded(left, right) >= 0;
    }

    @SqlFunction(name = "=", kinds = {NUMERIC}, description = "Whether the values are equal.")
    static boolean equalNumerics(@Each Text left, @Each Text right) {
        return compareNumerics(left, right) == 0;
    }

    @SqlFunction(name = {"<>", "!="}, kinds = {NUMERIC}, description = "Whether the values differ.")
    static boolean notEqualNumerics(@Each Text left, @Each Text right) {
        return compareNumerics(left, right) != 0;
    }

    @SqlFunction(name = "<", kinds = {NUMERIC}, description = "Whether the first value is smaller.")
    static boolean lessNumerics(@Each Text left, @Each Text right) {
        return compareNumerics(left, right) < 0;
    }

    @SqlFunction(name = "<=", kinds = {NUMERIC}, description = "Whether the first value is smaller or equal.")
    static boolean lessOrEqualNumerics(@Each Text left, @Each Text right) {
        return compareNumerics(left, right) <= 0;
    }

    @SqlFunction(name = ">", kinds = {NUMERIC}, description = "Whether the first value is larger.")
    static boolean greaterNumerics(@Each Text left, @Each Text right) {
        return compareNumerics(left, right) > 0;
    }

    @SqlFunction(name = ">=", kinds = {NUMERIC}, description = "Whether the first value is larger or equal.")
    static boolean greaterOrEqualNumerics(@Each Text left, @Each Text right) {
        return compareNumerics(left, right) >= 0;
    }

    @SqlFunction(name = "=", kinds = {INTERVAL}, description = "Whether the values are equal.")
    static boolean equalIntervals(@Each Interval left, @Each Interval right) {
        return compareIntervals(left, right) == 0;
    }

    @SqlFunction(name = {"<>", "!="}, kinds = {INTERVAL}, description = "Whether the values differ.")
    static boolean notEqualIntervals(@Each Interval left, @Each Interval right) {
        return compareIntervals(left, right) != 0;
    }

    @SqlFunction(name = "<", kinds = {INTERVAL}, description = "Whether the first value is smaller.")
    static boolean lessIntervals(@Each Interval left, @Each Interval right) {
        return compareIntervals(left, right) < 0;
    }

    @SqlFunction(name = "<=", kinds = {INTERVAL}, description = "Whether the first value is smaller or equal.")
    static boolean lessOrEqualIntervals(@Each Interval left, @Each Interval right) {
        return compareIntervals(left, right) <= 0;
    }

    @SqlFunction(name = ">", kinds = {INTERVAL}, description = "Whether the first value is larger.")
    static boolean greaterIntervals(@Each Interval left, @Each Interval right) {
        return compareIntervals(left, right) > 0;
    }

    @SqlFunction(name = ">=", kinds = {INTERVAL}, description = "Whether the first value is larger or equal.")
    static boolean greaterOrEqualIntervals(@Each Interval left, @Each Interval right) {
        return compareIntervals(left, right) >= 0;
    }

    static int compareDoubles(double left, double right) {
        if (left < right) {
            return -1;
        }
        if (left > right) {
            return 1;
        }
        return left == right ? 0 : Boolean.compare(Double.isNaN(left), Double.isNaN(right));
    }

    /** Trailing blanks do not count in char(n). */
    static int comparePadded(Text left, Text right) {
        return Arrays.compareUnsigned(
                left.data(), left.start(), trimmedEnd(left), right.data(), right.start(), trimmedEnd(right));
    }

    static int trimmedEnd(Text text) {
        int end = text.end();
        while (end > text.start() && text.data()[end - 1] == ' ') {
            end--;
        }
        return end;
    }

    static int compareNumerics(Text left, Text right) {
        return Numeric.compare(
                left.data(), left.start(), left.end(), right.data(), right.start(), right.end());
    }

    private static int compareJson(Text left, Text right) {
        return JsonKey.compare(
                left.data(), left.start(), left.end(), right.data(), right.start(), right.end());
    }

    static int compareIntervals(Interval left, Interval right) {
        return left.compareTo(right);
    }
}
