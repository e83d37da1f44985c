package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyCodec;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.PartitionDefinition;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.PartitionTree;
import dev.millrace.server.catalog.Partitioning;
import dev.millrace.server.session.Execution;
import dev.millrace.storage.ByteWriter;

/** Bounds of partitions: their values computed, in order, and held against those of the partitions that are there. */
final class PartitionBounds {

    private final Execution run;

    PartitionBounds(Execution run) {
        this.run = run;
    }

    /** The bound with its values as they are now and remain. */
    Partitioning.Bound evaluated(
            PartitionDefinition.Bound bound, CatalogObject.Table parent, String partition) {
        List<SqlType> types = parent.partitioning().key().parts().stream().map(PartitionDefinition.Part::type).toList();
        boolean isRange = bound.strategy() == PartitionDefinition.Strategy.RANGE;
        List<Partitioning.Datum> from = new ArrayList<>();
        for (int i = 0; i < bound.from().size(); i++) {
            Partitioning.Datum datum = datum(bound.from().get(i), types.get(isRange ? i : 0), isRange);
            if (isRange || !from.contains(datum)) {
                from.add(datum);
            }
        }
        List<Partitioning.Datum> to = new ArrayList<>();
        for (int i = 0; i < bound.to().size(); i++) {
            to.add(datum(bound.to().get(i), types.get(i), true));
        }
        if (isRange && compare(from, to) >= 0) {
            throw new SqlException(
                    SqlState.INVALID_OBJECT_DEFINITION,
                    "empty range bound specified for partition \"" + partition + "\"")
                    .withDetail("Specified lower bound " + PartitionTree.texts(from)
                            + " is greater than or equal to upper bound " + PartitionTree.texts(to) + ".")
                    .at(bound.from().getFirst().at());
        }
        return new Partitioning.Bound(bound.strategy(), from, to, bound.modulus(), bound.remainder());
    }

    private Partitioning.Datum datum(PartitionDefinition.Datum datum, SqlType type, boolean isRange) {
        if (datum.end() != 0) {
            return new Partitioning.Datum(datum.end() < 0 ? "MINVALUE" : "MAXVALUE", null, datum.end());
        }
        Column value = new RowExpressions(run).evaluate(datum.value(), DeltaBatch.inserts(new Column[0], 1));
        if (value.isNull(0)) {
            if (isRange) {
                throw new SqlException(
                        SqlState.INVALID_OBJECT_DEFINITION, "cannot specify NULL in range bound");
            }
            return new Partitioning.Datum("NULL", key(value, 0, type), 0);
        }
        String text = TextForm.shown(type, value, 0, run.session().settings().zone());
        return new Partitioning.Datum(written(text, type), key(value, 0, type), 0);
    }

    /** As PostgreSQL writes constants down whose type is known. */
    private static String written(String text, SqlType type) {
        return switch (type.kind()) {
            case BOOLEAN -> text.startsWith("t") ? "true" : "false";
            case INTEGER -> text.startsWith("-") ? "'" + text + "'" : text;
            case NUMERIC -> text.matches("[0-9].*[eE.].*") ? text : "'" + text + "'";
            default -> "'" + text.replace("'", "''") + "'";
        };
    }

    private static String key(Column value, int row, SqlType type) {
        return new Places(type).of(value, row);
    }

    /** Tells a value's place among all of its type, in digits. */
    static final class Places {
        private final KeyCodec codec;
        private final ByteWriter out = new ByteWriter(16);

        Places(SqlType type) {
            codec = KeyCodec.ascending(List.of(type), KeyCodec.Form.EQUALITY);
        }

        String of(Column value, int row) {
            out.reset();
            codec.encodeField(0, value, row, out);
            return HexFormat.of().formatHex(out.array(), 0, out.length());
        }
    }

    static int compare(List<Partitioning.Datum> left, List<Partitioning.Datum> right) {
        for (int i = 0; i < left.size(); i++) {
            int order = compare(left.get(i), right.get(i));
            if (order != 0 || left.get(i).end() != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compare(Partitioning.Datum left, Partitioning.Datum right) {
        return left.end() != 0 || right.end() != 0
                ? Integer.compare(left.end(), right.end())
                : left.key().compareTo(right.key());
    }

    /** @throws SqlException 42P17 where another partition takes some of the rows */
    void checkOverlap(
            CatalogObject.Table parent, Partitioning.Bound bound, PartitionDefinition.Bound written, String name) {
        if (bound.strategy() == PartitionDefinition.Strategy.HASH) {
            checkModulus(parent, bound);
        }
        for (CatalogObject.Table other : new PartitionTree(run.catalog().snapshot()).children(parent)) {
            Partitioning.Bound theirs = other.partitioning().place().bound();
            if (bound.isDefault() && theirs.isDefault()) {
                throw new SqlException(
                        SqlState.INVALID_OBJECT_DEFINITION,
                        "partition \"" + name + "\" conflicts with existing default partition \"" + other.name() + "\"")
                        .at(written.at());
            }
            int at = bound.isDefault() || theirs.isDefault() ? 0 : overlap(bound, theirs, written);
            if (at > 0) {
                throw new SqlException(
                        SqlState.INVALID_OBJECT_DEFINITION,
                        "partition \"" + name + "\" would overlap partition \"" + other.name() + "\"")
                        .at(at);
            }
        }
    }

    /** Where in the statement the first value stands that both take; 0 where there is none. */
    private static int overlap(
            Partitioning.Bound bound, Partitioning.Bound theirs, PartitionDefinition.Bound written) {
        return switch (bound.strategy()) {
            case LIST -> {
                for (int i = 0; i < bound.from().size(); i++) {
                    String key = bound.from().get(i).key();
                    if (theirs.from().stream().anyMatch(datum -> datum.key().equals(key))) {
                        yield written.from().get(i).at();
                    }
                }
                yield 0;
            }
            case RANGE -> compare(bound.from(), theirs.to()) < 0 && compare(theirs.from(), bound.to()) < 0
                    ? written.from().getFirst().at()
                    : 0;
            case HASH -> {
                long common = Math.min(bound.modulus(), theirs.modulus());
                yield bound.remainder() % common == theirs.remainder() % common ? written.at() : 0;
            }
        };
    }

    private void checkModulus(CatalogObject.Table parent, Partitioning.Bound bound) {
        for (CatalogObject.Table other : new PartitionTree(run.catalog().snapshot()).children(parent)) {
            long theirs = other.partitioning().place().bound().modulus();
            boolean isLarger = bound.modulus() > theirs;
            if (Math.max(bound.modulus(), theirs) % Math.min(bound.modulus(), theirs) != 0) {
                throw new SqlException(
                        SqlState.INVALID_OBJECT_DEFINITION,
                        "every hash partition modulus must be a factor of the next larger modulus")
                        .withDetail("The new modulus " + bound.modulus()
                                + (isLarger ? " is not divisible by " : " is not a factor of ") + theirs
                                + ", the modulus of existing partition \"" + other.name() + "\".");
            }
        }
    }
}
