package dev.millrace.planner.bind;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.Routine;
import dev.millrace.planner.RoutineSettings;
import dev.millrace.sql.parser.statement.RoutineSetting;

/** SET and RESET in definitions of routines. */
final class WrittenSettings {

    private static final Set<String> IDENTITY = Set.of("role", "session_authorization");

    private WrittenSettings() {}

    static RoutineSettings of(List<RoutineSetting> written) {
        Map<String, String> set = new LinkedHashMap<>();
        Set<String> reset = new HashSet<>();
        List<String> path = null;
        for (RoutineSetting one : written) {
            if (IDENTITY.contains(one.name())) {
                throw SqlException.unsupported("SET " + one.name() + " of a function")
                        .withHint("A function may what its caller may.");
            }
            boolean isReset = one.values().isEmpty() && !one.isCurrent();
            set.remove(one.name());
            if (isReset) {
                reset.add(one.name());
            } else {
                set.put(one.name(), one.isCurrent() ? null : String.join(", ", one.values()));
            }
            if (one.name().equals(RoutineSettings.SEARCH_PATH) && !one.values().isEmpty()) {
                path = path(one.values());
            }
        }
        return new RoutineSettings(set, reset, path);
    }

    /** Who calls cannot be told beforehand; a path of nothing finds only what is the system's. */
    private static List<String> path(List<String> values) {
        List<String> schemas = values.stream().filter(name -> !name.isEmpty() && !name.equals("$user")).toList();
        return schemas.isEmpty() ? List.of("pg_catalog") : schemas;
    }

    /** The routine with what is written. */
    static Routine with(List<RoutineSetting> written, Routine routine) {
        RoutineSettings settings = of(written);
        return routine.with(settings.after(Map.of()), settings.path());
    }
}
