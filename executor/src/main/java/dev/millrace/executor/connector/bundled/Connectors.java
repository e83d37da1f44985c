package dev.millrace.executor.connector.bundled;

import java.util.List;

import dev.millrace.executor.connector.Connector;
import dev.millrace.executor.connector.NearestName;
import dev.millrace.executor.connector.blackhole.BlackholeConnector;
import dev.millrace.executor.connector.file.FileConnector;
import dev.millrace.executor.connector.generator.GeneratorConnector;
import dev.millrace.executor.connector.kafka.KafkaConnector;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** Every connector there is; a new one is a line here. */
public final class Connectors {

    private static final List<Connector> ALL = List.of(
            new BlackholeConnector(),
            new FileConnector(),
            new GeneratorConnector(),
            new KafkaConnector());

    private Connectors() {}

    public static List<Connector> all() {
        return ALL;
    }

    /** The connector that an option {@code connector} names. */
    public static Connector named(String name) {
        for (Connector connector : ALL) {
            if (connector.name().equals(name)) {
                return connector;
            }
        }
        List<String> names = ALL.stream().map(Connector::name).toList();
        String nearest = NearestName.of(name, names);
        String hint = nearest == null
                ? "Known connectors are " + String.join(", ", names) + "."
                : "Perhaps you meant the connector \"" + nearest + "\".";
        throw new SqlException(
                SqlState.INVALID_PARAMETER_VALUE, "connector \"" + name + "\" does not exist", null, hint, 0);
    }
}
