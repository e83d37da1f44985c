package dev.millrace.server.pgcatalog;

import java.util.List;
import java.util.stream.Stream;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
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

    /** As {@code pg_sequence_parameters} answers. */
    static List<String> parameters(long number, CatalogSnapshot catalog) {
        if (!(catalog.find(number).orElse(null) instanceof CatalogObject.Sequence sequence)) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "relation with OID " + number + " is not a sequence");
        }
        return Stream.of(
                        sequence.start(), sequence.min(), sequence.max(), sequence.increment(), sequence.cycles(),
                        sequence.cache(), WireTypes.oid(sequence.type()))
                .map(String::valueOf)
                .toList();
    }

    /** The qualified name of the sequence that numbers a column, as SQL writes it; null for none. */
    static String ofColumn(long relation, String table, String column, CatalogSnapshot catalog) {
        CatalogObject object = catalog.find(relation).orElse(null);
        int number = object instanceof CatalogObject.Table found ? found.schema().indexOf(column) : -1;
        if (number < 0) {
            throw new SqlException(
                    SqlState.UNDEFINED_COLUMN, "column \"" + column + "\" of relation \"" + table
                            + "\" does not exist");
        }
        return catalog.sequencesOf(object.id()).stream()
                .filter(sequence -> sequence.owner().column() == number)
                .map(sequence -> WrittenName.quoted(sequence.schemaName()) + "."
                        + WrittenName.quoted(sequence.name()))
                .findFirst()
                .orElse(null);
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
