package dev.millrace.server.pgcatalog;

import java.util.Set;

/** {@code pg_catalog.pg_aggregate}: which functions work on groups; what they are made of are no functions of SQL. */
final class PgAggregate implements SystemRows {

    /** Those whose last argument is ordered within the group, behind one that is said directly. */
    private static final Set<String> ORDERED = Set.of("percentile_cont", "percentile_disc");

    @Override
    public void fill(Source source, RowWriter out) {
        for (CatalogFunction function : SystemFunctionList.all()) {
            if (function.kind() == 'a') {
                boolean isOrdered = ORDERED.contains(function.name());
                boolean isMode = function.name().equals("mode");
                out.set("aggfnoid", function.oid())
                        .set("aggkind", isOrdered || isMode ? 'o' : 'n')
                        .set("aggnumdirectargs", isOrdered ? 1 : 0)
                        .set("aggfinalmodify", 'r')
                        .set("aggmfinalmodify", 'r')
                        .end();
            }
        }
    }
}
