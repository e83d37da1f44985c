package dev.millrace.executor.function;

import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMPTZ;
import static dev.millrace.executor.plan.SqlType.Kind.UNKNOWN;
import static dev.millrace.executor.plan.SqlType.Kind.UUID;

/** What does not belong to one type. */
final class SystemFunctions {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss.SSSSSS yyyy zzz", Locale.ENGLISH);

    private SystemFunctions() {}

    @SqlFunction(
            name = "gen_random_uuid",
            description = "A random UUID (version 4), another one at each call.",
            volatility = Volatility.VOLATILE)
    @As(UUID)
    static byte[] randomUuid() {
        java.util.UUID uuid = java.util.UUID.randomUUID();
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    @SqlFunction(
            name = "clock_timestamp",
            description = "The machine's clock, another value at each call.",
            volatility = Volatility.VOLATILE)
    @As(TIMESTAMPTZ)
    static long clock() {
        java.time.Instant now = java.time.Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }

    @SqlFunction(
            name = "timeofday",
            description = "The machine's clock as text, another value at each call.",
            volatility = Volatility.VOLATILE)
    static String timeOfDay(ZoneId zone) {
        return CLOCK.format(java.time.ZonedDateTime.now(zone));
    }

    @SqlFunction(name = "limit count", description = "The number of rows of LIMIT, which must not be negative.")
    static long limit(long rows) {
        return checked(rows, SqlState.INVALID_ROW_COUNT_IN_LIMIT, "LIMIT");
    }

    @SqlFunction(name = "offset count", description = "The number of rows of OFFSET, which must not be negative.")
    static long offset(long rows) {
        return checked(rows, SqlState.INVALID_ROW_COUNT_IN_OFFSET, "OFFSET");
    }

    private static long checked(long rows, String state, String clause) {
        if (rows < 0) {
            throw new SqlException(state, clause + " must not be negative");
        }
        return rows;
    }

    @SqlFunction(name = "num_nulls", strict = false, description = "How many of the values are NULL.")
    static int nulls(@As(UNKNOWN) String... values) {
        int count = 0;
        for (String value : values) {
            count += value == null ? 1 : 0;
        }
        return count;
    }

    @SqlFunction(name = "num_nonnulls", strict = false, description = "How many of the values are not NULL.")
    static int nonNulls(@As(UNKNOWN) String... values) {
        return values.length - nulls(values);
    }
}
