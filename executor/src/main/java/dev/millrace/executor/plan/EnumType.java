package dev.millrace.executor.plan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A type that CREATE TYPE ... AS ENUM made, as of some version of it: what reads labels has to know them all.
 *
 * <p>A value carries its place and its label: written out it needs no type, so that views go on as they are when a
 * type gets more labels. Two of these are the same type when they have the same number, whatever labels they know.
 *
 * @param id also its OID
 * @param arrayId OID of the type of its arrays
 * @param labels in order
 */
public record EnumType(long id, long arrayId, String schemaName, String name, List<Label> labels)
        implements Named, RecordCodec.Shared {

    /** The longest label, in bytes. */
    public static final int LABEL_BYTES_MAX = 63;

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int BASE = DIGITS.length();

    /**
     * @param place orders the labels as text: it is never taken back, and there is always one between two others
     */
    public record Label(String place, String text) {
        /** The physical form of the value. */
        public byte[] value() {
            return (place + '\0' + text).getBytes(StandardCharsets.UTF_8);
        }
    }

    public EnumType {
        Objects.requireNonNull(name);
        labels = List.copyOf(labels);
    }

    /** The places of the labels of a new type. */
    public static List<Label> inOrder(List<String> texts) {
        List<Label> labels = new ArrayList<>();
        int digits = 1;
        for (long count = BASE; count < texts.size(); count *= BASE) {
            digits++;
        }
        for (int i = 0; i < texts.size(); i++) {
            StringBuilder place = new StringBuilder();
            for (int rest = i, digit = 0; digit < digits; digit++, rest /= BASE) {
                place.insert(0, DIGITS.charAt(rest % BASE));
            }
            // The last digit is in the middle: there is room before the first label, too.
            labels.add(new Label(place.append(DIGITS.charAt(BASE / 2)).toString(), texts.get(i)));
        }
        return labels;
    }

    /** Position of a label, or -1. */
    public int indexOf(String text) {
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(i).text().equals(text)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The value of a label.
     *
     * @throws SqlException 22P02 when there is none
     */
    public byte[] value(String text) {
        int index = indexOf(text);
        if (index < 0) {
            throw new SqlException(
                    SqlState.INVALID_TEXT_REPRESENTATION,
                    "invalid input value for enum " + sqlName() + ": \"" + text + "\"");
        }
        return labels.get(index).value();
    }

    /** Where the label of a value begins. */
    public static int labelStart(byte[] data, int start, int end) {
        for (int i = start; i < end; i++) {
            if (data[i] == 0) {
                return i + 1;
            }
        }
        return start;
    }

    /** The same type with a further label at a position. */
    public EnumType with(int position, String text) {
        String before = position == 0 ? "" : labels.get(position - 1).place();
        String after = position == labels.size() ? null : labels.get(position).place();
        List<Label> more = new ArrayList<>(labels);
        more.add(position, new Label(between(before, after), text));
        return new EnumType(id, arrayId, schemaName, name, more);
    }

    /** The same type with a second text for a label, as long as its values are being changed from one to the other. */
    public EnumType withSecond(int position, String text) {
        List<Label> more = new ArrayList<>(labels);
        more.add(position + 1, new Label(labels.get(position).place(), text));
        return new EnumType(id, arrayId, schemaName, name, more);
    }

    /** The same type with another text for a label. */
    public EnumType renamed(int position, String text) {
        List<Label> others = new ArrayList<>(labels);
        others.set(position, new Label(labels.get(position).place(), text));
        return new EnumType(id, arrayId, schemaName, name, others);
    }

    public EnumType named(String otherSchema, String otherName) {
        return new EnumType(id, arrayId, otherSchema, otherName, labels);
    }

    /** A text that lies between two, of which the second may be null for no end; none ends with the first digit. */
    static String between(String low, String high) {
        if (high != null) {
            int common = 0;
            while (common < high.length() && digit(low, common) == digit(high, common)) {
                common++;
            }
            if (common > 0) {
                return high.substring(0, common)
                        + between(low.substring(Math.min(common, low.length())), high.substring(common));
            }
        }
        int from = digit(low, 0);
        int to = high == null ? BASE : digit(high, 0);
        if (to - from > 1) {
            return String.valueOf(DIGITS.charAt((from + to) / 2));
        }
        return high != null && high.length() > 1
                ? high.substring(0, 1)
                : DIGITS.charAt(from) + between(low.isEmpty() ? "" : low.substring(1), null);
    }

    private static int digit(String place, int at) {
        return at < place.length() ? DIGITS.indexOf(place.charAt(at)) : 0;
    }

    /** The values of the labels from one to another, both inclusive. */
    public List<byte[]> values(int from, int to) {
        byte[][] values = new byte[Math.max(to - from + 1, 0)][];
        Arrays.setAll(values, i -> labels.get(from + i).value());
        return List.of(values);
    }

    /** As {@code format_type} prints it: with its schema where that is not public. */
    public String sqlName() {
        return schemaName.equals("public")
                ? Identifier.quoted(name)
                : Identifier.quoted(schemaName) + "." + Identifier.quoted(name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EnumType type && type.id == id;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }
}
