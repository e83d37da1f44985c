package dev.millrace.executor.function;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.NetworkAddress;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.TimeOfDay;
import dev.millrace.executor.data.Unsigned;

import static dev.millrace.executor.plan.SqlType.Kind.CHAR;
import static dev.millrace.executor.plan.SqlType.Kind.CIDR;
import static dev.millrace.executor.plan.SqlType.Kind.INET;
import static dev.millrace.executor.plan.SqlType.Kind.MACADDR;
import static dev.millrace.executor.plan.SqlType.Kind.OID;
import static dev.millrace.executor.plan.SqlType.Kind.PG_LSN;
import static dev.millrace.executor.plan.SqlType.Kind.REAL;
import static dev.millrace.executor.plan.SqlType.Kind.TIME;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMP;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMPTZ;
import static dev.millrace.executor.plan.SqlType.Kind.TIMETZ;
import static dev.millrace.executor.plan.SqlType.Kind.UUID;

/** PostgreSQL's hashes of values of further types, to the last bit: of 32 bits, and of 64 with a seed. */
final class TypeHashFunctions {

    private static final String HASH = "PostgreSQL's hash of a value.";
    private static final String EXTENDED = "PostgreSQL's 64-bit hash of a value, with a seed.";

    /** Microseconds from 1970 to 2000, where PostgreSQL counts from. */
    private static final long BEGIN_MICROS = 946_684_800_000_000L;

    private static final int GROUP_DIGITS = 4;
    private static final BigInteger GROUP = BigInteger.valueOf(10_000);

    private TypeHashFunctions() {}

    // ---- whole numbers ----------------------------------------------------------------------------------------------

    @SqlFunction(name = "hashint2", description = HASH)
    static int ofShort(short value) {
        return HashFunctions.ofInteger(value);
    }

    @SqlFunction(name = "hashint2extended", description = EXTENDED)
    static long ofShort(short value, long seed) {
        return HashFunctions.ofInteger(value, seed);
    }

    @SqlFunction(name = "hashoid", description = HASH)
    static int ofOid(@As(OID) long value) {
        return HashFunctions.ofInteger((int) value);
    }

    @SqlFunction(name = "hashoidextended", description = EXTENDED)
    static long ofOid(@As(OID) long value, long seed) {
        return HashFunctions.ofInteger((int) value, seed);
    }

    @SqlFunction(name = "pg_lsn_hash", description = HASH)
    static int ofPosition(@As(PG_LSN) long value) {
        return HashFunctions.ofLong(Unsigned.turned(value));
    }

    @SqlFunction(name = "pg_lsn_hash_extended", description = EXTENDED)
    static long ofPosition(@As(PG_LSN) long value, long seed) {
        return HashFunctions.ofLong(Unsigned.turned(value), seed);
    }

    // ---- other numbers ----------------------------------------------------------------------------------------------

    @SqlFunction(name = "hashfloat4", description = HASH)
    static int ofReal(@As(REAL) double value) {
        return ofDouble(value);
    }

    @SqlFunction(name = "hashfloat4extended", description = EXTENDED)
    static long ofReal(@As(REAL) double value, long seed) {
        return ofDouble(value, seed);
    }

    @SqlFunction(name = "hashfloat8", description = HASH)
    static int ofDouble(double value) {
        return value == 0 ? 0 : HashFunctions.ofBytes(littleEndian(value));
    }

    @SqlFunction(name = "hashfloat8extended", description = EXTENDED)
    static long ofDouble(double value, long seed) {
        return value == 0 ? seed : HashFunctions.ofBytesExtended(littleEndian(value), seed);
    }

    private static byte[] littleEndian(double value) {
        byte[] bytes = new byte[Double.BYTES];
        long bits = Double.doubleToLongBits(value);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (bits >>> Byte.SIZE * i);
        }
        return bytes;
    }

    /** Groups of four decimal digits, without those that are 0 at either end, and where the first one stands. */
    private record Digits(byte[] groups, int weight) {
        private static Digits of(BigDecimal value) {
            int places = Math.ceilDiv(value.scale(), GROUP_DIGITS) * GROUP_DIGITS;
            BigInteger rest = value.abs().setScale(places).unscaledValue();
            List<Integer> groups = new ArrayList<>();
            while (rest.signum() != 0) {
                BigInteger[] parts = rest.divideAndRemainder(GROUP);
                groups.addFirst(parts[1].intValue());
                rest = parts[0];
            }
            int weight = groups.size() - 1 - places / GROUP_DIGITS;
            while (!groups.isEmpty() && groups.getLast() == 0) {
                groups.removeLast();
            }
            byte[] bytes = new byte[groups.size() * Short.BYTES];
            for (int i = 0; i < groups.size(); i++) {
                bytes[2 * i] = groups.get(i).byteValue();
                bytes[2 * i + 1] = (byte) (groups.get(i) >> Byte.SIZE);
            }
            return new Digits(bytes, weight);
        }
    }

    @SqlFunction(name = "hash_numeric", description = HASH)
    static int ofNumber(Numeric value) {
        if (!value.isFinite()) {
            return 0;
        }
        Digits digits = Digits.of(value.decimal());
        return digits.groups.length == 0 ? -1 : HashFunctions.ofBytes(digits.groups) ^ digits.weight;
    }

    @SqlFunction(name = "hash_numeric_extended", description = EXTENDED)
    static long ofNumber(Numeric value, long seed) {
        if (!value.isFinite()) {
            return seed;
        }
        Digits digits = Digits.of(value.decimal());
        return digits.groups.length == 0
                ? seed - 1
                : HashFunctions.ofBytesExtended(digits.groups, seed) ^ digits.weight;
    }

    // ---- texts and bytes --------------------------------------------------------------------------------------------

    @SqlFunction(name = "hashname", description = HASH)
    static int ofName(String value) {
        return HashFunctions.ofText(value);
    }

    @SqlFunction(name = "hashnameextended", description = EXTENDED)
    static long ofName(String value, long seed) {
        return HashFunctions.ofText(value, seed);
    }

    @SqlFunction(name = "hashchar", description = HASH)
    static int ofLetter(String value) {
        return HashFunctions.ofInteger(letter(value));
    }

    @SqlFunction(name = "hashcharextended", description = EXTENDED)
    static long ofLetter(String value, long seed) {
        return HashFunctions.ofInteger(letter(value), seed);
    }

    private static int letter(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return bytes.length == 0 ? 0 : bytes[0];
    }

    @SqlFunction(name = "hashbpchar", description = HASH)
    static int ofPadded(@As(CHAR) Text value) {
        return HashFunctions.ofBytes(trimmed(value));
    }

    @SqlFunction(name = "hashbpcharextended", description = EXTENDED)
    static long ofPadded(@As(CHAR) Text value, long seed) {
        return HashFunctions.ofBytesExtended(trimmed(value), seed);
    }

    private static byte[] trimmed(Text value) {
        return new Text(value.data(), value.start(), ComparisonFunctions.trimmedEnd(value)).toBytes();
    }

    @SqlFunction(name = "uuid_hash", description = HASH)
    static int ofUuid(@As(UUID) byte[] value) {
        return HashFunctions.ofBytes(value);
    }

    @SqlFunction(name = "uuid_hash_extended", description = EXTENDED)
    static long ofUuid(@As(UUID) byte[] value, long seed) {
        return HashFunctions.ofBytesExtended(value, seed);
    }

    @SqlFunction(name = "hashmacaddr", description = HASH)
    static int ofHardware(@As(MACADDR) byte[] value) {
        return HashFunctions.ofBytes(value);
    }

    @SqlFunction(name = "hashmacaddrextended", description = EXTENDED)
    static long ofHardware(@As(MACADDR) byte[] value, long seed) {
        return HashFunctions.ofBytesExtended(value, seed);
    }

    @SqlFunction(name = "hashinet", kinds = {INET, CIDR}, description = HASH)
    static int ofAddress(@Each byte[] value) {
        return HashFunctions.ofBytes(address(value));
    }

    @SqlFunction(name = "hashinetextended", kinds = {INET, CIDR}, description = EXTENDED)
    static long ofAddress(@Each byte[] value, long seed) {
        return HashFunctions.ofBytesExtended(address(value), seed);
    }

    /** As PostgreSQL has it: the family, the bits of the network, the address. */
    private static byte[] address(byte[] value) {
        NetworkAddress address = NetworkAddress.read(value, 0, value.length);
        byte[] bytes = new byte[2 + address.address().length];
        bytes[0] = (byte) (address.isV4() ? 2 : 3);
        bytes[1] = (byte) address.bits();
        System.arraycopy(address.address(), 0, bytes, 2, address.address().length);
        return bytes;
    }

    // ---- times ------------------------------------------------------------------------------------------------------

    @SqlFunction(name = "time_hash", description = HASH)
    static int ofTime(@As(TIME) long value) {
        return HashFunctions.ofLong(value);
    }

    @SqlFunction(name = "time_hash_extended", description = EXTENDED)
    static long ofTime(@As(TIME) long value, long seed) {
        return HashFunctions.ofLong(value, seed);
    }

    @SqlFunction(name = "timetz_hash", description = HASH)
    static int ofZonedTime(@As(TIMETZ) long value) {
        return HashFunctions.ofLong(TimeOfDay.micros(value))
                ^ HashFunctions.ofInteger(-TimeOfDay.offsetSeconds(value));
    }

    @SqlFunction(name = "timetz_hash_extended", description = EXTENDED)
    static long ofZonedTime(@As(TIMETZ) long value, long seed) {
        return HashFunctions.ofLong(TimeOfDay.micros(value), seed)
                ^ HashFunctions.ofInteger(-TimeOfDay.offsetSeconds(value), seed);
    }

    @SqlFunction(name = "timestamp_hash", kinds = {TIMESTAMP, TIMESTAMPTZ}, description = HASH)
    static int ofInstant(@Each long value) {
        return HashFunctions.ofLong(sinceBegin(value));
    }

    @SqlFunction(name = "timestamp_hash_extended", kinds = {TIMESTAMP, TIMESTAMPTZ}, description = EXTENDED)
    static long ofInstant(@Each long value, long seed) {
        return HashFunctions.ofLong(sinceBegin(value), seed);
    }

    private static long sinceBegin(long micros) {
        boolean isInfinite = micros == Long.MAX_VALUE || micros == Long.MIN_VALUE;
        return isInfinite ? micros : micros - BEGIN_MICROS;
    }

    @SqlFunction(name = "interval_hash", description = HASH)
    static int ofInterval(Interval value) {
        return HashFunctions.ofLong(span(value));
    }

    @SqlFunction(name = "interval_hash_extended", description = EXTENDED)
    static long ofInterval(Interval value, long seed) {
        return HashFunctions.ofLong(span(value), seed);
    }

    /** The lower half of the length, with months of 30 days, by which intervals are compared. */
    private static long span(Interval value) {
        return value.micros() + (value.months() * 30L + value.days()) * 24 * 3600 * Interval.MICROS_PER_SECOND;
    }
}
