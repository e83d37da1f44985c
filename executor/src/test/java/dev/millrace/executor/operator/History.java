package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Seeded random changes of some relations, epoch by epoch: inserts, deletes, rows that come and go within an epoch. */
final class History {

    /** What all relations look like: one column of each kind that keys and aggregates treat differently. */
    static final Schema SCHEMA = Schema.of(
            new Schema.Field("a", SqlType.BIGINT, true),
            new Schema.Field("b", SqlType.TEXT, true),
            new Schema.Field("c", SqlType.NUMERIC, true),
            new Schema.Field("d", SqlType.DOUBLE, true),
            new Schema.Field("e", SqlType.BOOLEAN, true));

    private static final String[] TEXTS = {
        "", "x", "xy", "\0", "z\0z", "long enough to need a record of another size"
    };

    private static final double[] DOUBLES = {
        0.0, -0.0, 0.1, 0.2, 1e300, -1e300, 1e-300, 3.25, Double.NaN, 1e16, 1.0, Double.MIN_VALUE
    };

    /** Changes of each relation. */
    record Change(long relation, List<Object> row, long weight) {}

    final List<List<Change>> epochs = new ArrayList<>();
    private final Random random;
    private final int domain;
    private final Map<Long, List<List<Object>>> contents = new HashMap<>();

    private History(long seed, int domain) {
        random = new Random(seed);
        this.domain = domain;
    }

    /** The last epochs empty all relations again. */
    static History random(long seed, int relations, int epochCount, int rowsPerEpoch, int domain) {
        History history = new History(seed, domain);
        for (int epoch = 0; epoch < epochCount; epoch++) {
            history.epochs.add(history.epoch(relations, epoch == 0 ? 0 : history.random.nextInt(rowsPerEpoch + 1)));
        }
        List<Change> end = new ArrayList<>();
        history.contents.forEach((relation, rows) -> rows.forEach(row -> end.add(new Change(relation, row, -1))));
        history.epochs.add(end.subList(0, end.size() / 2));
        history.epochs.add(end.subList(end.size() / 2, end.size()));
        return history;
    }

    /** The same without what takes rows back. */
    History insertsOnly() {
        History inserts = new History(0, domain);
        for (List<Change> changes : epochs) {
            inserts.epochs.add(changes.stream().filter(change -> change.weight() > 0).toList());
        }
        return inserts;
    }

    /**
     * The same with first columns that move on by {@code distance} each epoch; those more than {@code delay} behind the
     * latest one of the epochs before are left out.
     */
    History drifting(long distance, long delay) {
        History drifting = new History(0, domain);
        long latest = Long.MIN_VALUE / 2;
        for (List<Change> changes : epochs) {
            List<Change> moved = new ArrayList<>();
            long watermark = latest - delay;
            for (Change change : changes) {
                List<Object> row = new ArrayList<>(change.row());
                if (row.getFirst() instanceof Long time) {
                    long later = time + distance * drifting.epochs.size();
                    row.set(0, later);
                    latest = Math.max(latest, later);
                    if (later < watermark) {
                        continue;
                    }
                }
                moved.add(new Change(change.relation(), row, change.weight()));
            }
            drifting.epochs.add(moved);
        }
        return drifting;
    }

    private List<Change> epoch(int relations, int size) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            long relation = 1L + random.nextInt(relations);
            List<List<Object>> rows = contents.computeIfAbsent(relation, id -> new ArrayList<>());
            int kind = random.nextInt(10);
            if (kind < 5 || rows.isEmpty()) {
                int weight = random.nextInt(8) == 0 ? 3 : 1;
                List<Object> row = row();
                rows.addAll(Collections.nCopies(weight, row));
                changes.add(new Change(relation, row, weight));
            } else if (kind < 9) {
                List<Object> row = rows.remove(random.nextInt(rows.size()));
                changes.add(new Change(relation, row, -1));
            } else {
                List<Object> ghost = row();
                changes.add(new Change(relation, ghost, 2));
                changes.add(new Change(relation, ghost, -2));
            }
        }
        Collections.shuffle(changes, random);
        return changes;
    }

    private List<Object> row() {
        List<Object> row = new ArrayList<>();
        row.add(isNull() ? null : (long) random.nextInt(domain) - 1);
        row.add(isNull() ? null : TEXTS[random.nextInt(TEXTS.length)]);
        row.add(isNull() ? null : numeric());
        row.add(isNull() ? null : (Object) Double.doubleToLongBits(DOUBLES[random.nextInt(DOUBLES.length)]));
        row.add(isNull() ? null : (Object) (long) random.nextInt(2));
        return row;
    }

    private boolean isNull() {
        return random.nextInt(7) == 0;
    }

    private String numeric() {
        String[] texts = {"1", "1.0", "1.00", "-2.5", "-2.50", "0", "0.00", "12345678901234567890.5", "100", "99.99"};
        Numeric value = Numeric.of(new java.math.BigDecimal(texts[random.nextInt(texts.length)]));
        return new String(value.toBytes(), ISO_8859_1);
    }

    /** The same changes, one row an epoch where that never takes away what is not there. */
    List<List<Change>> oneByOne() {
        List<List<Change>> single = new ArrayList<>();
        for (List<Change> epoch : epochs) {
            if (epoch.isEmpty()) {
                single.add(epoch);
            }
            Map<Change, Long> net = new java.util.LinkedHashMap<>();
            for (Change change : epoch) {
                net.merge(new Change(change.relation(), change.row(), 0), change.weight(), Long::sum);
            }
            net.forEach((change, weight) -> {
                if (weight != 0) {
                    single.add(List.of(new Change(change.relation(), change.row(), weight)));
                }
            });
        }
        return single;
    }

    /** The same changes in fewer, larger epochs. */
    List<List<Change>> merged(int count) {
        List<List<Change>> merged = new ArrayList<>();
        for (int i = 0; i < epochs.size(); i += count) {
            List<Change> all = new ArrayList<>();
            epochs.subList(i, Math.min(epochs.size(), i + count)).forEach(all::addAll);
            merged.add(all);
        }
        return merged;
    }

    static Map<Long, DeltaBatch> batches(List<Change> epoch) {
        Map<Long, BatchBuilder> builders = new HashMap<>();
        for (Change change : epoch) {
            BatchBuilder builder = builders.computeIfAbsent(change.relation(), id -> new BatchBuilder(SCHEMA));
            Bag.append(builder, SCHEMA, change.row(), change.weight());
        }
        Map<Long, DeltaBatch> batches = new HashMap<>();
        builders.forEach((relation, builder) -> batches.put(relation, builder.build()));
        return batches;
    }
}
