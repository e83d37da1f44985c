package dev.millrace.server.statement;

import java.util.List;
import java.util.Locale;

import dev.millrace.executor.engine.Lateness;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.StreamWatermark;
import dev.millrace.server.session.Execution;

/** The option {@code late} of a stream with a watermark: {@code 'accept'}, {@code 'drop'}, or a table for late rows. */
final class LateRows {

    private static final String ACCEPT = "accept";
    private static final String DROP = "drop";

    private final Statement.CreateStream create;
    private final List<CatalogObject.Column> columns;
    private final Execution run;

    LateRows(Statement.CreateStream create, List<CatalogObject.Column> columns, Execution run) {
        this.create = create;
        this.columns = columns;
        this.run = run;
    }

    /** The table that takes late rows; 0 for none. */
    long table() {
        String policy = create.options().getOrDefault("late", ACCEPT);
        if (policy.toLowerCase(Locale.ROOT).equals(ACCEPT)) {
            return 0;
        }
        if (create.watermarks().isEmpty()) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "the option \"late\" needs a watermark")
                    .withHint("Write WATERMARK FOR ts AS ts - INTERVAL '5' SECOND among the columns.");
        }
        if (create.options().containsKey("connector")) {
            throw SqlException.unsupported("refusing late rows of a stream that a connector reads");
        }
        return policy.equals(DROP) ? 0 : taking(policy).id();
    }

    /** A table that any row of the stream fits into, whatever else it holds. */
    private CatalogObject.Table taking(String name) {
        CatalogObject found = run.catalog().find(List.of(name.split("\\."))).orElseThrow(() -> new SqlException(
                        SqlState.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist")
                .withHint("Late rows are accepted ('accept'), dropped ('drop'), or put into a table."));
        if (!(found instanceof CatalogObject.Table table)) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + name + "\" is not a table");
        }
        boolean fits = table.columns().size() == columns.size();
        for (int i = 0; fits && i < columns.size(); i++) {
            CatalogObject.Column theirs = table.columns().get(i);
            fits = theirs.type().equals(columns.get(i).type())
                    && (theirs.nullable() || !columns.get(i).nullable())
                    && theirs.generatedSql() == null;
        }
        if (!fits) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH, "table \"" + name + "\" does not have the columns of the stream");
        }
        boolean isFree = table.primaryKey() == null
                && table.checks().isEmpty()
                && run.catalog().snapshot().foreignKeys(table.id()).isEmpty()
                && run.catalog().snapshot().uniqueIndexes(table.id()).isEmpty();
        if (!isFree) {
            throw SqlException.unsupported("a table with keys or checks for late rows");
        }
        return table;
    }

    /** What a table must not become that takes late rows: they are written by the engine, which asks nobody. */
    static void refuseChange(CatalogObject.Relation table, String change, Execution run) {
        for (CatalogObject.Relation relation : run.catalog().snapshot().relations()) {
            if (relation instanceof CatalogObject.Stream stream && stream.lateTable() == table.id()) {
                throw SqlException.unsupported(change + " a table that takes late rows")
                        .withDetail("Late rows of stream \"" + stream.name() + "\" go into it.");
            }
        }
    }

    /** Null for a stream that takes late rows as it does others. */
    static Lateness lateness(CatalogObject.Stream stream) {
        if (!stream.refusesLate()) {
            return null;
        }
        StreamWatermark mark = stream.watermarks().getFirst();
        return new Lateness(mark.column(), mark.delayMicros(), stream.lateTable());
    }
}
