package dev.millrace.executor.data;

import java.util.Arrays;
import java.util.HexFormat;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/**
 * An address of a host or network: {@code inet} and {@code cidr}. Its bytes are its family (4 or 6), its network, how
 * many bits that has, and the address itself: so their order as bytes is PostgreSQL's. A {@code macaddr} is its six
 * bytes.
 *
 * @param address 4 or 16 bytes
 * @param bits of the network
 */
public record NetworkAddress(byte[] address, int bits) {

    private static final int V4 = 4;
    private static final int V6 = 16;
    private static final int MAC = 6;

    public boolean isV4() {
        return address.length == V4;
    }

    public int bitsMax() {
        return address.length * 8;
    }

    /** The address with every bit past the network cleared, or set. */
    public byte[] network(boolean isSet) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.clamp(bits - i * 8L, 0, 8);
            int mask = 0xFF << 8 - kept & 0xFF;
            masked[i] = (byte) (isSet ? masked[i] | ~mask : masked[i] & mask);
        }
        return masked;
    }

    // ---- bytes ------------------------------------------------------------------------------------------------------

    public byte[] toBytes() {
        byte[] bytes = new byte[2 + 2 * address.length];
        bytes[0] = (byte) (isV4() ? 4 : 6);
        System.arraycopy(network(false), 0, bytes, 1, address.length);
        bytes[1 + address.length] = (byte) bits;
        System.arraycopy(address, 0, bytes, 2 + address.length, address.length);
        return bytes;
    }

    public static NetworkAddress read(byte[] data, int start, int end) {
        int size = (end - start - 2) / 2;
        return new NetworkAddress(Arrays.copyOfRange(data, end - size, end), data[start + 1 + size] & 0xFF);
    }

    /** As the wire's binary format has it. */
    public byte[] wire(boolean isNetwork) {
        byte[] bytes = new byte[4 + address.length];
        bytes[0] = (byte) (isV4() ? 2 : 3);
        bytes[1] = (byte) bits;
        bytes[2] = (byte) (isNetwork ? 1 : 0);
        bytes[3] = (byte) address.length;
        System.arraycopy(address, 0, bytes, 4, address.length);
        return bytes;
    }

    public static NetworkAddress ofWire(byte[] bytes) {
        boolean isValid = bytes.length >= 4 && (bytes[3] == V4 || bytes[3] == V6) && bytes.length == 4 + bytes[3]
                && (bytes[1] & 0xFF) <= bytes[3] * 8;
        if (!isValid) {
            throw new SqlException(SqlState.INVALID_BINARY_REPRESENTATION, "invalid length in external \"inet\" value");
        }
        return new NetworkAddress(Arrays.copyOfRange(bytes, 4, bytes.length), bytes[1] & 0xFF);
    }

    // ---- text -------------------------------------------------------------------------------------------------------

    /** @param isNetwork the number of bits is always shown */
    public String text(boolean isNetwork) {
        return isNetwork || bits != bitsMax() ? host() + "/" + bits : host();
    }

    /** Without the number of bits. */
    public String host() {
        return isV4() ? dotted(address, 0) : colons();
    }

    private static String dotted(byte[] bytes, int from) {
        return (bytes[from] & 0xFF) + "." + (bytes[from + 1] & 0xFF) + "." + (bytes[from + 2] & 0xFF) + "."
                + (bytes[from + 3] & 0xFF);
    }

    /** The longest run of zeros left out; an address of IPv4 inside as that. */
    private String colons() {
        int[] words = new int[8];
        for (int i = 0; i < words.length; i++) {
            words[i] = (address[2 * i] & 0xFF) << 8 | address[2 * i + 1] & 0xFF;
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < words.length; i++) {
            int end = i;
            while (end < words.length && words[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        boolean hasV4 = start == 0 && (length == 6 || length == 5 && words[5] == 0xFFFF);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < words.length; i++) {
            if (start >= 0 && i == start) {
                out.append("::");
                i += length - 1;
                continue;
            }
            out.append(out.length() == 0 || out.charAt(out.length() - 1) == ':' ? "" : ":");
            if (hasV4 && i == 6) {
                return out.append(dotted(address, 12)).toString();
            }
            out.append(Integer.toHexString(words[i]));
        }
        return out.toString();
    }

    /** @param isNetwork of a {@code cidr}: no bit past the network may be set, and bytes at the end may be left out */
    public static NetworkAddress parse(String text, boolean isNetwork) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        byte[] address = host.indexOf(':') >= 0 ? parseV6(host) : parseV4(host, isNetwork || slash >= 0);
        int bits = address == null ? -1 : address.length * 8;
        if (address != null && slash >= 0) {
            bits = number(text.substring(slash + 1), bits);
        } else if (address != null && isNetwork && address.length == V4) {
            bits = classBits(host, address);
        }
        if (bits < 0) {
            throw new SqlException(
                    SqlState.INVALID_TEXT_REPRESENTATION,
                    "invalid input syntax for type " + (isNetwork ? "cidr" : "inet") + ": \"" + text + "\"");
        }
        NetworkAddress parsed = new NetworkAddress(address, bits);
        if (isNetwork && !Arrays.equals(parsed.network(false), address)) {
            throw new SqlException(SqlState.INVALID_TEXT_REPRESENTATION, "invalid cidr value: \"" + text + "\"")
                    .withDetail("Value has bits set to right of mask.");
        }
        return parsed;
    }

    /** The network that an address has by its class, or by the bytes that are written. */
    private static int classBits(String host, byte[] address) {
        int first = address[0] & 0xFF;
        int written = host.split("\\.", -1).length * 8;
        int byClass = first < 128 ? 8 : first < 192 ? 16 : first < 224 ? 24 : first < 240 ? 8 : 32;
        return Math.max(written, byClass);
    }

    private static int number(String text, int most) {
        boolean isNumber = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int value = isNumber ? Integer.parseInt(text) : -1;
        return value <= most ? value : -1;
    }

    private static byte[] parseV4(String text, boolean mayBeShort) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > V4 || parts.length < V4 && !mayBeShort) {
            return null;
        }
        byte[] address = new byte[V4];
        for (int i = 0; i < parts.length; i++) {
            int part = number(parts[i], 255);
            if (part < 0) {
                return null;
            }
            address[i] = (byte) part;
        }
        return address;
    }

    private static byte[] parseV6(String text) {
        int gap = text.indexOf("::");
        String head = gap < 0 ? text : text.substring(0, gap);
        String tail = gap < 0 ? "" : text.substring(gap + 2);
        byte[] first = words(head);
        byte[] last = words(tail);
        if (first == null || last == null || gap < 0 && first.length != V6
                || gap >= 0 && first.length + last.length > V6 - 2) {
            return null;
        }
        byte[] address = Arrays.copyOf(first, V6);
        System.arraycopy(last, 0, address, V6 - last.length, last.length);
        return address;
    }

    private static byte[] words(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] parts = text.split(":", -1);
        boolean hasV4 = parts[parts.length - 1].indexOf('.') >= 0;
        byte[] v4 = hasV4 ? parseV4(parts[parts.length - 1], false) : new byte[0];
        int count = parts.length - (hasV4 ? 1 : 0);
        if (v4 == null || count * 2 + v4.length > V6) {
            return null;
        }
        byte[] bytes = new byte[count * 2 + v4.length];
        for (int i = 0; i < count; i++) {
            boolean isHex = !parts[i].isEmpty() && parts[i].length() <= 4
                    && parts[i].chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0);
            if (!isHex) {
                return null;
            }
            int word = Integer.parseInt(parts[i], 16);
            bytes[2 * i] = (byte) (word >> 8);
            bytes[2 * i + 1] = (byte) word;
        }
        System.arraycopy(v4, 0, bytes, count * 2, v4.length);
        return bytes;
    }

    // ---- hardware addresses -----------------------------------------------------------------------------------------

    public static String formatMac(byte[] data, int start) {
        return HexFormat.ofDelimiter(":").formatHex(data, start, start + MAC);
    }

    /** Six bytes with colons or hyphens between, or two or three groups of several. */
    static byte[] parseMac(String text) {
        String lower = text.strip().toLowerCase(java.util.Locale.ROOT);
        boolean isKnown = lower.matches("[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}|[0-9a-f]{1,2}(-[0-9a-f]{1,2}){5}")
                || lower.matches("[0-9a-f]{6}[:-][0-9a-f]{6}|[0-9a-f]{4}([.-])[0-9a-f]{4}\\1[0-9a-f]{4}|[0-9a-f]{12}");
        if (!isKnown) {
            throw NumberText.invalid(SqlType.Kind.MACADDR, text);
        }
        String[] parts = lower.split("[:.-]");
        StringBuilder digits = new StringBuilder();
        for (String part : parts) {
            digits.append(part.length() == 1 ? "0" : "").append(part);
        }
        return HexFormat.of().parseHex(digits);
    }
}
