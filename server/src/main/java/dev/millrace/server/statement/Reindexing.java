package dev.millrace.server.statement;

import java.util.Locale;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Upkeep;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.session.Execution;

/**
 * REINDEX and CLUSTER: an index is made of sorted runs that are merged as they come, and a table's rows lie in the
 * order of its key, so that both find everything done. What they name must be there, and be the session's to mend.
 */
final class Reindexing {

    private Reindexing() {}

    static void check(Upkeep reindex, Execution run) {
        boolean isWhole = !reindex.detail().equals("index") && !reindex.detail().equals("table");
        if (isWhole || reindex.isConcurrent()) {
            run.session().transaction().checkOutside(
                    "REINDEX " + (isWhole ? reindex.detail().toUpperCase(Locale.ROOT) : "CONCURRENTLY"));
        }
        if (reindex.object() == null) {
            if (!isWhole || reindex.detail().equals("schema")) {
                throw new SqlException(SqlState.SYNTAX_ERROR, "syntax error at end of input");
            }
            return;
        }
        String name = reindex.object().last();
        switch (reindex.detail()) {
            case "schema" -> {
                if (!run.catalog().schemaNames().contains(name)) {
                    throw new SqlException(SqlState.INVALID_SCHEMA_NAME, "schema \"" + name + "\" does not exist");
                }
            }
            case "database", "system" -> {
                if (!name.equals(run.database().name())) {
                    throw new SqlException(
                            SqlState.FEATURE_NOT_SUPPORTED, "can only reindex the currently open database");
                }
            }
            default -> checkRelation(reindex, run);
        }
    }

    private static void checkRelation(Upkeep reindex, Execution run) {
        String name = reindex.object().last();
        CatalogObject object = run.catalog().find(reindex.object().parts())
                .orElseThrow(() -> new SqlException(
                        SqlState.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist"));
        boolean isIndex = reindex.detail().equals("index");
        boolean isTable = object instanceof CatalogObject.Table || object instanceof CatalogObject.MaterializedView;
        if (isIndex ? !(object instanceof CatalogObject.Index) : !isTable) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "\"" + name + "\" is not " + (isIndex ? "an index" : "a table or materialized view"));
        }
        run.session().authority().checkOwner(object);
    }

    static void checkCluster(Upkeep cluster, Execution run) {
        for (long id : cluster.relations()) {
            CatalogObject table = run.catalog().snapshot().find(id).orElseThrow();
            run.session().authority().checkOwner(table);
            boolean isThere = cluster.detail() == null
                    || run.catalog().snapshot().indexes(id).stream()
                            .anyMatch(index -> index.name().equals(cluster.detail()))
                    || table instanceof CatalogObject.Table found && found.primaryKey() != null
                            && found.primaryKey().name().equals(cluster.detail());
            if (!isThere) {
                throw new SqlException(
                        SqlState.UNDEFINED_OBJECT,
                        "index \"" + cluster.detail() + "\" for table \"" + table.name() + "\" does not exist");
            }
        }
    }
}
