package dev.millrace.server.pgcatalog;

import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.Privilege;
import dev.millrace.server.catalog.Sequences;
import dev.millrace.server.wire.WireTypes;

/** Sequences as {@code pg_sequence}, {@code pg_sequences} and {@code information_schema.sequences} show them. */
final class PgSequence {

    private PgSequence() {}

    static void sequence(Source source, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof CatalogObject.Sequence sequence) {
                out.set("seqrelid", sequence.id())
                        .set("seqtypid", WireTypes.oid(sequence.type()))
                        .set("seqstart", sequence.start())
                        .set("seqincrement", sequence.increment())
                        .set("seqmax", sequence.max())
                        .set("seqmin", sequence.min())
                        .set("seqcache", sequence.cache())
                        .set("seqcycle", sequence.cycles())
                        .end();
            }
        }
    }

    static void sequences(Source source, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof CatalogObject.Sequence sequence) {
                out.set("schemaname", sequence.schemaName())
                        .set("sequencename", sequence.name())
                        .set("sequenceowner", source.owner(sequence))
                        .set("data_type", WireTypes.oid(sequence.type()))
                        .set("start_value", sequence.start())
                        .set("min_value", sequence.min())
                        .set("max_value", sequence.max())
                        .set("increment_by", sequence.increment())
                        .set("cycle", sequence.cycles())
                        .set("cache_size", sequence.cache());
                boolean isHidden = !source.authority().has(Privilege.USAGE, sequence.id(), Grantable.SEQUENCE)
                        && !source.authority().has(Privilege.SELECT, sequence.id(), Grantable.SEQUENCE);
                Sequences.Position position =
                        source.database() == null || isHidden ? null : source.database().sequences().position(sequence);
                if (position != null && position.isCalled()) {
                    out.set("last_value", position.last());
                }
                out.end();
            }
        }
    }

    static void information(Source source, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof CatalogObject.Sequence sequence
                    && (sequence.owner() == null || !sequence.owner().isIdentity())) {
                out.set("sequence_catalog", source.tables().databaseName())
                        .set("sequence_schema", sequence.schemaName())
                        .set("sequence_name", sequence.name())
                        .set("data_type", sequence.type().toString())
                        .set("numeric_precision", precision(sequence))
                        .set("numeric_precision_radix", 2)
                        .set("numeric_scale", 0)
                        .set("start_value", Long.toString(sequence.start()))
                        .set("minimum_value", Long.toString(sequence.min()))
                        .set("maximum_value", Long.toString(sequence.max()))
                        .set("increment", Long.toString(sequence.increment()))
                        .set("cycle_option", sequence.cycles() ? "YES" : "NO")
                        .end();
            }
        }
    }

    private static int precision(CatalogObject.Sequence sequence) {
        return switch (sequence.type().kind()) {
            case SMALLINT -> 16;
            case INTEGER -> 32;
            default -> 64;
        };
    }
}
