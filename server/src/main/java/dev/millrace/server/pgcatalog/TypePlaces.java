package dev.millrace.server.pgcatalog;

import java.util.HashMap;
import java.util.Map;

import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.catalog.NamedType;
import dev.millrace.server.catalog.RowTypes;
import dev.millrace.server.catalog.SystemCatalog;
import dev.millrace.server.wire.WireTypes;

/** Where types lie, by their numbers, and what {@code information_schema} calls them: all of one catalog. */
final class TypePlaces {

    /**
     * @param dataType the standard's word for it
     * @param element number of the type of its elements; 0 for what is no array
     */
    record Place(long oid, String schema, String name, String dataType, long element) {
        boolean isArray() {
            return element != 0;
        }
    }

    private static final String DEFINED = "USER-DEFINED";
    private static final Map<Long, Place> SYSTEM = new HashMap<>();

    static {
        for (String[] type : SystemColumns.lines("pg_type.tsv")) {
            long oid = Long.parseLong(type[0]);
            boolean isArray = type[1].startsWith("_");
            String word = isArray ? "ARRAY" : SystemTypes.sqlName(oid);
            SYSTEM.put(oid, new Place(
                    oid, SystemCatalog.PG_CATALOG, type[1], word, isArray ? Long.parseLong(type[8]) : 0));
        }
    }

    private final Map<Long, Place> defined = new HashMap<>();

    TypePlaces(CatalogSnapshot catalog) {
        for (CatalogObject object : catalog.objects()) {
            if (object instanceof NamedType type) {
                add(object, type.id(), type.definition().arrayId());
            } else if (object instanceof DomainObject) {
                defined.put(object.id(), new Place(object.id(), object.schemaName(), object.name(), DEFINED, 0));
            } else {
                RowTypes.of(object).ifPresent(row -> add(object, row.id(), row.arrayId()));
            }
        }
    }

    private void add(CatalogObject object, long oid, long array) {
        defined.put(oid, new Place(oid, object.schemaName(), object.name(), DEFINED, 0));
        defined.put(array, new Place(array, object.schemaName(), "_" + object.name(), "ARRAY", oid));
    }

    /** Null when there is no such type. */
    Place find(long oid) {
        Place system = SYSTEM.get(oid);
        return system != null ? system : defined.get(oid);
    }

    Place of(SqlType type) {
        return find(WireTypes.oid(type));
    }
}
