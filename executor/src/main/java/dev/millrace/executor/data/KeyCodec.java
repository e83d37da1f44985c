package dev.millrace.executor.data;

import java.util.List;

import dev.millrace.executor.plan.SqlType;
import dev.millrace.storage.ByteReader;
import dev.millrace.storage.ByteWriter;
import dev.millrace.storage.OrderedBytes;
import dev.millrace.storage.OrderedDecimal;

/**
 * Rows as bytes whose unsigned order is the rows' SQL order: what relations are stored and found by.
 *
 * <p>Each field starts with a marker that places NULLs, so that any prefix of fields is a prefix of bytes. There are
 * two
 * forms. {@link Form#EQUALITY} gives equal bytes for values that SQL calls equal (1.0 and 1.00, 0.0 and -0.0); not
 * every
 * value can be read back from it ({@link #isReversible}). {@link Form#IDENTITY} adds what equality drops and reads back
 * exactly what was written. A descending field has all its bytes inverted. One thread at a time.
 */
public final class KeyCodec {

    public enum Form {
        EQUALITY,
        IDENTITY
    }

    /** Order of one field. */
    public record Field(SqlType type, boolean descending, boolean nullsFirst) {}

    private static final int NULL_FIRST = 0;
    private static final int VALUE = 1;
    private static final int NULL_LAST = 2;
    private static final int UUID_BYTES = 16;
    private static final long NEGATIVE_ZERO = Double.doubleToRawLongBits(-0.0);

    private final Field[] fields;
    private final Form form;
    private final ByteWriter scratch = new ByteWriter();

    public KeyCodec(List<Field> fields, Form form) {
        this.fields = fields.toArray(new Field[0]);
        this.form = form;
    }

    private KeyCodec(Field[] fields, Form form) {
        this.fields = fields;
        this.form = form;
    }

    /** The same codec for another thread. */
    public KeyCodec copy() {
        return new KeyCodec(fields, form);
    }

    /** Ascending fields, NULLs last. */
    public static KeyCodec ascending(List<SqlType> types, Form form) {
        return new KeyCodec(types.stream().map(type -> new Field(type, false, false)).toList(), form);
    }

    /** Whether a value can be read back from its EQUALITY form. */
    public static boolean isReversible(SqlType type) {
        return switch (type.kind()) {
            case NUMERIC, CHAR, REAL, DOUBLE, INTERVAL, JSONB, ARRAY, RECORD, NUMRANGE, NUMMULTIRANGE -> false;
            default -> true;
        };
    }

    public int size() {
        return fields.length;
    }

    /** Appends the fields of a row; {@code columns[i]} is the batch's column of field i. */
    public void encode(DeltaBatch batch, int[] columns, int row, ByteWriter out) {
        encode(batch, columns, row, fields.length, out);
    }

    /** Appends the first {@code count} fields of a row: a prefix of its key. */
    public void encode(DeltaBatch batch, int[] columns, int row, int count, ByteWriter out) {
        for (int i = 0; i < count; i++) {
            encodeField(i, batch.column(columns[i]), row, out);
        }
    }

    /** Appends one field. */
    public void encodeField(int field, Column column, int row, ByteWriter out) {
        Field definition = fields[field];
        if (column.isNull(row)) {
            out.putByte(definition.nullsFirst ? NULL_FIRST : NULL_LAST);
            return;
        }
        out.putByte(VALUE);
        int start = out.length();
        switch (column) {
            case WordColumn words -> encodeWord(definition.type, words.value(row), out);
            case BytesColumn bytes -> encodeBytes(definition.type, bytes, row, out);
        }
        if (definition.descending) {
            OrderedBytes.invert(out, start);
        }
    }

    private void encodeWord(SqlType type, long word, ByteWriter out) {
        if (!type.kind().isFloat()) {
            OrderedBytes.putLong(out, word);
        } else if (form == Form.IDENTITY && word == NEGATIVE_ZERO) {
            // Just below 0.0, which no other value is.
            out.putLong(~NEGATIVE_ZERO);
        } else {
            OrderedBytes.putDouble(out, Double.longBitsToDouble(word));
        }
    }

    private void encodeBytes(SqlType type, BytesColumn column, int row, ByteWriter out) {
        byte[] data = column.data();
        int from = column.start(row);
        int to = column.end(row);
        switch (type.kind()) {
            case UUID -> OrderedBytes.putFixedBytes(out, data, from, to - from);
            case NUMERIC -> encodeNumeric(Numeric.read(data, from, to), out);
            case INTERVAL -> IntervalKey.encode(data, from, form, out);
            case CHAR -> {
                int trimmed = to;
                while (form == Form.EQUALITY && trimmed > from && data[trimmed - 1] == ' ') {
                    trimmed--;
                }
                OrderedBytes.putBytes(out, data, from, trimmed - from);
            }
            case NUMRANGE, NUMMULTIRANGE -> {
                int end = form == Form.EQUALITY ? RangeForm.keyEnd(type.kind(), data, from, to) : to;
                OrderedBytes.putBytes(out, data, from, end - from);
            }
            case JSONB, ARRAY, RECORD -> {
                if (form == Form.EQUALITY) {
                    byte[] key = switch (type.kind()) {
                        case JSONB -> JsonKey.of(data, from, to);
                        case ARRAY -> ArrayKey.of(data, from, to, type.element());
                        default -> RecordKey.of(data, from, to, type.row());
                    };
                    OrderedBytes.putBytes(out, key, 0, key.length);
                } else {
                    // Nothing is looked up by the order of this form.
                    OrderedBytes.putBytes(out, data, from, to - from);
                }
            }
            default -> OrderedBytes.putBytes(out, data, from, to - from);
        }
    }

    private void encodeNumeric(Numeric number, ByteWriter out) {
        if (number.isNaN()) {
            OrderedDecimal.putNaN(out);
        } else if (number.isInfinite()) {
            OrderedDecimal.putInfinity(out, number.signum() < 0);
        } else if (form == Form.IDENTITY) {
            OrderedDecimal.put(out, number.decimal());
        } else {
            OrderedDecimal.putValue(out, number.decimal());
        }
    }

    /**
     * Reads all fields back; {@code targets[i]} takes field i, null skips it. Fields that are wanted must be of
     * IDENTITY form or {@link #isReversible}.
     */
    public void decode(ByteReader in, ColumnBuilder[] targets) {
        for (int i = 0; i < fields.length; i++) {
            Field definition = fields[i];
            ColumnBuilder target = targets[i];
            if (in.getByte() != VALUE) {
                if (target != null) {
                    target.appendNull();
                }
                continue;
            }
            in.inverted(definition.descending);
            if (target == null) {
                skipField(definition.type, in);
            } else {
                decodeField(definition.type, in, target);
            }
            in.inverted(false);
        }
    }

    private void decodeField(SqlType type, ByteReader in, ColumnBuilder target) {
        if (type.layout() == SqlType.Layout.WORD) {
            target.appendWord(type.kind().isFloat()
                    ? Double.doubleToRawLongBits(OrderedBytes.getDouble(in))
                    : OrderedBytes.getLong(in));
            return;
        }
        scratch.reset();
        switch (type.kind()) {
            case UUID -> scratch.putBytes(OrderedBytes.getFixedBytes(in, UUID_BYTES));
            case NUMERIC -> scratch.putBytes(decodeNumeric(in).toBytes());
            case INTERVAL -> IntervalKey.decode(in, scratch);
            default -> OrderedBytes.getBytes(in, scratch);
        }
        target.appendBytes(scratch.array(), 0, scratch.length());
    }

    private void skipField(SqlType type, ByteReader in) {
        if (type.layout() == SqlType.Layout.WORD) {
            in.skip(Long.BYTES);
            return;
        }
        switch (type.kind()) {
            case UUID -> in.skip(UUID_BYTES);
            case NUMERIC -> {
                if (OrderedDecimal.peekKind(in) != OrderedDecimal.Kind.FINITE) {
                    OrderedDecimal.skipSpecial(in);
                } else if (form == Form.IDENTITY) {
                    OrderedDecimal.get(in);
                } else {
                    OrderedDecimal.getValue(in);
                }
            }
            case INTERVAL -> in.skip(IntervalKey.length(form));
            default -> OrderedBytes.skipBytes(in);
        }
    }

    private static Numeric decodeNumeric(ByteReader in) {
        return switch (OrderedDecimal.peekKind(in)) {
            case FINITE -> Numeric.of(OrderedDecimal.get(in));
            case NAN -> special(in, Numeric.NAN);
            case INFINITY -> special(in, Numeric.INFINITY);
            case NEGATIVE_INFINITY -> special(in, Numeric.NEGATIVE_INFINITY);
        };
    }

    private static Numeric special(ByteReader in, Numeric value) {
        OrderedDecimal.skipSpecial(in);
        return value;
    }
}
