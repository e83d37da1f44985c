package dev.millrace.server.session;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.millrace.executor.plan.SqlException;

/** Times and sizes of settings: {@code '5s'} is 5000 of a setting in milliseconds, and is shown as {@code 5s} again. */
final class SettingUnits {

    private static final Pattern NUMBER = Pattern.compile("\\s*([+-]?\\d+(?:\\.\\d*)?)\\s*([a-zA-Z]*)\\s*");

    /** Largest first, in microseconds. */
    private static final Map<String, Long> TIMES = new LinkedHashMap<>();
    /** Largest first, in bytes. */
    private static final Map<String, Long> SIZES = new LinkedHashMap<>();

    static {
        TIMES.put("d", 86_400_000_000L);
        TIMES.put("h", 3_600_000_000L);
        TIMES.put("min", 60_000_000L);
        TIMES.put("s", 1_000_000L);
        TIMES.put("ms", 1_000L);
        TIMES.put("us", 1L);
        SIZES.put("TB", 1L << 40);
        SIZES.put("GB", 1L << 30);
        SIZES.put("MB", 1L << 20);
        SIZES.put("kB", 1L << 10);
        SIZES.put("B", 1L);
    }

    private SettingUnits() {}

    static long parse(SettingDefinition setting, String value) {
        Matcher matcher = NUMBER.matcher(value);
        if (!matcher.matches()) {
            throw invalid(setting, value);
        }
        double number = Double.parseDouble(matcher.group(1));
        String unit = matcher.group(2);
        if (!unit.isEmpty()) {
            Map<String, Long> units = units(setting);
            Long factor = units.get(unit);
            if (factor == null) {
                throw invalid(setting, value)
                        .withHint(units.isEmpty() ? null : "Valid units for this parameter are " + names(units) + ".");
            }
            number = number * factor / base(setting);
        }
        if (Math.abs(number) > Integer.MAX_VALUE) {
            throw invalid(setting, value).withHint("Value exceeds integer range.");
        }
        return Math.round(number);
    }

    /** The number, in the setting's unit, or 22023 where it is too small or too large. */
    static String checkRange(SettingDefinition setting, String number) {
        boolean hasRange = !setting.min().isEmpty() && !setting.max().isEmpty();
        double value = Double.parseDouble(number);
        if (hasRange && (value < Double.parseDouble(setting.min()) || value > Double.parseDouble(setting.max()))) {
            String unit = setting.unit().isEmpty() ? "" : " " + setting.unit();
            throw new SqlException(
                    "22023", number + unit + " is outside the valid range for parameter \"" + setting.name() + "\" ("
                            + setting.min() + " .. " + setting.max() + ")");
        }
        return number;
    }

    private static String names(Map<String, Long> units) {
        return units == TIMES
                ? "\"us\", \"ms\", \"s\", \"min\", \"h\", and \"d\""
                : "\"B\", \"kB\", \"MB\", \"GB\", and \"TB\"";
    }

    static SqlException invalid(SettingDefinition setting, String value) {
        return new SqlException("22023", "invalid value for parameter \"" + setting.name() + "\": \"" + value + "\"");
    }

    private static Map<String, Long> units(SettingDefinition setting) {
        return switch (setting.unit()) {
            case "ms", "s", "min" -> TIMES;
            case "B", "kB", "8kB", "MB" -> SIZES;
            default -> Map.of();
        };
    }

    private static long base(SettingDefinition setting) {
        return setting.unit().equals("8kB") ? 8L << 10 : units(setting).get(setting.unit());
    }

    static String display(SettingDefinition setting, String value) {
        long number = Long.parseLong(value);
        if (number <= 0) {
            return value;
        }
        long amount = number * base(setting);
        for (Map.Entry<String, Long> unit : units(setting).entrySet()) {
            if (amount % unit.getValue() == 0) {
                return amount / unit.getValue() + unit.getKey();
            }
        }
        return value;
    }
}
