package dev.millrace.executor.function;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.Guise;
import dev.millrace.executor.plan.IntervalFields;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.plan.SqlType.Kind.OID;

/** What clients ask PostgreSQL's catalogs for, as far as the answer is in the arguments. */
final class CatalogFunctions {

    private static final Pattern SIZE = Pattern.compile(
            "\\s*([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,3})?)\\s*([A-Za-z]*)\\s*");

    /** Names that types have in SQL, by their numbers in {@code pg_type}. */
    private static final Map<Long, String> TYPES = Map.ofEntries(
            Map.entry(16L, "boolean"), Map.entry(17L, "bytea"), Map.entry(18L, "\"char\""), Map.entry(19L, "name"),
            Map.entry(20L, "bigint"), Map.entry(21L, "smallint"), Map.entry(22L, "int2vector"),
            Map.entry(23L, "integer"), Map.entry(24L, "regproc"), Map.entry(25L, "text"), Map.entry(26L, "oid"),
            Map.entry(114L, "json"), Map.entry(700L, "real"), Map.entry(701L, "double precision"),
            Map.entry(705L, "unknown"), Map.entry(1042L, "character"), Map.entry(1043L, "character varying"),
            Map.entry(1082L, "date"), Map.entry(1083L, "time without time zone"),
            Map.entry(1114L, "timestamp without time zone"), Map.entry(1184L, "timestamp with time zone"),
            Map.entry(1186L, "interval"), Map.entry(1700L, "numeric"), Map.entry(2950L, "uuid"),
            Map.entry(3802L, "jsonb"));

    /** Array types by number, with their elements'. */
    private static final Map<Long, Long> ELEMENTS = Map.ofEntries(
            Map.entry(1000L, 16L), Map.entry(1001L, 17L), Map.entry(1005L, 21L), Map.entry(1007L, 23L),
            Map.entry(1009L, 25L), Map.entry(1014L, 1042L), Map.entry(1015L, 1043L), Map.entry(1016L, 20L),
            Map.entry(1021L, 700L), Map.entry(1022L, 701L), Map.entry(1028L, 26L), Map.entry(1115L, 1114L),
            Map.entry(1182L, 1082L), Map.entry(1183L, 1083L), Map.entry(1185L, 1184L), Map.entry(1187L, 1186L),
            Map.entry(1231L, 1700L), Map.entry(199L, 114L), Map.entry(2951L, 2950L), Map.entry(3807L, 3802L));

    private CatalogFunctions() {}

    @SqlFunction(name = "version", description = "Which PostgreSQL this is like, and what it is.",
            volatility = Volatility.STABLE)
    static String version() {
        return "PostgreSQL 15.18 (Millrace 0.1.0)";
    }

    @SqlFunction(
            name = "format_type",
            strict = false,
            volatility = Volatility.STABLE,
            description = "A type's name in SQL, with its modifier.",
            example = "format_type(1700, 655366) = 'numeric(10,2)'")
    static String formatType(@As(OID) Long type, Integer modifier) {
        if (type == null) {
            return null;
        }
        Long element = ELEMENTS.get(type);
        String name = TYPES.get(element == null ? type : element);
        if (name == null) {
            String listed = CatalogDoor.SESSION.isBound() ? CatalogDoor.SESSION.get().name("pg_type", type) : null;
            return type == 0 ? "-" : listed == null ? "???" : modified(type, listed, modifier);
        }
        String full = modified(element == null ? type : element, name, modifier);
        return element == null ? full : full + "[]";
    }

    private static String modified(long type, String name, Integer modifier) {
        if (modifier == null || modifier < 0) {
            return name;
        }
        return switch ((int) type) {
            case 1042, 1043 -> name + "(" + (modifier - 4) + ")";
            case 1700 -> name + "(" + ((modifier - 4) >> 16) + "," + scale(modifier - 4) + ")";
            case 1560, 1562 -> name + "(" + modifier + ")";
            case 1083, 1114, 1184, 1266 -> name.replaceFirst(" ", "(" + modifier + ") ");
            case 1186 -> IntervalFields.type(modifier).toString();
            default -> name;
        };
    }

    /** The lower 11 bits, with a sign. */
    private static int scale(int modifier) {
        return ((modifier & 0x7ff) ^ 0x400) - 0x400;
    }

    @SqlFunction(name = "pg_get_expr", description = "An expression kept in a catalog, as SQL.")
    static String expression(String expression, @As(OID) long relation) {
        return expression;
    }

    @SqlFunction(name = "pg_get_expr", description = "An expression kept in a catalog, as SQL.")
    static String expression(String expression, @As(OID) long relation, boolean isPretty) {
        return isPretty ? CatalogDoor.current().expression(expression, relation) : expression;
    }

    @SqlFunction(name = "pg_encoding_to_char", description = "The name of a character encoding.")
    @Guised(Guise.NAME)
    static String encoding(int encoding) {
        return encoding == 6 ? "UTF8" : "";
    }

    @SqlFunction(name = "pg_char_to_encoding", description = "The number of a character encoding, or -1.")
    static int encoding(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
        return plain.equals("UTF8") || plain.equals("UNICODE") ? 6 : -1;
    }

    @SqlFunction(name = "getdatabaseencoding", description = "The name of the database's character encoding.",
            volatility = Volatility.STABLE)
    @Guised(Guise.NAME)
    static String databaseEncoding() {
        return "UTF8";
    }

    @SqlFunction(
            name = "pg_size_pretty",
            description = "A number of bytes for people.",
            example = "pg_size_pretty(123456) = '121 kB'")
    static String size(long bytes) {
        String[] units = {"bytes", "kB", "MB", "GB", "TB", "PB"};
        long rest = bytes;
        int unit = 0;
        // As PostgreSQL: each step keeps one bit more than it shows, and the last rounds by it.
        while (Long.compareUnsigned(Math.abs(rest), unit == 0 ? 10 * 1024 : 20 * 1024 - 1) >= 0
                && unit < units.length - 1) {
            rest /= unit == 0 ? 512 : 1024;
            unit++;
        }
        long shown = unit == 0 ? rest : (rest + (rest < 0 ? -1 : 1)) / 2;
        return shown + " " + units[unit];
    }

    @SqlFunction(
            name = "pg_size_pretty",
            description = "A number of bytes for people.",
            example = "pg_size_pretty(12345.5) = '12 kB'")
    static String size(Numeric bytes) {
        String[] units = {"bytes", "kB", "MB", "GB", "TB", "PB"};
        if (!bytes.isFinite()) {
            return bytes + " PB";
        }
        BigDecimal rest = bytes.decimal();
        int unit = 0;
        while (rest.abs().compareTo(BigDecimal.valueOf(unit == 0 ? 10 * 1024 : 20 * 1024 - 1)) >= 0
                && unit < units.length - 1) {
            rest = rest.divideToIntegralValue(BigDecimal.valueOf(unit == 0 ? 512 : 1024));
            unit++;
        }
        BigDecimal half = unit == 0
                ? rest
                : rest.add(BigDecimal.valueOf(rest.signum() < 0 ? -1 : 1))
                        .divide(BigDecimal.TWO, 0, RoundingMode.DOWN);
        return half.toPlainString() + " " + units[unit];
    }

    @SqlFunction(
            name = "pg_size_bytes",
            description = "Bytes from what people write.",
            example = "pg_size_bytes('1.5 kB') = 1536")
    static long bytes(String size) {
        Matcher parts = SIZE.matcher(size);
        if (!parts.matches()) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "invalid size: \"" + size + "\"");
        }
        String unit = parts.group(2).toLowerCase(Locale.ROOT);
        boolean isBytes = unit.equals("bytes") || unit.equals("b");
        int power = List.of("", "kb", "mb", "gb", "tb", "pb").indexOf(isBytes ? "" : unit);
        if (power < 0) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "invalid size: \"" + size + "\"")
                    .withDetail("Invalid size unit: \"" + parts.group(2) + "\".")
                    .withHint("Valid units are \"bytes\", \"B\", \"kB\", \"MB\", \"GB\", \"TB\", and \"PB\".");
        }
        BigDecimal bytes = new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
        if (bytes.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
        }
        return bytes.setScale(0, RoundingMode.HALF_UP).longValue();
    }

    @SqlFunction(name = "pg_encoding_max_length", description = "How many bytes a character has at most.")
    static Integer bytesMax(int encoding) {
        return encoding == 6 ? 4 : null;
    }

    @SqlFunction(name = "pg_is_in_recovery", description = "Whether the server only repeats another's changes: never.",
            volatility = Volatility.STABLE)
    static boolean isInRecovery() {
        return false;
    }
}
