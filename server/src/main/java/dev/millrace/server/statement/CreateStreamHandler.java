package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** CREATE STREAM: read by a connector, or written by INSERT and kept for its {@code retention}. */
final class CreateStreamHandler implements Handler<Statement.CreateStream> {

    @Override
    public Outcome handle(Statement.CreateStream create, Execution run) throws InterruptedException {
        run.session().transaction().checkWritable("CREATE STREAM");
        NewName name = NewName.of(create.name(), run);
        if (!name.isFree(create.ifNotExists(), run)) {
            return new Outcome.Done("CREATE STREAM");
        }
        List<CatalogObject.Column> columns = columns(create);
        Map<String, String> options = new LinkedHashMap<>(create.options());
        String connector = options.remove("connector");
        CatalogObject.Stream stream = new CatalogObject.Stream(
                run.database().engine().nextObjectId(),
                name.schemaName(),
                name.name(),
                columns,
                new WatermarkParts(create, columns, run).watermarks(),
                connector,
                options,
                new LateRows(create, columns, run).table());
        run.session().transaction().create(stream, body(stream, run), run.cancellation());
        return new Outcome.Done("CREATE STREAM");
    }

    private static List<CatalogObject.Column> columns(Statement.CreateStream create) {
        List<CatalogObject.Column> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Statement.ColumnDefinition column : create.columns()) {
            if (!names.add(column.name())) {
                throw new SqlException(
                        SqlState.DUPLICATE_COLUMN, "column \"" + column.name() + "\" specified more than once");
            }
            columns.add(new CatalogObject.Column(
                    column.name(), column.type(), column.nullable(), column.defaultSql(), null, null, null));
        }
        return columns;
    }

    private static ObjectDefinition.Body body(CatalogObject.Stream stream, Execution run) {
        if (stream.connector() != null) {
            return EngineDoor.source(run.database().engine(), stream);
        }
        for (String option : stream.options().keySet()) {
            boolean isKnown = option.equals("retention") || option.equals("late") || WatermarkParts.isOption(option);
            if (!isKnown) {
                throw new SqlException(
                        SqlState.INVALID_PARAMETER_VALUE, "unrecognized parameter \"" + option + "\"")
                        .withHint("A stream without a connector has the options \"retention\", \"late\" and those of"
                                + " its watermark.");
            }
        }
        return new ObjectDefinition.Stream(
                stream.schema(), retention(stream, run), LateRows.lateness(stream));
    }

    private static long retention(CatalogObject.Stream stream, Execution run) {
        String text = stream.options().get("retention");
        return text == null ? Retention.FOREVER : Retention.micros("retention", text, run);
    }
}
