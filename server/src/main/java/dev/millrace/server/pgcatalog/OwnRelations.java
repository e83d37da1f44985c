package dev.millrace.server.pgcatalog;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.millrace.executor.engine.Job;
import dev.millrace.executor.engine.SinkStatus;
import dev.millrace.executor.engine.SourceStatus;
import dev.millrace.executor.engine.StreamTime;
import dev.millrace.executor.engine.Turnaround;
import dev.millrace.executor.engine.ViewStatus;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.catalog.AttachmentCodec;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.Privilege;
import dev.millrace.server.catalog.SinkObject;

/** The schema {@code millrace}: what PostgreSQL has no place for. */
final class OwnRelations {

    static final String SCHEMA = "millrace";

    private OwnRelations() {}

    static Map<String, Schema> schemas() {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        schemas.put("jobs", schema(
                "name", SqlType.TEXT, "phase", SqlType.TEXT, "rows_read", SqlType.BIGINT, "rows_total", SqlType.BIGINT,
                "started", SqlType.TIMESTAMPTZ));
        schemas.put("views", schema(
                "id", SqlType.OID, "schema", SqlType.TEXT, "name", SqlType.TEXT, "rows", SqlType.BIGINT,
                "freshness", SqlType.TEXT, "suspended", SqlType.BOOLEAN, "lag_ms", SqlType.BIGINT,
                "last_refresh", SqlType.TIMESTAMPTZ, "refreshes", SqlType.BIGINT, "changes_in", SqlType.BIGINT,
                "changes_taken", SqlType.BIGINT, "changes_out", SqlType.BIGINT, "failures", SqlType.BIGINT,
                "state_bytes", SqlType.BIGINT, "query", SqlType.TEXT, "version", SqlType.INTEGER));
        schemas.put("streams", schema(
                "id", SqlType.OID, "schema", SqlType.TEXT, "name", SqlType.TEXT, "connector", SqlType.TEXT,
                "rows", SqlType.BIGINT, "status", SqlType.TEXT, "message", SqlType.TEXT, "position", SqlType.TEXT,
                "lag", SqlType.BIGINT, "rejected", SqlType.BIGINT, "last_rejection", SqlType.TEXT,
                "watermark", SqlType.TIMESTAMP, "late_rows", SqlType.BIGINT));
        schemas.put("sinks", schema(
                "id", SqlType.OID, "schema", SqlType.TEXT, "name", SqlType.TEXT, "connector", SqlType.TEXT,
                "query", SqlType.TEXT, "status", SqlType.TEXT, "message", SqlType.TEXT, "guarantee", SqlType.TEXT,
                "sent_epoch", SqlType.BIGINT, "waiting_bytes", SqlType.BIGINT, "state_bytes", SqlType.BIGINT));
        schemas.put("keywords", schema("word", SqlType.TEXT, "catcode", SqlType.TEXT, "catdesc", SqlType.TEXT));
        schemas.put("turnaround", schema(
                "of", SqlType.TEXT, "epochs", SqlType.BIGINT, "p50_ms", SqlType.DOUBLE, "p99_ms", SqlType.DOUBLE,
                "max_ms", SqlType.DOUBLE));
        schemas.put("epochs", schema("epoch", SqlType.BIGINT, "clock", SqlType.TIMESTAMPTZ));
        return schemas;
    }

    /** @param columns name and type in turn */
    private static Schema schema(Object... columns) {
        Schema.Field[] fields = new Schema.Field[columns.length / 2];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = new Schema.Field((String) columns[2 * i], (SqlType) columns[2 * i + 1], true);
        }
        return Schema.of(fields);
    }

    static Map<String, SystemRows> contents() {
        return Map.of(
                "millrace.jobs", OwnRelations::jobs,
                "millrace.views", OwnRelations::views,
                "millrace.streams", OwnRelations::streams,
                "millrace.sinks", OwnRelations::sinks,
                "millrace.keywords", OwnRelations::keywords,
                "millrace.turnaround", OwnRelations::turnaround,
                "millrace.epochs", (source, out) -> out.set("epoch", source.snapshot().epoch())
                        .set("clock", source.snapshot().clockMicros())
                        .end());
    }

    private static void keywords(Source source, RowWriter out) {
        for (String[] word : SystemColumns.lines("keywords.tsv")) {
            out.set("word", word[0]).set("catcode", word[1]).set("catdesc", word[2]).end();
        }
    }

    private static void turnaround(Source source, RowWriter out) {
        if (source.database() == null) {
            return;
        }
        for (Turnaround times : source.database().engine().status().turnarounds()) {
            out.set("of", times.of().name().toLowerCase(Locale.ROOT)).set("epochs", times.epochs());
            if (times.epochs() > 0) {
                out.set("p50_ms", times.medianNanos() / 1e6).set("p99_ms", times.p99Nanos() / 1e6)
                        .set("max_ms", times.maxNanos() / 1e6);
            }
            out.end();
        }
    }

    private static void jobs(Source source, RowWriter out) {
        if (source.database() == null) {
            return;
        }
        for (Job job : source.database().engine().status().jobs()) {
            out.set("name", AttachmentCodec.decode(job.attachment()).name())
                    .set("phase", job.phase())
                    .set("rows_read", job.rowsRead())
                    .set("rows_total", job.rowsTotal())
                    .set("started", job.startedMicros())
                    .end();
        }
    }

    private static void views(Source source, RowWriter out) {
        Map<Long, ViewStatus> statuses = source.database() == null
                ? Map.of() : source.database().engine().status().views();
        long clock = source.database() == null
                ? 0
                : source.database().engine().clock();
        for (CatalogObject.Relation relation : source.catalog().relations()) {
            if (relation instanceof CatalogObject.MaterializedView view) {
                long failures = source.snapshot().failures(view.id()).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                out.set("id", view.id())
                        .set("schema", view.schemaName())
                        .set("name", view.name())
                        .set("rows", source.snapshot().rowCount(view.id()))
                        .set("freshness", view.options().getOrDefault("freshness", "real-time"))
                        .set("failures", failures)
                        .set("version", view.version() == null ? 1 : view.version())
                        .set("query", view.query());
                pace(statuses.get(view.id()), clock, out);
                out.end();
            }
        }
    }

    /** @param status null for a view whose creation is on its way to the disk */
    private static void pace(ViewStatus status, long clockMicros, RowWriter out) {
        if (status == null) {
            return;
        }
        out.set("suspended", status.isSuspended())
                .set("lag_ms", status.lagMicros(clockMicros) / 1000)
                .set("refreshes", status.refreshes())
                .set("changes_in", status.changesIn())
                .set("changes_taken", status.changesTaken())
                .set("changes_out", status.changesOut())
                .set("state_bytes", status.stateBytes());
        if (status.refreshedMicros() != Long.MIN_VALUE) {
            out.set("last_refresh", status.refreshedMicros());
        }
    }

    private static void streams(Source source, RowWriter out) {
        Map<Long, SourceStatus> statuses = source.database() == null
                ? Map.of() : source.database().engine().status().sources();
        for (CatalogObject.Relation relation : source.catalog().relations()) {
            if (relation instanceof CatalogObject.Stream stream) {
                out.set("id", stream.id())
                        .set("schema", stream.schemaName())
                        .set("name", stream.name())
                        .set("connector", stream.connector())
                        .set("rows", stream.connector() == null ? source.snapshot().rowCount(stream.id()) : -1);
                if (stream.connector() != null) {
                    reading(statuses.get(stream.id()), isReadable(source, stream), out);
                }
                if (stream.refusesLate()) {
                    lateness(stream, source.snapshot().time(stream.id()), out);
                }
                out.end();
            }
        }
    }

    /** @param time null before the first row */
    private static void lateness(CatalogObject.Stream stream, StreamTime time, RowWriter out) {
        out.set("late_rows", time == null ? 0 : time.lateRows());
        if (time != null && time.latestMicros() != Long.MIN_VALUE) {
            out.set("watermark", time.watermarkMicros(stream.watermarks().getFirst().delayMicros()));
        }
    }

    /** Whether who asks may see what is in a stream: what was rejected was meant to be in it. */
    private static boolean isReadable(Source source, CatalogObject.Stream stream) {
        return source.authority().has(Privilege.SELECT, stream.id(), Grantable.TABLE);
    }

    /** @param status null for a source that nothing needs now */
    private static void reading(SourceStatus status, boolean isReadable, RowWriter out) {
        if (status == null) {
            out.set("status", "idle");
            return;
        }
        out.set("status", status.status().state().name().toLowerCase(Locale.ROOT))
                .set("message", status.status().message())
                .set("position", status.position().toString())
                .set("lag", status.lag())
                .set("rejected", status.rejected())
                .set("last_rejection", isReadable ? status.lastRejection() : null);
    }

    private static void sinks(Source source, RowWriter out) {
        Map<Long, SinkStatus> statuses = source.database() == null
                ? Map.of() : source.database().engine().status().sinks();
        Map<Long, ViewStatus> flows = source.database() == null
                ? Map.of() : source.database().engine().status().views();
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof SinkObject sink) {
                out.set("id", sink.id())
                        .set("schema", sink.schemaName())
                        .set("name", sink.name())
                        .set("connector", sink.connector())
                        .set("query", sink.query());
                SinkStatus status = statuses.get(sink.id());
                if (status != null) {
                    out.set("status", status.status().state().name().toLowerCase(Locale.ROOT))
                            .set("message", status.status().message())
                            .set("guarantee", status.guarantee() == null ? null : status.guarantee().toString())
                            .set("sent_epoch", status.sentEpoch())
                            .set("waiting_bytes", status.waitingBytes())
                            .set("state_bytes", flows.containsKey(sink.id()) ? flows.get(sink.id()).stateBytes() : 0);
                }
                out.end();
            }
        }
    }
}
