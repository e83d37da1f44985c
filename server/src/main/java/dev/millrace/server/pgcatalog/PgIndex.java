package dev.millrace.server.pgcatalog;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.LateKey;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.Tuning;

/** {@code pg_catalog.pg_index}: indexes and primary keys. */
final class PgIndex implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            source.primaryKey(object).ifPresent(key -> {
                List<SortKey> keys = key.columns().stream().map(SortKey::ascending).toList();
                marks(key.id(), object.id(), source, out);
                out.set("indimmediate", true);
                index(key.id(), (CatalogObject.Relation) object, true, true, keys, List.of(), out);
            });
            if (object instanceof CatalogObject.Index index
                    && source.catalog().find(index.relation()).orElse(null) instanceof CatalogObject.Relation of) {
                index(index, of, source, out);
            }
        }
    }

    private static void index(
            CatalogObject.Index index, CatalogObject.Relation of, Source source, RowWriter out) {
        if (index.detail() != null) {
            out.set("indnullsnotdistinct", index.detail().areNullsEqual() != null);
            out.set("indpred", source.expressionText(index.detail().where(), of.id(), SqlType.BOOLEAN));
            out.set("indexprs", index.detail().keys() == null
                    ? null
                    : IntStream.range(0, index.keys().size())
                            .filter(i -> index.keys().get(i).column() < 0)
                            .mapToObj(i -> source.expressionText(index.detail().keys().get(i), of.id(), null))
                            .collect(Collectors.joining(", ")));
        }
        marks(index.id(), of.id(), source, out);
        LateKey late = index.isLate() ? index.detail().late() : null;
        out.set("indimmediate", late == null || !late.isDeferrable());
        out.set("indisexclusion", late != null && late.isExclusion());
        index(
                index.id(), of, late != null && late.isPrimary(),
                index.isUnique() || late != null && !late.isExclusion(), index.keys(),
                PgAttribute.included(index), out);
    }

    /** What the table was told of the index. */
    private static void marks(long oid, long table, Source source, RowWriter out) {
        Tuning tuning = source.catalog().tuning(table);
        out.set("indisclustered", tuning != null && Long.valueOf(oid).equals(tuning.clusterIndex()));
        out.set("indisreplident", tuning != null && Long.valueOf(oid).equals(tuning.identityIndex()));
    }

    private static void index(
            long oid, CatalogObject.Relation relation, boolean isPrimary, boolean isUnique, List<SortKey> keys,
            List<Integer> included, RowWriter out) {
        List<SqlType> types = keys.stream()
                .map(key -> key.column() < 0 ? SqlType.TEXT : relation.schema().type(key.column()))
                .toList();
        out.set("indexrelid", oid)
                .set("indrelid", relation.id())
                .set("indnatts", keys.size() + included.size())
                .set("indnkeyatts", keys.size())
                .set("indisunique", isUnique)
                .set("indisprimary", isPrimary)
                .set("indisvalid", true)
                .set("indisready", true)
                .set("indislive", true)
                .set(
                        "indkey",
                        Stream.concat(keys.stream().map(SortKey::column), included.stream())
                                .map(column -> column + 1)
                                .toList())
                .set("indcollation", types.stream().map(PgCollation::of).toList())
                .set("indclass", types.stream().map(PgOpclass::of).toList())
                .set("indoption", keys.stream().map(PgIndex::option).toList())
                .end();
    }

    /** The bits of {@code indoption}. */
    static int option(SortKey key) {
        return (key.descending() ? 1 : 0) | (key.nullsFirst() ? 2 : 0);
    }
}
