package dev.millrace.executor.operator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.Schema;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * A Z-set on Java's own collections: rows of exact values (a Long for a word, a String of one char a byte for bytes,
 * null) and their weights, never 0.
 */
final class Bag {

    final Map<List<Object>, Long> weights = new HashMap<>();

    void add(List<Object> row, long weight) {
        weights.merge(row, weight, (a, b) -> a + b == 0 ? null : a + b);
        if (weight == 0) {
            weights.remove(row, 0L);
        }
    }

    void addAll(DeltaBatch batch) {
        for (int row = 0; row < batch.size(); row++) {
            if (batch.weight(row) != 0) {
                add(row(batch, row), batch.weight(row));
            }
        }
    }

    static List<Object> row(DeltaBatch batch, int row) {
        Object[] values = new Object[batch.columnCount()];
        for (int i = 0; i < values.length; i++) {
            Column column = batch.column(i);
            if (!column.isNull(row)) {
                values[i] = switch (column) {
                    case WordColumn words -> words.value(row);
                    case BytesColumn bytes -> new String(bytes.bytes(row), ISO_8859_1);
                };
            }
        }
        return java.util.Arrays.asList(values);
    }

    static void append(BatchBuilder builder, Schema schema, List<Object> row, long weight) {
        for (int i = 0; i < schema.size(); i++) {
            switch (row.get(i)) {
                case null -> builder.column(i).appendNull();
                case Long word -> builder.column(i).appendWord(word);
                case String bytes -> builder.column(i).appendBytes(bytes.getBytes(ISO_8859_1));
                default -> throw new IllegalArgumentException(row.toString());
            }
        }
        builder.endRow(weight);
    }

    /** The rows that the other has not as often. */
    Bag minus(Bag other) {
        Bag rest = new Bag();
        weights.forEach((row, weight) -> rest.add(row, Math.max(0, weight - other.weights.getOrDefault(row, 0L))));
        return rest;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bag bag && weights.equals(bag.weights);
    }

    @Override
    public int hashCode() {
        return weights.hashCode();
    }

    @Override
    public String toString() {
        return weights.toString();
    }
}
