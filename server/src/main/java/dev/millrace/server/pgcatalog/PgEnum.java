package dev.millrace.server.pgcatalog;

import java.util.List;

import dev.millrace.executor.plan.EnumType;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.NamedType;

/** {@code pg_catalog.pg_enum}: labels in their order. A label has no OID of its own here: it gets one for the list. */
final class PgEnum implements SystemRows {

    /** Labels are numbered within a type; the type's number is in front. */
    private static final int LABELS_MAX = 1 << 12;

    @Override
    public void fill(Source source, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof NamedType type) {
                List<EnumType.Label> labels = type.definition().labels();
                for (int i = 0; i < labels.size(); i++) {
                    out.set("oid", (type.id() * LABELS_MAX + i) & 0x7fff_ffffL)
                            .set("enumtypid", type.id())
                            .set("enumsortorder", i + 1)
                            .set("enumlabel", labels.get(i).text())
                            .end();
                }
            }
        }
    }
}
