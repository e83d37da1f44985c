package dev.millrace.executor.connector.generator;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

import dev.millrace.executor.connector.ConnectorOptions;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The options {@code fields.COLUMN.…} of one column, and the generator that they describe. */
final class FieldOptions {

    private static final String SEQUENCE = "sequence";
    private static final String RANDOM = "random";
    private static final String VALUES = "values";
    private static final int LENGTH_MAX = 1 << 20;
    private static final int DEFAULT_LENGTH = 10;
    private static final long MICROS_PER_DAY = Duration.ofDays(1).toMillis() * 1000;
    private static final LocalDateTime EPOCH = LocalDate.EPOCH.atStartOfDay();
    private static final String DEFAULT_START = "2020-01-01 00:00:00";
    private static final String DEFAULT_END = "2029-12-31 23:59:59";

    private final Schema.Field field;
    private final ConnectorOptions options;
    private final String prefix;

    FieldOptions(Schema.Field field, ConnectorOptions options) {
        this.field = field;
        this.options = options;
        prefix = "fields." + field.name() + ".";
    }

    FieldGenerator generator() {
        FieldGenerator generator = switch (field.type().kind()) {
            case BOOLEAN -> {
                kind(List.of(RANDOM));
                yield FieldGenerator.uniform(0, 1);
            }
            case SMALLINT -> integers(Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> integers(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> integers(Long.MIN_VALUE, Long.MAX_VALUE);
            case REAL, DOUBLE -> doubles();
            case TEXT, VARCHAR -> texts();
            case DATE -> days();
            case TIMESTAMP, TIMESTAMPTZ -> times();
            case UUID -> {
                kind(List.of(RANDOM));
                yield FieldGenerator.uuid();
            }
            case OID, NUMERIC, CHAR, BYTEA, TIME, INTERVAL, JSON, JSONB, ARRAY, RECORD, UNKNOWN, TIMETZ, INET, CIDR,
                    MACADDR, MONEY, PG_LSN, XID8, PG_SNAPSHOT,
                    ENUM, JSONPATH, BIT, VARBIT, INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE,
                    DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE,
                    DATEMULTIRANGE ->
                throw SqlException.unsupported("generating column \"" + field.name() + "\" of type " + field.type());
        };
        double nullRate = options.fraction(prefix + "null.rate", 0);
        if (nullRate > 0 && !field.nullable()) {
            throw options.invalid(prefix + "null.rate", Double.toString(nullRate), "The column is NOT NULL.");
        }
        return nullRate == 0 ? generator : FieldGenerator.sometimesNull(nullRate, generator);
    }

    private String kind(List<String> allowed) {
        return options.choice(prefix + "kind", RANDOM, allowed);
    }

    private FieldGenerator integers(long least, long greatest) {
        if (kind(List.of(RANDOM, SEQUENCE)).equals(SEQUENCE)) {
            return FieldGenerator.sequence(
                    options.number(prefix + "start", 0, least, greatest),
                    options.number(prefix + "step", 1, least, greatest));
        }
        long min = options.number(prefix + "min", 0, least, greatest);
        long max = options.number(prefix + "max", greatest, least, greatest);
        return FieldGenerator.uniform(min, checkedMax(min, max));
    }

    private FieldGenerator doubles() {
        kind(List.of(RANDOM));
        double min = decimal("min", 0);
        double max = decimal("max", 1);
        if (!(max >= min)) {
            throw options.invalid(prefix + "max", Double.toString(max), "It must not be less than the minimum.");
        }
        return FieldGenerator.uniformDouble(min, max, field.type().kind() == SqlType.Kind.REAL);
    }

    private double decimal(String name, double whenAbsent) {
        String value = options.text(prefix + name, null);
        try {
            double number = value == null ? whenAbsent : Double.parseDouble(value.strip());
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Not a number, which the message below says as well.
        }
        throw options.invalid(prefix + name, value, "A number is needed.");
    }

    private FieldGenerator texts() {
        int lengthMax = field.type().precision() == SqlType.UNSPECIFIED ? LENGTH_MAX : field.type().precision();
        return switch (kind(List.of(RANDOM, SEQUENCE, VALUES))) {
            case SEQUENCE -> {
                String text = options.text(prefix + "prefix", "");
                if (text.length() + 20 > lengthMax) {
                    throw options.invalid(prefix + "prefix", text,
                            "It and a number of 20 digits must fit into the column.");
                }
                yield FieldGenerator.numbered(
                        text,
                        options.number(prefix + "start", 0, Long.MIN_VALUE, Long.MAX_VALUE),
                        options.number(prefix + "step", 1, Long.MIN_VALUE, Long.MAX_VALUE));
            }
            case VALUES -> {
                String[] values = options.required(prefix + "values").split(",", -1);
                byte[][] texts = new byte[values.length][];
                for (int i = 0; i < texts.length; i++) {
                    String value = values[i].strip();
                    if (value.codePointCount(0, value.length()) > lengthMax) {
                        throw options.invalid(prefix + "values", value, "It does not fit into the column.");
                    }
                    texts[i] = value.getBytes(UTF_8);
                }
                yield FieldGenerator.oneOf(texts);
            }
            default -> FieldGenerator.letters(
                    (int) options.number(prefix + "length", Math.min(DEFAULT_LENGTH, lengthMax), 0, lengthMax));
        };
    }

    private FieldGenerator days() {
        if (kind(List.of(RANDOM, SEQUENCE)).equals(SEQUENCE)) {
            return FieldGenerator.sequence(
                    Math.floorDiv(micros("start", DEFAULT_START), MICROS_PER_DAY),
                    options.number(prefix + "step", 1, -1_000_000, 1_000_000));
        }
        long min = Math.floorDiv(micros("min", DEFAULT_START), MICROS_PER_DAY);
        return FieldGenerator.uniform(min, checkedMax(min, Math.floorDiv(micros("max", DEFAULT_END), MICROS_PER_DAY)));
    }

    private FieldGenerator times() {
        int precision = field.type().precision();
        if (precision != SqlType.UNSPECIFIED && precision < 3) {
            throw SqlException.unsupported("generating column \"" + field.name() + "\" of type " + field.type());
        }
        if (kind(List.of(RANDOM, SEQUENCE)).equals(SEQUENCE)) {
            long stepMillis = options.number(prefix + "step", 1000, Integer.MIN_VALUE, Integer.MAX_VALUE);
            return FieldGenerator.sequence(micros("start", DEFAULT_START), stepMillis * 1000);
        }
        long min = micros("min", DEFAULT_START) / 1000;
        return FieldGenerator.uniformTimes(min, checkedMax(min, micros("max", DEFAULT_END) / 1000));
    }

    /** A point in time, as micros since 1970 UTC. */
    private long micros(String name, String whenAbsent) {
        String value = options.text(prefix + name, whenAbsent).strip();
        try {
            LocalDateTime time = value.length() <= 10
                    ? LocalDate.parse(value).atStartOfDay()
                    : LocalDateTime.parse(value.replace(' ', 'T'));
            return ChronoUnit.MICROS.between(EPOCH, time);
        } catch (DateTimeException e) {
            throw options.invalid(prefix + name, value, "A time such as 2020-01-31 12:30:00 is needed.");
        }
    }

    private long checkedMax(long min, long max) {
        if (max < min) {
            throw options.invalid(prefix + "max", Long.toString(max), "It must not be less than the minimum.");
        }
        return max;
    }
}
