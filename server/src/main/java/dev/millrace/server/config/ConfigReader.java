package dev.millrace.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;

/** Brings flags, environment, file and defaults together, and checks every value. */
public final class ConfigReader {

    /** What the server itself takes, whatever it holds: classes' data, plans, sessions. */
    private static final long BASE_BYTES = 64L << 20;
    private static final Pattern BYTES = Pattern.compile("(\\d+)\\s*([kKmMgGtT]?)[bB]?");
    private static final List<String> OTHER_VARIABLES =
            List.of("MILLRACE_CONFIG", "MILLRACE_JAVA_HOME", "MILLRACE_JAVA_OPTS", "MILLRACE_NO_BUILD",
                    "MILLRACE_HOME");

    private final Map<ConfigKey, String> values = new EnumMap<>(ConfigKey.class);
    private final Map<ConfigKey, String> origins = new EnumMap<>(ConfigKey.class);

    private ConfigReader() {}

    /**
     * @param flags by key, those that were given
     * @param file null for none
     */
    public static ServerConfig read(Map<ConfigKey, String> flags, Map<String, String> environment, Path file)
            throws ConfigException {
        ConfigReader reader = new ConfigReader();
        for (ConfigKey key : ConfigKey.values()) {
            reader.values.put(key, key.initial());
            reader.origins.put(key, "the default");
        }
        String named = environment.get("MILLRACE_CONFIG");
        Path path = file != null || named == null ? file : Path.of(named);
        if (path != null) {
            reader.file(path);
        }
        reader.environment(environment);
        flags.forEach((key, value) -> reader.put(key, value, key.flag()));
        return reader.config();
    }

    private void put(ConfigKey key, String value, String origin) {
        values.put(key, value);
        origins.put(key, origin);
    }

    private void file(Path path) throws ConfigException {
        if (!Files.isRegularFile(path)) {
            throw new ConfigException("there is no configuration file " + path);
        }
        TomlParseResult toml;
        try {
            toml = Toml.parse(path);
        } catch (IOException e) {
            throw new ConfigException("cannot read " + path + ": " + e.getMessage());
        }
        if (toml.hasErrors()) {
            throw new ConfigException(path + ": " + toml.errors().getFirst().toString());
        }
        for (String name : toml.keySet()) {
            ConfigKey key = ConfigKey.ofFileName(name);
            if (key == null) {
                int line = toml.inputPositionOf(List.of(name)).line();
                throw new ConfigException(path + ", line " + line + ": unknown key \"" + name + "\""
                        + suggestion(name, Stream.of(ConfigKey.values()).map(ConfigKey::fileName).toList()));
            }
            Object value = toml.get(List.of(name));
            String text = value instanceof TomlArray lines
                    ? lines.toList().stream().map(String::valueOf).collect(Collectors.joining("\n"))
                    : String.valueOf(value);
            put(key, text, path + ": " + name);
        }
    }

    private void environment(Map<String, String> environment) throws ConfigException {
        List<String> known = Stream.of(ConfigKey.values()).map(ConfigKey::variable).toList();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey();
            if (!name.startsWith("MILLRACE_") || OTHER_VARIABLES.contains(name)) {
                continue;
            }
            ConfigKey key = Stream.of(ConfigKey.values())
                    .filter(candidate -> candidate.variable().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new ConfigException(
                            "unknown environment variable " + name + suggestion(name, known)));
            put(key, variable.getValue(), name);
        }
    }

    /** {@code ; did you mean "x"?}, or nothing when nothing is near. */
    public static String suggestion(String given, List<String> known) {
        String best = null;
        int bestDistance = Math.max(2, given.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(given.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return best == null ? "" : "; did you mean \"" + best + "\"?";
    }

    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int cost = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(cost, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }

    private ServerConfig config() throws ConfigException {
        String shards = values.get(ConfigKey.SHARDS);
        long heap = Runtime.getRuntime().maxMemory();
        long free = Math.max(heap - BASE_BYTES, heap / 4);
        String level = values.get(ConfigKey.LOG_LEVEL).toLowerCase(Locale.ROOT);
        List<String> levels = List.of("error", "warn", "info", "debug");
        if (!levels.contains(level)) {
            throw wrong(ConfigKey.LOG_LEVEL, "one of " + String.join(", ", levels));
        }
        return new ServerConfig(
                Path.of(values.get(ConfigKey.DATA_DIR)),
                values.get(ConfigKey.HOST),
                number(ConfigKey.PORT, 0, 65_535),
                bytes(ConfigKey.STATE_MEMORY, free / 2),
                bytes(ConfigKey.WORK_MEMORY, free / 4),
                shards.isEmpty()
                        ? Math.max(1, Runtime.getRuntime().availableProcessors() - 1)
                        : number(ConfigKey.SHARDS, 1, 128),
                number(ConfigKey.CHECKPOINT_SECONDS, 1, 86_400),
                number(ConfigKey.CHECKPOINT_WORK_MILLIS, 1, 86_400_000),
                bytes(ConfigKey.CHECKPOINT_BYTES, Math.min(128L << 20, free / 8)),
                number(ConfigKey.SESSIONS_MAX, 1, 1_000_000),
                (int) Math.min(bytes(ConfigKey.MESSAGE_BYTES_MAX), 1 << 30),
                number(ConfigKey.SHUTDOWN_SECONDS, 0, 3_600),
                values.get(ConfigKey.STATEMENT_TIMEOUT),
                values.get(ConfigKey.TIMEZONE),
                level,
                access());
    }

    private AccessConfig access() throws ConfigException {
        Path certificate = file(ConfigKey.SSL_CERT_FILE);
        Path key = file(ConfigKey.SSL_KEY_FILE);
        if ((certificate == null) != (key == null)) {
            throw new ConfigException("ssl_cert_file and ssl_key_file go together: "
                    + (key == null ? "ssl_key_file" : "ssl_cert_file") + " is not set");
        }
        return new AccessConfig(
                certificate,
                key,
                number(ConfigKey.LOGIN_SECONDS, 1, 600),
                number(ConfigKey.LOGINS_MAX, 1, 1_000_000),
                AccessRule.parse(values.get(ConfigKey.ACCESS)),
                file(ConfigKey.PASSWORD_FILE));
    }

    private Path file(ConfigKey key) {
        return values.get(key).isEmpty() ? null : Path.of(values.get(key));
    }

    private int number(ConfigKey key, int min, int max) throws ConfigException {
        try {
            int number = Integer.parseInt(values.get(key).strip());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw wrong(key, "a number from " + min + " to " + max);
    }

    private long bytes(ConfigKey key, long otherwise) throws ConfigException {
        return values.get(key).isEmpty() ? otherwise : bytes(key);
    }

    private long bytes(ConfigKey key) throws ConfigException {
        Matcher matcher = BYTES.matcher(values.get(key).strip());
        if (!matcher.matches() || matcher.group(1).length() > 15) {
            throw wrong(key, "a size such as 512MB or 2GB");
        }
        int shift = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            case "t" -> 40;
            default -> 0;
        };
        return Long.parseLong(matcher.group(1)) << shift;
    }

    private ConfigException wrong(ConfigKey key, String wanted) {
        return new ConfigException(
                origins.get(key) + " is \"" + values.get(key) + "\" but must be " + wanted);
    }
}
