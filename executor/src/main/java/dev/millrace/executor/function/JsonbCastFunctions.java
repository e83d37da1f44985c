package dev.millrace.executor.function;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

import dev.millrace.executor.data.NumberText;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.json.JsonValue;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType.Kind;

import static dev.millrace.executor.plan.SqlType.Kind.BIGINT;
import static dev.millrace.executor.plan.SqlType.Kind.BOOLEAN;
import static dev.millrace.executor.plan.SqlType.Kind.DOUBLE;
import static dev.millrace.executor.plan.SqlType.Kind.INTEGER;
import static dev.millrace.executor.plan.SqlType.Kind.JSONB;
import static dev.millrace.executor.plan.SqlType.Kind.NUMERIC;
import static dev.millrace.executor.plan.SqlType.Kind.REAL;
import static dev.millrace.executor.plan.SqlType.Kind.SMALLINT;

/** Conversions of {@code jsonb} documents that are one number or one boolean. */
final class JsonbCastFunctions {

    private JsonbCastFunctions() {}

    @SqlCast(from = JSONB, to = BOOLEAN)
    static boolean toBoolean(@As(JSONB) Text json, Conversion conversion) {
        if (JsonDocuments.tree(json) instanceof JsonValue.Truth truth) {
            return truth.value();
        }
        throw impossible(json, conversion);
    }

    @SqlCast(
            from = JSONB,
            to = {SMALLINT, INTEGER, BIGINT})
    static long toInteger(@As(JSONB) Text json, Conversion conversion) {
        Kind kind = conversion.to().kind();
        BigInteger value = number(json, conversion).setScale(0, RoundingMode.HALF_UP).unscaledValue();
        if (value.bitLength() > 63 || !NumberText.inRange(kind, value.longValue())) {
            throw kind == SMALLINT ? OutOfRange.SMALLINT : kind == INTEGER ? OutOfRange.INTEGER : OutOfRange.BIGINT;
        }
        return value.longValue();
    }

    @SqlCast(
            from = JSONB,
            to = {REAL, DOUBLE})
    static double toFloat(@As(JSONB) Text json, Conversion conversion) {
        return NumberText.parseFloat(conversion.to().kind(), number(json, conversion).toString());
    }

    @SqlCast(from = JSONB, to = NUMERIC)
    static Numeric toNumeric(@As(JSONB) Text json, Conversion conversion) {
        return NumberText.fit(Numeric.of(number(json, conversion)), conversion.to());
    }

    private static BigDecimal number(Text json, Conversion conversion) {
        if (JsonDocuments.tree(json) instanceof JsonValue.Decimal number) {
            return number.value();
        }
        throw impossible(json, conversion);
    }

    private static SqlException impossible(Text json, Conversion conversion) {
        String type = JsonDocuments.tree(json).typeName();
        return JsonDocuments.invalid("cannot cast jsonb " + (type.equals("number") ? "numeric" : type) + " to type "
                + conversion.to().withoutModifiers());
    }
}
