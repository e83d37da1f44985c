package dev.millrace.server.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.millrace.executor.plan.SqlException;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A setting as PostgreSQL 15 knows it.
 *
 * @param kind {@code bool}, {@code integer}, {@code real}, {@code enum}, {@code string}
 * @param unit of the stored number: {@code ms}, {@code s}, {@code min}, {@code B}, {@code kB}, {@code 8kB}, {@code
 *     MB}, or empty
 * @param context {@code user}: a session may change it; {@code superuser} likewise; everything else is fixed
 * @param min of numbers, as it is written; empty where nothing is said, like {@code max}
 * @param choices of an enum, in PostgreSQL's order
 */
public record SettingDefinition(
        String name, String kind, String unit, String context, String initial, String min, String max,
        List<String> choices) {

    private static final Map<String, SettingDefinition> ALL = load();

    /** By lower-case name, ordered. */
    public static Map<String, SettingDefinition> all() {
        return ALL;
    }

    public boolean isChangeable() {
        return context.equals("user") || context.equals("superuser");
    }

    private static Map<String, SettingDefinition> load() {
        Map<String, SettingDefinition> definitions = new TreeMap<>();
        try (InputStream in = SettingDefinition.class.getResourceAsStream("settings.tsv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split("\t", -1);
                definitions.put(
                        fields[0].toLowerCase(Locale.ROOT),
                        new SettingDefinition(
                                fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6],
                                fields[7].isEmpty() ? List.of() : List.of(fields[7].split(","))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Collections.unmodifiableMap(definitions);
    }

    /**
     * The value as it is kept: booleans {@code on}/{@code off}, numbers in the setting's unit.
     *
     * @throws SqlException 22023
     */
    String normalise(String value) {
        return switch (kind) {
            case "bool" -> booleanValue(value);
            case "integer" -> SettingUnits.checkRange(this, Long.toString(SettingUnits.parse(this, value)));
            case "real" -> SettingUnits.checkRange(this, realValue(value));
            default -> value;
        };
    }

    private String booleanValue(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "on", "true", "t", "yes", "y", "1" -> "on";
            case "off", "false", "f", "no", "n", "0" -> "off";
            default -> throw new SqlException("22023", "parameter \"" + name + "\" requires a Boolean value");
        };
    }

    private String realValue(String value) {
        try {
            double parsed = Double.parseDouble(value.strip());
            return parsed == Math.rint(parsed) && Math.abs(parsed) < 1e15
                    ? Long.toString((long) parsed)
                    : Double.toString(parsed);
        } catch (NumberFormatException e) {
            throw SettingUnits.invalid(this, value);
        }
    }

    /** As SHOW prints it: numbers with the largest unit that divides them. */
    String display(String value) {
        return kind.equals("integer") && !unit.isEmpty() ? SettingUnits.display(this, value) : value;
    }
}
