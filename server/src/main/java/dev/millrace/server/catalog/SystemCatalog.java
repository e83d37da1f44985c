package dev.millrace.server.catalog;

import java.util.List;
import java.util.Optional;

import dev.millrace.planner.PlannerCatalog;

/** Relations that are always there: {@code pg_catalog}, {@code information_schema}, {@code millrace}. */
public interface SystemCatalog {

    String PG_CATALOG = "pg_catalog";
    String INFORMATION_SCHEMA = "information_schema";
    String MILLRACE = "millrace";

    List<String> SCHEMAS = List.of(PG_CATALOG, INFORMATION_SCHEMA, MILLRACE);

    /** None at all, for tests. */
    SystemCatalog NONE = new SystemCatalog() {
        @Override
        public Optional<PlannerCatalog.Stored> find(String schema, String name) {
            return Optional.empty();
        }

        @Override
        public List<PlannerCatalog.Stored> relations() {
            return List.of();
        }
    };

    Optional<PlannerCatalog.Stored> find(String schema, String name);

    List<PlannerCatalog.Stored> relations();
}
