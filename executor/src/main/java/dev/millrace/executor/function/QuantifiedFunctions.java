package dev.millrace.executor.function;

import java.nio.ByteBuffer;
import java.util.function.IntPredicate;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.plan.SqlType;

import static dev.millrace.executor.plan.SqlType.Kind.ARRAY;
import static dev.millrace.executor.plan.SqlType.Kind.BIGINT;
import static dev.millrace.executor.plan.SqlType.Kind.BOOLEAN;
import static dev.millrace.executor.plan.SqlType.Kind.BYTEA;
import static dev.millrace.executor.plan.SqlType.Kind.CHAR;
import static dev.millrace.executor.plan.SqlType.Kind.CIDR;
import static dev.millrace.executor.plan.SqlType.Kind.DATE;
import static dev.millrace.executor.plan.SqlType.Kind.DOUBLE;
import static dev.millrace.executor.plan.SqlType.Kind.ENUM;
import static dev.millrace.executor.plan.SqlType.Kind.INET;
import static dev.millrace.executor.plan.SqlType.Kind.INTEGER;
import static dev.millrace.executor.plan.SqlType.Kind.INTERVAL;
import static dev.millrace.executor.plan.SqlType.Kind.JSONB;
import static dev.millrace.executor.plan.SqlType.Kind.MACADDR;
import static dev.millrace.executor.plan.SqlType.Kind.NUMERIC;
import static dev.millrace.executor.plan.SqlType.Kind.OID;
import static dev.millrace.executor.plan.SqlType.Kind.REAL;
import static dev.millrace.executor.plan.SqlType.Kind.SMALLINT;
import static dev.millrace.executor.plan.SqlType.Kind.TEXT;
import static dev.millrace.executor.plan.SqlType.Kind.TIME;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMP;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMPTZ;
import static dev.millrace.executor.plan.SqlType.Kind.TIMETZ;
import static dev.millrace.executor.plan.SqlType.Kind.UUID;
import static dev.millrace.executor.plan.SqlType.Kind.VARCHAR;

/** {@code value op ANY (array)} and {@code value op ALL (array)}; NULL where the answer depends on a NULL. */
final class QuantifiedFunctions {

    private QuantifiedFunctions() {}

    /** @param holds of the order of the value and an element */
    private static Boolean any(byte[] value, byte[] array, Conversion conversion, IntPredicate holds) {
        SqlType type = conversion.from();
        Column elements = ArrayForm.decode(type, array, 0, array.length);
        byte[] alone = ArrayFunctions.appended(null, value);
        Column wanted = ArrayForm.decode(type, alone, 0, alone.length);
        boolean hasNull = false;
        for (int i = 0; i < elements.size(); i++) {
            if (elements.isNull(i)) {
                hasNull = true;
            } else if (holds.test(ValueOrder.compare(type.kind(), wanted, 0, elements, i))) {
                return true;
            }
        }
        return hasNull ? null : (Boolean) false;
    }

    private static byte[] bytes(long word) {
        return ByteBuffer.allocate(8).putLong(word).array();
    }

    private static Boolean not(Boolean truth) {
        return truth == null ? null : (Boolean) !truth;
    }

    @SqlFunction(name = "= any", description = "Whether = holds between a value and an element.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ},
            example = "3 = ANY (ARRAY[1,3]) = true")
    static Boolean isEqualToAny(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(bytes(value), array, conversion, order -> order == 0);
    }

    @SqlFunction(name = "= any", description = "Whether = holds between a value and an element.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM})
    static Boolean isEqualToAny(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(value.toBytes(), array, conversion, order -> order == 0);
    }

    @SqlFunction(name = "= all", description = "Whether = holds between a value and each element.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ})
    static Boolean isEqualToAll(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(bytes(value), array, conversion, order -> order != 0));
    }

    @SqlFunction(name = "= all", description = "Whether = holds between a value and each element.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM})
    static Boolean isEqualToAll(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(value.toBytes(), array, conversion, order -> order != 0));
    }

    @SqlFunction(name = "<> any", description = "Whether <> holds between a value and an element.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ})
    static Boolean isDifferentToAny(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(bytes(value), array, conversion, order -> order != 0);
    }

    @SqlFunction(name = "<> any", description = "Whether <> holds between a value and an element.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM})
    static Boolean isDifferentToAny(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(value.toBytes(), array, conversion, order -> order != 0);
    }

    @SqlFunction(name = "<> all", description = "Whether <> holds between a value and each element.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ})
    static Boolean isDifferentToAll(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(bytes(value), array, conversion, order -> order == 0));
    }

    @SqlFunction(name = "<> all", description = "Whether <> holds between a value and each element.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM})
    static Boolean isDifferentToAll(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(value.toBytes(), array, conversion, order -> order == 0));
    }

    @SqlFunction(name = "< any", description = "Whether < holds between a value and an element.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ})
    static Boolean isLessToAny(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(bytes(value), array, conversion, order -> order < 0);
    }

    @SqlFunction(name = "< any", description = "Whether < holds between a value and an element.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM})
    static Boolean isLessToAny(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(value.toBytes(), array, conversion, order -> order < 0);
    }

    @SqlFunction(name = "< all", description = "Whether < holds between a value and each element.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ})
    static Boolean isLessToAll(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(bytes(value), array, conversion, order -> order >= 0));
    }

    @SqlFunction(name = "< all", description = "Whether < holds between a value and each element.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM})
    static Boolean isLessToAll(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(value.toBytes(), array, conversion, order -> order >= 0));
    }

    @SqlFunction(name = "<= any", description = "Whether <= holds between a value and an element.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ})
    static Boolean isAtMostToAny(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(bytes(value), array, conversion, order -> order <= 0);
    }

    @SqlFunction(name = "<= any", description = "Whether <= holds between a value and an element.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM})
    static Boolean isAtMostToAny(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(value.toBytes(), array, conversion, order -> order <= 0);
    }

    @SqlFunction(name = "<= all", description = "Whether <= holds between a value and each element.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ})
    static Boolean isAtMostToAll(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(bytes(value), array, conversion, order -> order > 0));
    }

    @SqlFunction(name = "<= all", description = "Whether <= holds between a value and each element.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM})
    static Boolean isAtMostToAll(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(value.toBytes(), array, conversion, order -> order > 0));
    }

    @SqlFunction(name = "> any", description = "Whether > holds between a value and an element.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ})
    static Boolean isMoreToAny(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(bytes(value), array, conversion, order -> order > 0);
    }

    @SqlFunction(name = "> any", description = "Whether > holds between a value and an element.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM})
    static Boolean isMoreToAny(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(value.toBytes(), array, conversion, order -> order > 0);
    }

    @SqlFunction(name = "> all", description = "Whether > holds between a value and each element.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ},
            example = "3 > ALL (ARRAY[1,2]) = true")
    static Boolean isMoreToAll(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(bytes(value), array, conversion, order -> order <= 0));
    }

    @SqlFunction(name = "> all", description = "Whether > holds between a value and each element.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM})
    static Boolean isMoreToAll(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(value.toBytes(), array, conversion, order -> order <= 0));
    }

    @SqlFunction(name = ">= any", description = "Whether >= holds between a value and an element.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ})
    static Boolean isAtLeastToAny(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(bytes(value), array, conversion, order -> order >= 0);
    }

    @SqlFunction(name = ">= any", description = "Whether >= holds between a value and an element.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM})
    static Boolean isAtLeastToAny(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return any(value.toBytes(), array, conversion, order -> order >= 0);
    }

    @SqlFunction(name = ">= all", description = "Whether >= holds between a value and each element.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ})
    static Boolean isAtLeastToAll(@Each long value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(bytes(value), array, conversion, order -> order < 0));
    }

    @SqlFunction(name = ">= all", description = "Whether >= holds between a value and each element.",
            kinds = {TEXT, VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM})
    static Boolean isAtLeastToAll(@Each Text value, @ArrayOf(ARRAY) byte[] array, Conversion conversion) {
        return not(any(value.toBytes(), array, conversion, order -> order < 0));
    }
}
