package dev.millrace.executor.connector;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * The options of one statement while a connector reads them. Every option that was asked for is known; {@link #finish}
 * refuses the rest, with the nearest known name as a hint. So no list of allowed names exists beside the code that uses
 * them.
 */
public final class ConnectorOptions {

    /** The option that names the connector; known to all. */
    public static final String CONNECTOR = "connector";

    private final String connector;
    private final Map<String, String> options;
    private final Set<String> known = new TreeSet<>(Set.of(CONNECTOR));

    public ConnectorOptions(String connector, Map<String, String> options) {
        this.connector = connector;
        this.options = new TreeMap<>(options);
    }

    public boolean has(String name) {
        known.add(name);
        return options.containsKey(name);
    }

    /** The value, or the default, which may be null. */
    public String text(String name, String whenAbsent) {
        known.add(name);
        return options.getOrDefault(name, whenAbsent);
    }

    public String required(String name) {
        String value = text(name, null);
        if (value == null || value.isBlank()) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "connector \"" + connector + "\" needs option \"" + name + "\"");
        }
        return value;
    }

    public long number(String name, long whenAbsent, long min, long max) {
        String value = text(name, null);
        if (value == null) {
            return whenAbsent;
        }
        try {
            long number = Long.parseLong(value.strip());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Not a number, which the message below says as well.
        }
        throw invalid(name, value, "A whole number from " + min + " to " + max + " is needed.");
    }

    public double fraction(String name, double whenAbsent) {
        String value = text(name, null);
        if (value == null) {
            return whenAbsent;
        }
        try {
            double number = Double.parseDouble(value.strip());
            if (number >= 0 && number <= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Not a number, which the message below says as well.
        }
        throw invalid(name, value, "A number from 0 to 1 is needed.");
    }

    public boolean flag(String name, boolean whenAbsent) {
        return choice(name, Boolean.toString(whenAbsent), List.of("true", "false")).equals("true");
    }

    /** @param allowed in the order in which a hint shall list them */
    public String choice(String name, String whenAbsent, List<String> allowed) {
        String value = text(name, whenAbsent);
        if (value == null || allowed.contains(value)) {
            return value;
        }
        throw invalid(name, value, "Possible values are " + String.join(", ", allowed) + ".");
    }

    /** A time in milliseconds. */
    public Duration millis(String name, Duration whenAbsent) {
        return Duration.ofMillis(number(name, whenAbsent.toMillis(), 0, Integer.MAX_VALUE));
    }

    /** The options whose name begins with the prefix, without it. */
    public Map<String, String> withPrefix(String prefix) {
        Map<String, String> found = new TreeMap<>();
        options.forEach((name, value) -> {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                known.add(name);
                found.put(name.substring(prefix.length()), value);
            }
        });
        return found;
    }

    public SqlException invalid(String name, String value, String hint) {
        return new SqlException(
                SqlState.INVALID_PARAMETER_VALUE,
                "invalid value for option \"" + name + "\": \"" + value + "\"", null, hint, 0);
    }

    /** Refuses options that nothing has asked for. */
    public void finish() {
        for (String name : options.keySet()) {
            if (!known.contains(name)) {
                String nearest = NearestName.of(name, known);
                String hint = nearest == null
                        ? "Known options are " + String.join(", ", known) + "."
                        : "Perhaps you meant the option \"" + nearest + "\".";
                throw new SqlException(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "connector \"" + connector + "\" has no option \"" + name + "\"", null, hint, 0);
            }
        }
    }
}
