package dev.millrace.server.statement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.millrace.executor.engine.Job;
import dev.millrace.executor.engine.SinkStatus;
import dev.millrace.executor.engine.SourceStatus;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.AttachmentCodec;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.Privilege;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.catalog.SinkObject;
import dev.millrace.server.catalog.SystemCatalog;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Session;

/** SHOW TABLES, SHOW JOBS, SHOW CREATE and their like: short lists for people; the catalogs say more. */
final class ShowObjectsHandler implements Handler<Statement.ShowObjects> {

    @Override
    public Outcome handle(Statement.ShowObjects show, Execution run) {
        ShownObjects what = ShownObjects.of(show);
        if (what == null) {
            throw SqlException.unsupported("SHOW " + show.what());
        }
        List<List<String>> rows = switch (what) {
            case TABLES -> objects(run, object -> object instanceof CatalogObject.Table, object -> List.of());
            case STREAMS -> objects(
                    run,
                    object -> object instanceof CatalogObject.Stream,
                    object -> Arrays.asList(((CatalogObject.Stream) object).connector()));
            case SOURCES -> sources(run);
            case VIEWS -> objects(run, object -> object instanceof CatalogObject.View, object -> List.of());
            case MATERIALIZED_VIEWS ->
                objects(run, object -> object instanceof CatalogObject.MaterializedView, object -> List.of());
            case SINKS -> sinks(run);
            case INDEXES -> objects(
                    run,
                    object -> object instanceof CatalogObject.Index,
                    object -> List.of(run.catalog().snapshot()
                            .find(((CatalogObject.Index) object).relation())
                            .map(CatalogObject::name)
                            .orElse("")));
            case SCHEMAS -> run.catalog().schemaNames().stream().sorted().map(List::of).toList();
            case DATABASES -> run.catalog().snapshot().databases().stream()
                    .map(database -> List.of(database.databaseName()))
                    .sorted(Comparator.comparing(List::getFirst))
                    .toList();
            case COLUMNS -> columns(show, run);
            case JOBS -> jobs(run);
            case SESSIONS -> run.database().sessions().get().stream()
                    .map(session -> List.of(
                            Integer.toString(session.processId()),
                            session.user(),
                            session.settings().get("application_name"),
                            session.connection().clientAddress(),
                            session.isActive() ? "active" : "idle",
                            isShown(session, run) ? session.activity().sql() : "<insufficient privilege>"))
                    .toList();
            case SUBSCRIPTIONS -> run.database().sessions().get().stream()
                    .filter(session -> session.isActive() && isShown(session, run)
                            && session.activity().sql().regionMatches(true, 0, "subscribe", 0, "subscribe".length()))
                    .map(session -> List.of(Integer.toString(session.processId()), session.activity().sql()))
                    .toList();
            case ERRORS -> new ViewErrors(run).rows(show.name());
            case CREATE -> List.of(create(show, run));
        };
        return Rows.ofText(what.columns(), rows, "SHOW");
    }

    /** Whether the session may see what another one does. */
    private static boolean isShown(Session other, Execution run) {
        Authority authority = run.session().authority();
        return authority.actsAs(other.identity().login()) || authority.actsAs(Role.READ_ALL_STATS);
    }

    private static List<List<String>> objects(
            Execution run,
            Predicate<CatalogObject> wanted,
            Function<CatalogObject, List<String>> more) {
        List<List<String>> rows = new ArrayList<>();
        run.catalog().snapshot().objects().stream().filter(wanted).forEach(object -> {
            List<String> row = new ArrayList<>(List.of(object.schemaName(), object.name()));
            row.addAll(more.apply(object));
            rows.add(row);
        });
        return rows;
    }

    private static List<List<String>> sources(Execution run) {
        Map<Long, SourceStatus> statuses = run.database().engine().status().sources();
        return objects(
                run,
                object -> object instanceof CatalogObject.Stream stream && stream.connector() != null,
                object -> {
                    String connector = ((CatalogObject.Stream) object).connector();
                    SourceStatus status = statuses.get(object.id());
                    return status == null
                            ? Arrays.asList(connector, "idle", null, null, null, null, null)
                            : Arrays.asList(
                                    connector,
                                    status.status().state().name().toLowerCase(Locale.ROOT),
                                    status.position().toString(),
                                    status.lag() < 0 ? null : Long.toString(status.lag()),
                                    Long.toString(status.rejected()),
                                    run.session().authority().has(
                                            Privilege.SELECT, object.id(), Grantable.TABLE)
                                            ? status.lastRejection() : null,
                                    status.status().message());
                });
    }

    private static List<List<String>> sinks(Execution run) {
        Map<Long, SinkStatus> statuses = run.database().engine().status().sinks();
        return objects(
                run,
                object -> object instanceof SinkObject,
                object -> {
                    String connector = ((SinkObject) object).connector();
                    SinkStatus status = statuses.get(object.id());
                    return status == null
                            ? Arrays.asList(connector, null, null, null)
                            : Arrays.asList(
                                    connector,
                                    status.guarantee() == null ? null : status.guarantee().toString(),
                                    status.status().state().name().toLowerCase(Locale.ROOT),
                                    status.status().message());
                });
    }

    private static List<List<String>> columns(Statement.ShowObjects show, Execution run) {
        if (show.name() == null) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "SHOW COLUMNS needs FROM and a relation");
        }
        PlannerCatalog.Relation relation = run.catalog().resolve(show.name().parts()).orElseThrow(() ->
                new SqlException(SqlState.UNDEFINED_TABLE, "relation \"" + show.name() + "\" does not exist"));
        List<String> defaults = relation instanceof PlannerCatalog.Stored stored
                ? stored.origins().stream().map(PlannerCatalog.ColumnOrigin::sql).toList()
                : List.of();
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < relation.schema().size(); i++) {
            var field = relation.schema().field(i);
            rows.add(Arrays.asList(
                    field.name(),
                    field.type().toString(),
                    field.nullable() ? "yes" : "no",
                    i < defaults.size() ? defaults.get(i) : null));
        }
        return rows;
    }

    private static List<List<String>> jobs(Execution run) {
        List<List<String>> rows = new ArrayList<>();
        for (Job job : run.database().engine().status().jobs()) {
            Instant started = Instant.ofEpochSecond(
                    Math.floorDiv(job.startedMicros(), 1_000_000L),
                    Math.floorMod(job.startedMicros(), 1_000_000L) * 1000);
            rows.add(List.of(
                    AttachmentCodec.decode(job.attachment()).name(),
                    job.phase(),
                    Long.toString(job.rowsRead()),
                    Long.toString(job.rowsTotal()),
                    started.toString()));
        }
        return rows;
    }

    private static List<String> create(Statement.ShowObjects show, Execution run) {
        CatalogObject object = run.catalog().find(show.name().parts()).orElseThrow(() -> {
            boolean isSystem = show.name().parts().size() > 1
                    && SystemCatalog.SCHEMAS.contains(show.name().parts().get(show.name().parts().size() - 2));
            return isSystem
                    ? SqlException.unsupported("SHOW CREATE of a system relation")
                    : new SqlException(SqlState.UNDEFINED_TABLE, "relation \"" + show.name() + "\" does not exist");
        });
        return List.of(
                object.schemaName() + "." + object.name(),
                new CreateText(run.catalog().snapshot()).of(object));
    }
}
