package dev.millrace.server.statement;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** The options by which PostgreSQL stores tables, indexes and columns, and which values they may have. */
final class StorageOptions {

    private static final String INTEGER_MAX = "2147483647";

    /** Of tables; those of autovacuum and vacuum may be said of a table's oversized values as well. */
    static final StorageOptions TABLE = new StorageOptions()
            .integer("fillfactor", "10", "100")
            .integer("toast_tuple_target", "128", "8160")
            .integer("parallel_workers", "0", "1024")
            .bool("user_catalog_table")
            .vacuum("")
            .vacuum("toast.");

    static final StorageOptions INDEX = new StorageOptions()
            .integer("fillfactor", "10", "100")
            .bool("deduplicate_items")
            .bool("fastupdate")
            .integer("gin_pending_list_limit", "64", INTEGER_MAX)
            .choice("buffering", "auto", "on", "off")
            .integer("pages_per_range", "1", "131072")
            .bool("autosummarize");

    static final StorageOptions COLUMN = new StorageOptions()
            .number("n_distinct", "-1", "1.797693e+308")
            .number("n_distinct_inherited", "-1", "1.797693e+308");

    private static final Set<String> SPACES = Set.of("", "toast.");

    private record Range(String type, BigDecimal min, BigDecimal max, List<String> choices) {}

    private final Map<String, Range> ranges = new HashMap<>();

    private StorageOptions integer(String name, String min, String max) {
        ranges.put(name, new Range("integer", new BigDecimal(min), new BigDecimal(max), null));
        return this;
    }

    private StorageOptions number(String name, String min, String max) {
        ranges.put(name, new Range("floating point", new BigDecimal(min), new BigDecimal(max), null));
        return this;
    }

    private StorageOptions bool(String name) {
        ranges.put(name, new Range("boolean", null, null, null));
        return this;
    }

    private StorageOptions choice(String name, String... values) {
        ranges.put(name, new Range("enum", null, null, List.of(values)));
        return this;
    }

    private StorageOptions vacuum(String space) {
        String auto = space + "autovacuum_";
        bool(auto + "enabled").bool(space + "vacuum_truncate");
        choice(space + "vacuum_index_cleanup", "auto", "on", "off");
        integer(auto + "vacuum_threshold", "0", INTEGER_MAX).number(auto + "vacuum_scale_factor", "0", "100");
        integer(auto + "vacuum_insert_threshold", "-1", INTEGER_MAX);
        number(auto + "vacuum_insert_scale_factor", "0", "100");
        integer(auto + "analyze_threshold", "0", INTEGER_MAX).number(auto + "analyze_scale_factor", "0", "100");
        number(auto + "vacuum_cost_delay", "0", "100").integer(auto + "vacuum_cost_limit", "1", "10000");
        integer(auto + "freeze_min_age", "0", "1000000000").integer(auto + "freeze_max_age", "100000", "2000000000");
        integer(auto + "freeze_table_age", "0", "2000000000");
        integer(auto + "multixact_freeze_min_age", "0", "1000000000");
        integer(auto + "multixact_freeze_max_age", "10000", "2000000000");
        integer(auto + "multixact_freeze_table_age", "0", "2000000000");
        return integer((space.isEmpty() ? "" : space) + "log_autovacuum_min_duration", "-1", INTEGER_MAX);
    }

    /** @throws SqlException 22023 for an option that there is not, or a value that it cannot have; null is any */
    void check(Map<String, String> options) {
        options.forEach(this::check);
    }

    private void check(String option, String value) {
        Range range = ranges.get(option);
        if (range == null) {
            throw unknown(option);
        }
        if (value == null) {
            return;
        }
        boolean isValid = switch (range.type()) {
            case "boolean" -> isBoolean(value);
            case "enum" -> range.choices().contains(value.toLowerCase(Locale.ROOT)) || isBoolean(value);
            default -> isNumber(value, range.type().equals("integer"));
        };
        if (!isValid) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "invalid value for " + range.type() + " option \"" + plain(option) + "\": " + value);
        }
        if (range.min() != null) {
            BigDecimal number = new BigDecimal(value);
            if (number.compareTo(range.min()) < 0 || number.compareTo(range.max()) > 0) {
                throw new SqlException(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "value " + value + " out of bounds for option \"" + plain(option) + "\"")
                        .withDetail("Valid values are between \"" + shown(range.min(), range) + "\" and \""
                                + shown(range.max(), range) + "\".");
            }
        }
    }

    private static String shown(BigDecimal bound, Range range) {
        return range.type().equals("integer")
                ? bound.toPlainString()
                : String.format(Locale.ROOT, "%.6f", bound.doubleValue());
    }

    private static String plain(String option) {
        return option.startsWith("toast.") ? option.substring("toast.".length()) : option;
    }

    private static SqlException unknown(String option) {
        int dot = option.indexOf('.');
        String space = option.substring(0, dot + 1);
        return new SqlException(
                SqlState.INVALID_PARAMETER_VALUE,
                SPACES.contains(space)
                        ? "unrecognized parameter \"" + plain(option) + "\""
                        : "unrecognized parameter namespace \"" + option.substring(0, dot) + "\"");
    }

    private static boolean isBoolean(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "false", "on", "off", "yes", "no", "1", "0", "t", "f", "y", "n" -> true;
            default -> false;
        };
    }

    private static boolean isNumber(String value, boolean isInteger) {
        try {
            BigDecimal number = new BigDecimal(value);
            return !isInteger || number.stripTrailingZeros().scale() <= 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
