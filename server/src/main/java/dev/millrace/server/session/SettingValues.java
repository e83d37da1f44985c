package dev.millrace.server.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.server.catalog.SystemCatalog;

/** Rules of single settings: what a value may be, beyond its kind, and how it is kept. */
final class SettingValues {

    private static final Pattern KNOWN_ENCODINGS = Pattern.compile(
            "(latin|win|iso8859|koi8|sqlascii|euc|big5|gbk|gb18030|sjis|johab|uhc|mule).*");

    private SettingValues() {}

    /** The value in the form it is kept in. @throws SqlException 22023 when it is none */
    static String accepted(SettingDefinition setting, String value) {
        String name = setting.name().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "timezone" -> ZoneSetting.accepted(value);
            case "recursion_limit" -> positive(setting, value);
            case "client_encoding" -> encoding(setting, value);
            case "standard_conforming_strings" -> only(setting, value, "on");
            default -> setting.choices().isEmpty() ? value : choice(setting, value);
        };
    }

    /** One of an enum's values; what is on or off is written as booleans are, too. */
    private static String choice(SettingDefinition setting, String value) {
        String written = value.strip().toLowerCase(Locale.ROOT);
        String choice = switch (written) {
            case "true", "yes", "1" -> "on";
            case "false", "no", "0" -> "off";
            case "debug" -> "debug2";
            default -> written;
        };
        if (!setting.choices().contains(choice)) {
            throw SettingUnits.invalid(setting, value)
                    .withHint("Available values: " + String.join(", ", setting.choices()) + ".");
        }
        return choice;
    }

    private static String positive(SettingDefinition setting, String value) {
        if (!value.matches("[0-9]+") || Long.parseLong(value) == 0) {
            throw new SqlException(
                    "22023", value + " is outside the valid range for parameter \"" + setting.name() + "\" (1 .. "
                            + Integer.MAX_VALUE + ")");
        }
        return value;
    }

    /** Only UTF-8; drivers spell it in many ways, asyncpg with quotes inside. */
    private static String encoding(SettingDefinition setting, String value) {
        String plain = value.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
        if (!plain.equals("utf8") && !plain.equals("unicode")) {
            SqlException fault = SettingUnits.invalid(setting, value);
            throw KNOWN_ENCODINGS.matcher(plain).matches() ? fault.withDetail("Only UTF8 is supported.") : fault;
        }
        return "UTF8";
    }

    private static String only(SettingDefinition setting, String value, String choice) {
        if (!value.strip().equalsIgnoreCase(choice)) {
            throw SqlException.unsupported(setting.name() + " " + value.strip());
        }
        return choice;
    }

    /** Schemas of a search path. @param user what stands for {@code $user} */
    static List<String> searchPath(String list, String user) {
        List<String> path = new ArrayList<>();
        for (String schema : identifiers(list)) {
            if (!schema.equals("$user")) {
                path.add(schema);
            } else if (!SystemCatalog.SCHEMAS.contains(user)) {
                // Names of ours must not come before those of people.
                path.add(user);
            }
        }
        return List.copyOf(path);
    }

    /** A list of names as in search_path: quoted ones as they are, others in lower case. */
    static List<String> identifiers(String list) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean isQuoted = false;
        boolean wasQuoted = false;
        for (int i = 0; i <= list.length(); i++) {
            char c = i < list.length() ? list.charAt(i) : ',';
            if (c == '"') {
                isQuoted = !isQuoted;
                wasQuoted = true;
            } else if (c == ',' && (!isQuoted || i == list.length())) {
                String text = wasQuoted ? name.toString().strip() : name.toString().strip().toLowerCase(Locale.ROOT);
                if (!text.isEmpty()) {
                    names.add(text);
                }
                name.setLength(0);
                wasQuoted = false;
            } else {
                name.append(c);
            }
        }
        return names;
    }
}
