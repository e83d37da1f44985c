package dev.millrace.server;

import java.time.ZoneOffset;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.engine.QueryRun;
import dev.millrace.executor.engine.Transaction;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.Effort;
import dev.millrace.planner.PlannerSettings;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.SessionCatalog;
import dev.millrace.server.catalog.TemporarySchema;
import dev.millrace.server.session.Database;

/** Plans and runs a few statements before the first client does: the first use of a planner takes seconds. */
final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final List<String> STATEMENTS = List.of(
            "SELECT 1",
            "SELECT nspname, count(*) FROM pg_catalog.pg_namespace n"
                    + " JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid"
                    + " WHERE c.relname LIKE 'pg%' GROUP BY nspname ORDER BY 2 DESC LIMIT 3");

    private WarmUp() {}

    static void run(Database database, PlannerDoor planner) {
        for (String sql : STATEMENTS) {
            try (Transaction transaction = database.engine().begin()) {
                SessionCatalog catalog = new SessionCatalog(
                        database.catalogs().of(transaction.snapshot()),
                        database.system(),
                        List.of(CatalogSnapshot.PUBLIC),
                        database.name(),
                        TemporarySchema.of(0));
                PlannerSettings settings = new PlannerSettings(
                        ZoneOffset.UTC, List.of(CatalogSnapshot.PUBLIC), Server.USER, Server.USER, database.name(),
                        PlannerSettings.RECURSION_LIMIT, Effort.ANY);
                if (planner.plan(sql, catalog, settings) instanceof Statement.Query query) {
                    drain(database.engine().query(query.plan(), ZoneOffset.UTC, transaction, Cancellation.NONE));
                }
            } catch (SqlException e) {
                LOG.warn("a statement that only warms up failed: {}: {}", sql, e.getMessage());
            }
        }
    }

    private static void drain(QueryRun run) {
        try (run) {
            while (run.next() != null) {
                // only the work counts
            }
        }
    }
}
