package dev.millrace.executor.relation;

import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyCodec;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.storage.ByteReader;
import dev.millrace.storage.ByteWriter;

/**
 * The last columns of a relation, which rows that lay in storage before the columns came do not have: such a row is
 * read with values that all of them share. To be one row, and not two, whether it came before or after, a row is
 * written without those of its last columns that have just these values.
 */
final class LaterColumns {

    static final LaterColumns NONE =
            new LaterColumns(List.of(), DeltaBatch.inserts(new Column[0], 1));

    private final KeyCodec[] codecs;
    private final DeltaBatch values;
    /** As they would be written. */
    private final byte[][] encoded;
    private final ColumnBuilder[] single = new ColumnBuilder[1];

    /** @param values one row of one column for each type */
    LaterColumns(List<SqlType> types, DeltaBatch values) {
        this.values = values;
        codecs = new KeyCodec[types.size()];
        encoded = new byte[types.size()][];
        for (int i = 0; i < codecs.length; i++) {
            codecs[i] = KeyCodec.ascending(List.of(types.get(i)), KeyCodec.Form.IDENTITY);
            ByteWriter bytes = new ByteWriter(16);
            codecs[i].encodeField(0, values.column(i), 0, bytes);
            encoded[i] = bytes.toByteArray();
        }
    }

    /** The last columns of a schema, as many as there are values. */
    static LaterColumns last(Schema schema, DeltaBatch values) {
        int early = schema.size() - values.columnCount();
        return new LaterColumns(
                schema.fields().subList(early, schema.size()).stream().map(Schema.Field::type).toList(), values);
    }

    private LaterColumns(LaterColumns other) {
        values = other.values;
        encoded = other.encoded;
        codecs = new KeyCodec[other.codecs.length];
        for (int i = 0; i < codecs.length; i++) {
            codecs[i] = other.codecs[i].copy();
        }
    }

    /** With its own scratch memory. */
    LaterColumns copy() {
        return codecs.length == 0 ? this : new LaterColumns(this);
    }

    int size() {
        return codecs.length;
    }

    /** Appends the row's last columns, up to the last that has another value. */
    void encode(DeltaBatch batch, int row, ByteWriter out) {
        int end = out.length();
        int first = batch.columnCount() - codecs.length;
        for (int i = 0; i < codecs.length; i++) {
            int start = out.length();
            codecs[i].encodeField(0, batch.column(first + i), row, out);
            if (!Arrays.equals(out.array(), start, out.length(), encoded[i], 0, encoded[i].length)) {
                end = out.length();
            }
        }
        out.truncate(end);
    }

    /** Reads what is left of a row; {@code targets[i]} takes column i, null skips it. */
    void decode(ByteReader in, ColumnBuilder[] targets) {
        for (int i = 0; i < codecs.length; i++) {
            if (in.remaining() > 0) {
                single[0] = targets[i];
                codecs[i].decode(in, single);
            } else if (targets[i] != null) {
                targets[i].append(values.column(i), 0);
            }
        }
    }
}
