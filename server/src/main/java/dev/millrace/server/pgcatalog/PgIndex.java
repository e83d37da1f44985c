package dev.millrace.server.pgcatalog;

import java.util.List;
import java.util.stream.Collectors;

import dev.millrace.executor.plan.SortKey;
import dev.millrace.server.catalog.CatalogObject;

/** {@code pg_catalog.pg_index}: indexes and primary keys. */
final class PgIndex implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            source.primaryKey(object).ifPresent(key -> index(
                    key.id(), object.id(), true, true, key.columns().stream().map(SortKey::ascending).toList(), out));
            if (object instanceof CatalogObject.Index index) {
                index(index.id(), index.relation(), false, index.isUnique(), index.keys(), out);
            }
        }
    }

    private static void index(
            long oid, long relation, boolean isPrimary, boolean isUnique, List<SortKey> keys, RowWriter out) {
        out.set("indexrelid", oid)
                .set("indrelid", relation)
                .set("indnatts", keys.size())
                .set("indnkeyatts", keys.size())
                .set("indisunique", isUnique)
                .set("indisprimary", isPrimary)
                .set("indimmediate", true)
                .set("indisvalid", true)
                .set("indisready", true)
                .set("indislive", true)
                .set("indkey", vector(keys.stream().map(key -> key.column() + 1).toList()))
                .set("indcollation", vector(keys.stream().map(key -> 0).toList()))
                .set("indclass", vector(keys.stream().map(key -> 0).toList()))
                .set("indoption", vector(keys.stream()
                        .map(key -> (key.descending() ? 1 : 0) | (key.nullsFirst() ? 2 : 0))
                        .toList()))
                .end();
    }

    /** The text form of {@code int2vector} and {@code oidvector}. */
    private static String vector(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
