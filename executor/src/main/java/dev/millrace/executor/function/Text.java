package dev.millrace.executor.function;

import java.util.Arrays;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A view of UTF-8 bytes: a text value where it lies in its column. Reused from row to row by whoever calls a function.
 */
public final class Text {

    private byte[] data;
    private int start;
    private int end;

    public Text() {
        this(new byte[0], 0, 0);
    }

    public Text(byte[] data, int start, int end) {
        this.data = data;
        this.start = start;
        this.end = end;
    }

    public static Text of(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return new Text(bytes, 0, bytes.length);
    }

    Text set(byte[] data, int start, int end) {
        this.data = data;
        this.start = start;
        this.end = end;
        return this;
    }

    public byte[] data() {
        return data;
    }

    public int start() {
        return start;
    }

    public int end() {
        return end;
    }

    /** In bytes. */
    public int length() {
        return end - start;
    }

    public byte byteAt(int index) {
        return data[start + index];
    }

    /** In characters (code points). */
    public int characters() {
        int count = 0;
        for (int i = start; i < end; i++) {
            // Every byte but continuation bytes begins a character.
            count += (data[i] & 0xC0) != 0x80 ? 1 : 0;
        }
        return count;
    }

    /** Byte position, from the start, of the {@code characters}-th character; the length when there are fewer. */
    public int offsetOf(long characters) {
        if (characters <= 0) {
            return 0;
        }
        long left = characters;
        for (int i = start; i < end; i++) {
            if ((data[i] & 0xC0) != 0x80 && left-- == 0) {
                return i - start;
            }
        }
        return end - start;
    }

    /** A view of bytes {@code [from, to)} of this one. */
    public Text slice(int from, int to) {
        return new Text(data, start + from, start + to);
    }

    /** Byte position of the first occurrence at or after {@code from}, or -1. */
    public int indexOf(Text other, int from) {
        int length = other.length();
        if (length == 0) {
            return from <= length() ? from : -1;
        }
        byte[] bytes = data;
        byte first = other.data[other.start];
        int last = end - length;
        for (int i = start + from; i <= last; i++) {
            if (bytes[i] == first
                    && (length == 1 || Arrays.equals(bytes, i, i + length, other.data, other.start, other.end))) {
                return i - start;
            }
        }
        return -1;
    }

    public boolean startsWith(Text prefix) {
        return length() >= prefix.length()
                && Arrays.equals(data, start, start + prefix.length(), prefix.data, prefix.start, prefix.end);
    }

    public static int compare(Text left, Text right) {
        return Arrays.compareUnsigned(left.data, left.start, left.end, right.data, right.start, right.end);
    }

    public boolean sameAs(Text other) {
        return Arrays.equals(data, start, end, other.data, other.start, other.end);
    }

    byte[] toBytes() {
        return Arrays.copyOfRange(data, start, end);
    }

    @Override
    public String toString() {
        return new String(data, start, end - start, UTF_8);
    }
}
