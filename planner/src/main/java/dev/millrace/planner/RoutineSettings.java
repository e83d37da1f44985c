package dev.millrace.planner;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a definition says of the settings of its routine.
 *
 * @param set values by name; null for the session's at that moment
 * @param reset names of which nothing is to be said, {@code all} among them for every one
 * @param path what it says of the schemas to look in; null for nothing
 */
public record RoutineSettings(Map<String, String> set, Set<String> reset, List<String> path) {

    public static final String SEARCH_PATH = "search_path";
    public static final RoutineSettings NONE = new RoutineSettings(Map.of(), Set.of(), null);
    private static final String ALL = "all";

    public boolean isEmpty() {
        return set.isEmpty() && reset.isEmpty();
    }

    /** Whether it is about more than where names are looked for. */
    public boolean asksSession() {
        return set.keySet().stream().anyMatch(name -> !name.equals(SEARCH_PATH));
    }

    /** What is said after this of what was said before. */
    public Map<String, String> after(Map<String, String> before) {
        Map<String, String> all = new LinkedHashMap<>(reset.contains(ALL) ? Map.of() : before);
        all.keySet().removeIf(name -> reset.contains(name.toLowerCase(Locale.ROOT)));
        set.forEach((name, value) -> {
            all.keySet().removeIf(name::equalsIgnoreCase);
            all.put(name, value);
        });
        return all;
    }

    /** {@code SET name TO 'value'}, on a line of its own. */
    static String spelled(Map.Entry<String, String> setting) {
        List<String> values = setting.getKey().equals(SEARCH_PATH)
                ? Arrays.stream(setting.getValue().split(",", -1)).map(String::strip).toList()
                : List.of(setting.getValue());
        return values.stream()
                .map(value -> value.replaceFirst("^\"(.*)\"$", "$1").replace("'", "''"))
                .collect(Collectors.joining("', '", " SET " + setting.getKey() + " TO '", "'\n"));
    }
}
