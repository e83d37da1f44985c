package dev.millrace.server.pgcatalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.catalog.NamedType;
import dev.millrace.server.catalog.RoutineObject;

/** Numbers and names of everything that {@code pg_class} lists, in one catalog snapshot. Immutable. */
final class ObjectDirectory {

    /** A name with its schema. */
    record Place(String schema, String name) {}

    private final CatalogSnapshot catalog;
    private final Map<Long, Place> places = new HashMap<>();
    private final Map<Place, Long> numbers = new HashMap<>();

    ObjectDirectory(SystemTables tables, CatalogSnapshot catalog) {
        this.catalog = catalog;
        tables.relations().forEach(stored -> add(tables.oid(stored.id()), stored.schemaName(), stored.name()));
        for (CatalogObject object : catalog.objects()) {
            if (object instanceof NamedType || object instanceof RoutineObject || object instanceof DomainObject) {
                continue;
            }
            add(object.id(), object.schemaName(), object.name());
            for (CatalogObject.Key key : Source.keys(object, catalog)) {
                add(key.id(), object.schemaName(), key.name());
            }
        }
    }

    private void add(long oid, String schema, String name) {
        Place place = new Place(schema, name);
        places.put(oid, place);
        numbers.putIfAbsent(place, oid);
    }

    boolean isOf(CatalogSnapshot other) {
        return catalog == other;
    }

    Place place(long oid) {
        return places.get(oid);
    }

    /** The first of that name on the path, or null. */
    Long find(List<String> path, String name) {
        for (String schema : path) {
            Long number = numbers.get(new Place(schema, name));
            if (number != null) {
                return number;
            }
        }
        return null;
    }

    boolean isVisible(long oid, List<String> path) {
        return Long.valueOf(oid).equals(find(path, places.get(oid).name()));
    }

    /** As SQL must write it to find it. */
    String spell(long oid, List<String> path, Function<String, String> quoted) {
        Place place = places.get(oid);
        String name = quoted.apply(place.name());
        return isVisible(oid, path) ? name : quoted.apply(place.schema()) + "." + name;
    }
}
