package dev.millrace.server.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How PostgreSQL was told to store an object, for catalogs and dumps: nothing here goes by it. It goes with the object.
 *
 * @param object whose part it is
 * @param of the OID of what is stored: the object's, or that of its primary key's index
 * @param options in the order in which they were given last
 * @param columns what was said of columns, by their number
 * @param identity how rows are told apart for replicas: a letter as in {@code relreplident}; null for the default
 * @param identityIndex the OID of the index meant by {@code identity}, or null
 * @param clusterIndex the OID of the index in whose order rows are to be laid, or null
 */
public record Tuning(
        long id, long object, long of, Map<String, String> options, Map<Integer, Map<String, String>> columns,
        Boolean isUnlogged, Character identity, Long identityIndex, Long clusterIndex) implements CatalogObject {

    /** What nothing was said of. */
    public static Tuning none(long id, long object, long of) {
        return new Tuning(id, object, of, Map.of(), Map.of(), null, null, null, null);
    }

    /** The same for what another object has in place of what this is about. */
    public Tuning of(long otherObject) {
        return new Tuning(id, otherObject, of == object ? otherObject : of, options, columns, isUnlogged, identity,
                identityIndex, clusterIndex);
    }

    public Tuning withOptions(Map<String, String> changed) {
        return new Tuning(id, object, of, changed(options, changed), columns, isUnlogged, identity, identityIndex,
                clusterIndex);
    }

    public Tuning withColumn(int number, Map<String, String> changed) {
        Map<Integer, Map<String, String>> others = new TreeMap<>(columns);
        others.put(number, changed(others.getOrDefault(number, Map.of()), changed));
        return new Tuning(id, object, of, options, others, isUnlogged, identity, identityIndex, clusterIndex);
    }

    public Tuning withUnlogged(boolean other) {
        return new Tuning(id, object, of, options, columns, other ? true : null, identity, identityIndex,
                clusterIndex);
    }

    public Tuning withIdentity(Character letter, Long index) {
        return new Tuning(id, object, of, options, columns, isUnlogged, letter, index, clusterIndex);
    }

    public Tuning withCluster(Long index) {
        return new Tuning(id, object, of, options, columns, isUnlogged, identity, identityIndex, index);
    }

    /** What is said anew comes behind the rest; null takes back what was said. */
    private static Map<String, String> changed(Map<String, String> before, Map<String, String> changes) {
        Map<String, String> after = new LinkedHashMap<>(before);
        changes.forEach((option, value) -> {
            after.remove(option);
            if (value != null) {
                after.put(option, value);
            }
        });
        return after;
    }

    /** As {@code pg_class.reloptions} has them, or null; those of a table of oversized values are not the table's. */
    public List<String> shownOptions() {
        List<String> shown = options.entrySet().stream()
                .filter(option -> !option.getKey().startsWith("toast."))
                .map(option -> option.getKey() + "=" + option.getValue())
                .toList();
        return shown.isEmpty() ? null : shown;
    }

    @Override
    public String schemaName() {
        return "";
    }

    @Override
    public String name() {
        return "tuning " + of;
    }

    @Override
    public Tuning named(String schemaName, String name) {
        return this;
    }

    @Override
    public String kindName() {
        return "tuning";
    }

    @Override
    public Set<Long> dependencies() {
        return Set.of(object);
    }
}
