package dev.millrace.executor.function;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** The failures of arithmetic: constants, since they carry nothing but their message and may come by the million. */
@SuppressWarnings("StaticAssignmentOfThrowable") // SqlException has no stack trace and cannot collect suppressed ones
final class OutOfRange {

    static final SqlException SMALLINT = of("smallint out of range");
    static final SqlException INTEGER = of("integer out of range");
    static final SqlException BIGINT = of("bigint out of range");
    static final SqlException OVERFLOW = of("value out of range: overflow");
    static final SqlException UNDERFLOW = of("value out of range: underflow");
    static final SqlException INTERVAL = new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "interval out of range");
    static final SqlException DIVISION_BY_ZERO = new SqlException(SqlState.DIVISION_BY_ZERO, "division by zero");

    private OutOfRange() {}

    private static SqlException of(String message) {
        return new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, message);
    }

    static short toShort(long value) {
        if (value != (short) value) {
            throw SMALLINT;
        }
        return (short) value;
    }

    static int toInt(long value) {
        if (value != (int) value) {
            throw INTEGER;
        }
        return (int) value;
    }

    /** The result of an operation on finite or infinite numbers: a new infinity is an overflow. */
    static double checked(double result, boolean infiniteInput, boolean mayBeZero) {
        if (Double.isInfinite(result) && !infiniteInput) {
            throw OVERFLOW;
        }
        if (result == 0 && !mayBeZero) {
            throw UNDERFLOW;
        }
        return result;
    }

    static float checked(float result, boolean infiniteInput, boolean mayBeZero) {
        checked((double) result, infiniteInput, mayBeZero);
        return result;
    }
}
