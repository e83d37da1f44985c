package dev.millrace.executor.expression;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.function.ValueOrder;
import dev.millrace.executor.plan.SqlType;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** {@code operand IN (constants)}: a search in the sorted words, or in a set of the normalised bytes. */
final class InSetNode implements Node {

    private final Node operand;
    private final SqlType.Kind kind;
    private final boolean hasNull;
    private final long[] words;
    /** Bytes as Latin-1 strings: a key type with equality and hash. */
    private final Set<String> bytes = new HashSet<>();

    /** @param candidates columns of one row */
    InSetNode(Node operand, SqlType.Kind kind, List<Column> candidates) {
        this.operand = operand;
        this.kind = kind;
        this.hasNull = candidates.stream().anyMatch(candidate -> candidate.isNull(0));
        this.words = candidates.stream()
                .filter(candidate -> candidate instanceof WordColumn && !candidate.isNull(0))
                .mapToLong(candidate -> ValueOrder.normaliseWord(kind, ((WordColumn) candidate).values()[0]))
                .sorted()
                .toArray();
        for (Column candidate : candidates) {
            if (candidate instanceof BytesColumn column && !candidate.isNull(0)) {
                bytes.add(key(column, 0));
            }
        }
    }

    private String key(BytesColumn column, int row) {
        return new String(ValueOrder.normaliseBytes(kind, column, row), ISO_8859_1);
    }

    @Override
    public Vector evaluate(Frame frame) {
        Vector vector = operand.evaluate(frame);
        Column column = vector.column();
        int size = column.size();
        long[] values = new long[size];
        long[] nulls = column.nulls() == null ? null : column.nulls().clone();
        for (int row = 0; row < size; row++) {
            if (column.isNull(row)) {
                continue;
            }
            boolean found = switch (column) {
                case WordColumn own ->
                    Arrays.binarySearch(words, ValueOrder.normaliseWord(kind, own.values()[row])) >= 0;
                case BytesColumn own -> bytes.contains(key(own, row));
            };
            values[row] = found ? 1 : 0;
            if (!found && hasNull) {
                nulls = nulls == null ? Column.newNulls(size) : nulls;
                nulls[row >> 6] |= 1L << row;
            }
        }
        return new Vector(new WordColumn(values, nulls, size), vector.isConstant(), vector.failures());
    }
}
