package dev.millrace.planner;

import java.util.Map;

/** What a statement says of how PostgreSQL is to store an object: nothing goes by it here, and catalogs tell it. */
public sealed interface TuningChange {

    /** SET (...), RESET (...): null as the value of one that is to be as if it was never given. */
    record Options(Map<String, String> options) implements TuningChange {}

    /** @param column its name, of an index its number; {@code settings}: as for {@link Options} */
    record Column(String column, Map<String, String> settings) implements TuningChange {}

    record Logged(boolean isLogged) implements TuningChange {}

    /** @param kind {@code "default"}, {@code "full"}, {@code "nothing"}, or {@code "index"} where one is named */
    record ReplicaIdentity(String kind, String index) implements TuningChange {}

    /** @param index null for none */
    record Clustered(String index) implements TuningChange {}
}
