package dev.millrace.server.statement;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.StreamWatermark;
import dev.millrace.server.session.Execution;

/**
 * The options of a stream that say of which parts its watermark is: {@code watermark.partition}, a column whose every
 * value has a latest time of its own; {@code watermark.idle}, after how long without rows a part holds nothing back;
 * {@code watermark.arrival}, the column that says when a row came. Columns that Kafka fills are taken where nothing
 * else is said.
 */
final class WatermarkParts {

    private static final String PREFIX = "watermark.";
    private static final String PARTITION = PREFIX + "partition";
    private static final String ARRIVAL = PREFIX + "arrival";
    private static final String IDLE = PREFIX + "idle";

    private final Statement.CreateStream create;
    private final List<CatalogObject.Column> columns;
    private final Execution run;

    WatermarkParts(Statement.CreateStream create, List<CatalogObject.Column> columns, Execution run) {
        this.create = create;
        this.columns = columns;
        this.run = run;
    }

    static boolean isOption(String name) {
        return name.startsWith(PREFIX);
    }

    /** What is left for a connector. */
    static Map<String, String> others(Map<String, String> options) {
        Map<String, String> others = new LinkedHashMap<>(options);
        others.keySet().removeIf(WatermarkParts::isOption);
        return others;
    }

    /** The stream's watermark, or none. */
    List<StreamWatermark> watermarks() {
        for (String option : create.options().keySet()) {
            if (isOption(option) && !List.of(PARTITION, ARRIVAL, IDLE).contains(option)) {
                throw invalid("unrecognized parameter \"" + option + "\"").withHint("A watermark has the options \""
                        + PARTITION + "\", \"" + ARRIVAL + "\" and \"" + IDLE + "\".");
            }
            if (isOption(option) && create.watermarks().isEmpty()) {
                throw invalid("the option \"" + option + "\" needs a watermark")
                        .withHint("Write WATERMARK FOR ts AS ts - INTERVAL '5' SECOND among the columns.");
            }
        }
        return create.watermarks().stream().map(this::watermark).toList();
    }

    private StreamWatermark watermark(Statement.WatermarkDefinition mark) {
        Integer partition = column(PARTITION, "metadata.partition");
        Long idle = idle();
        Integer arrival = idle == null && !create.options().containsKey(ARRIVAL)
                ? null
                : column(ARRIVAL, "metadata.timestamp");
        if (idle != null && arrival == null) {
            throw invalid("the option \"" + IDLE + "\" needs a column that says when a row came")
                    .withHint("Name it by the option \"" + ARRIVAL + "\"; for Kafka by \"metadata.timestamp\".");
        }
        if (arrival != null && !columns.get(arrival).type().equals(SqlType.TIMESTAMPTZ)) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH,
                    "column \"" + columns.get(arrival).name() + "\" that says when a row came must be of type "
                            + SqlType.TIMESTAMPTZ + ", not " + columns.get(arrival).type());
        }
        boolean isOfParts = partition != null || idle != null;
        boolean isRefusing = !create.options().getOrDefault("late", "accept").equalsIgnoreCase("accept");
        if (isOfParts && isRefusing) {
            throw SqlException.unsupported("refusing late rows by a watermark of partitions");
        }
        return new StreamWatermark(
                mark.column(), mark.delaySql(), mark.delayMicros(), partition, arrival, idle);
    }

    private Long idle() {
        String text = create.options().get(IDLE);
        return text == null ? null : Retention.micros(IDLE, text, run);
    }

    /** The column that one of these options names, the first of them that is given; null for none. */
    private Integer column(String option, String otherwise) {
        String name = create.options().getOrDefault(option, create.options().get(otherwise));
        if (name == null) {
            return null;
        }
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new SqlException(SqlState.UNDEFINED_COLUMN, "column \"" + name + "\" does not exist")
                .withHint("The option \"" + (create.options().containsKey(option) ? option : otherwise)
                        + "\" names a column of the stream.");
    }

    private static SqlException invalid(String message) {
        return new SqlException(SqlState.INVALID_PARAMETER_VALUE, message);
    }
}
