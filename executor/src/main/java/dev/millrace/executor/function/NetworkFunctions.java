package dev.millrace.executor.function;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;

import dev.millrace.executor.data.NetworkAddress;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.plan.SqlType.Kind.CIDR;
import static dev.millrace.executor.plan.SqlType.Kind.INET;
import static dev.millrace.executor.plan.SqlType.Kind.MACADDR;

/** Addresses of hosts and networks. */
final class NetworkFunctions {

    private static final int ALL_V4 = 32;
    private static final int ALL_V6 = 128;

    private NetworkFunctions() {}

    private static NetworkAddress read(Text bytes) {
        return NetworkAddress.read(bytes.data(), bytes.start(), bytes.end());
    }

    private static byte[] made(byte[] address, int bits) {
        return new NetworkAddress(address, bits).toBytes();
    }

    // ---- parts ------------------------------------------------------------------------------------------------------

    @SqlFunction(name = "host", description = "The address as text, without its network's bits.",
            example = "host(inet '192.168.1.5/24') = '192.168.1.5'")
    static String host(@As(INET) Text address) {
        return read(address).host();
    }

    @SqlFunction(name = "abbrev", description = "As text, without the bits where they are all there are.",
            example = "abbrev(inet '10.1.0.0/32') = '10.1.0.0'")
    static String abbreviated(@As(INET) Text address) {
        return read(address).text(false);
    }

    @SqlFunction(name = "abbrev", description = "As text, without zeros at the end of the network.",
            example = "abbrev(cidr '10.1.0.0/16') = '10.1/16'")
    static String abbreviatedNetwork(@As(CIDR) Text network) {
        NetworkAddress read = read(network);
        if (!read.isV4()) {
            return read.text(true);
        }
        int bytes = Math.max(1, (read.bits() + 7) / 8);
        String[] parts = read.host().split("\\.", -1);
        return String.join(".", Arrays.copyOf(parts, bytes)) + "/" + read.bits();
    }

    @SqlFunction(name = "text", description = "As text, always with the network's bits.",
            example = "text(inet '192.168.1.5') = '192.168.1.5/32'")
    static String text(@As(INET) Text address) {
        return read(address).text(true);
    }

    @SqlFunction(name = "family", description = "4 or 6.")
    static int family(@As(INET) Text address) {
        return read(address).isV4() ? 4 : 6;
    }

    @SqlFunction(name = "masklen", description = "How many bits the network has.")
    static int bits(@As(INET) Text address) {
        return read(address).bits();
    }

    @SqlFunction(name = "broadcast", description = "The last address of the network.",
            example = "broadcast(inet '192.168.1.5/24') = '192.168.1.255/24'")
    @As(INET)
    static byte[] broadcast(@As(INET) Text address) {
        NetworkAddress read = read(address);
        return made(read.network(true), read.bits());
    }

    @SqlFunction(name = "network", description = "The network of an address.",
            example = "network(inet '192.168.1.5/24') = '192.168.1.0/24'")
    @As(CIDR)
    static byte[] network(@As(INET) Text address) {
        NetworkAddress read = read(address);
        return made(read.network(false), read.bits());
    }

    @SqlFunction(name = "netmask", description = "The network's bits set, the others not.",
            example = "netmask(inet '192.168.1.5/24') = '255.255.255.0'")
    @As(INET)
    static byte[] mask(@As(INET) Text address) {
        return mask(read(address), false);
    }

    @SqlFunction(name = "hostmask", description = "All bits set but for the network's.",
            example = "hostmask(inet '192.168.23.20/30') = '0.0.0.3'")
    @As(INET)
    static byte[] hostMask(@As(INET) Text address) {
        return mask(read(address), true);
    }

    private static byte[] mask(NetworkAddress address, boolean isHost) {
        byte[] all = new byte[address.address().length];
        Arrays.fill(all, (byte) (isHost ? 0 : 0xFF));
        byte[] mask = new NetworkAddress(all, address.bits()).network(isHost);
        return made(mask, address.bitsMax());
    }

    @SqlFunction(name = "set_masklen", description = "With another number of bits in the network.",
            example = "set_masklen(inet '192.168.1.5/24', 16) = '192.168.1.5/16'")
    @As(INET)
    static byte[] setBits(@As(INET) Text address, int bits) {
        NetworkAddress read = read(address);
        return made(read.address(), checked(bits, read));
    }

    @SqlFunction(name = "set_masklen", description = "With another number of bits in the network.")
    @As(CIDR)
    static byte[] setNetworkBits(@As(CIDR) Text network, int bits) {
        NetworkAddress read = read(network);
        NetworkAddress changed = new NetworkAddress(read.address(), checked(bits, read));
        return made(changed.network(false), changed.bits());
    }

    private static int checked(int bits, NetworkAddress address) {
        int actual = bits == -1 ? address.bitsMax() : bits;
        if (actual < 0 || actual > address.bitsMax()) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "invalid mask length: " + bits);
        }
        return actual;
    }

    @SqlFunction(name = "inet_same_family", description = "Whether both are of IPv4, or of IPv6.")
    static boolean isSameFamily(@As(INET) Text left, @As(INET) Text right) {
        return read(left).isV4() == read(right).isV4();
    }

    @SqlFunction(name = "inet_merge", description = "The smallest network with both in it.",
            example = "inet_merge(inet '192.168.1.5/24', inet '192.168.2.5/24') = '192.168.0.0/22'")
    @As(CIDR)
    static byte[] merge(@As(INET) Text left, @As(INET) Text right) {
        NetworkAddress one = read(left);
        NetworkAddress other = read(right);
        if (one.isV4() != other.isV4()) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE, "cannot merge addresses from different families");
        }
        int most = Math.min(one.bits(), other.bits());
        int common = common(one, other, most);
        return made(new NetworkAddress(one.address(), common).network(false), common);
    }

    /** How many leading bits are the same. */
    private static int common(NetworkAddress left, NetworkAddress right, int most) {
        int bit = 0;
        while (bit < most && (bit(left, bit) == bit(right, bit))) {
            bit++;
        }
        return bit;
    }

    private static int bit(NetworkAddress address, int bit) {
        return address.address()[bit >> 3] >> 7 - (bit & 7) & 1;
    }

    // ---- networks in networks ---------------------------------------------------------------------------------------

    private static boolean isIn(Text inner, Text outer, boolean orEqual) {
        NetworkAddress part = read(inner);
        NetworkAddress whole = read(outer);
        boolean isNarrower = orEqual ? part.bits() >= whole.bits() : part.bits() > whole.bits();
        return part.isV4() == whole.isV4() && isNarrower && common(part, whole, whole.bits()) == whole.bits();
    }

    @SqlFunction(name = {"<<", "network_sub"}, description = "Whether the first network is inside the second.",
            example = "inet '192.168.1.5' << inet '192.168.1/24' = true")
    static boolean isSubnet(@As(INET) Text left, @As(INET) Text right) {
        return isIn(left, right, false);
    }

    @SqlFunction(name = {"<<=", "network_subeq"}, description = "Whether the first network is inside or the second.")
    static boolean isSubnetOrEqual(@As(INET) Text left, @As(INET) Text right) {
        return isIn(left, right, true);
    }

    @SqlFunction(name = {">>", "network_sup"}, description = "Whether the first network has the second inside.")
    static boolean isSupernet(@As(INET) Text left, @As(INET) Text right) {
        return isIn(right, left, false);
    }

    @SqlFunction(name = {">>=", "network_supeq"}, description = "Whether the first network is or has the second.")
    static boolean isSupernetOrEqual(@As(INET) Text left, @As(INET) Text right) {
        return isIn(right, left, true);
    }

    @SqlFunction(name = {"&&", "network_overlap"}, description = "Whether one network is or has the other.")
    static boolean overlap(@As(INET) Text left, @As(INET) Text right) {
        return isIn(left, right, true) || isIn(right, left, true);
    }

    // ---- bits -------------------------------------------------------------------------------------------------------

    private static byte[] bitwise(Text left, Text right, boolean isAnd) {
        NetworkAddress one = read(left);
        NetworkAddress other = read(right);
        if (one.isV4() != other.isV4()) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "cannot " + (isAnd ? "AND" : "OR") + " inet values of different sizes");
        }
        byte[] result = one.address().clone();
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) (isAnd ? result[i] & other.address()[i] : result[i] | other.address()[i]);
        }
        return made(result, Math.max(one.bits(), other.bits()));
    }

    @SqlFunction(name = {"~", "inetnot"}, description = "Every bit the other way.",
            example = "~ inet '192.168.1.6' = '63.87.254.249'")
    @As(INET)
    static byte[] not(@As(INET) Text address) {
        NetworkAddress read = read(address);
        byte[] result = read.address().clone();
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) ~result[i];
        }
        return made(result, read.bits());
    }

    @SqlFunction(name = {"&", "inetand"}, description = "Bitwise and.")
    @As(INET)
    static byte[] and(@As(INET) Text left, @As(INET) Text right) {
        return bitwise(left, right, true);
    }

    @SqlFunction(name = {"|", "inetor"}, description = "Bitwise or.")
    @As(INET)
    static byte[] or(@As(INET) Text left, @As(INET) Text right) {
        return bitwise(left, right, false);
    }

    @SqlFunction(name = "+", description = "The address so many further.",
            example = "inet '192.168.1.6' + 25 = '192.168.1.31'")
    @As(INET)
    static byte[] add(@As(INET) Text address, long offset) {
        return moved(read(address), BigInteger.valueOf(offset));
    }

    @SqlFunction(name = "+", description = "The address so many further.")
    @As(INET)
    static byte[] addTo(long offset, @As(INET) Text address) {
        return moved(read(address), BigInteger.valueOf(offset));
    }

    @SqlFunction(name = "-", description = "The address so many before.")
    @As(INET)
    static byte[] subtract(@As(INET) Text address, long offset) {
        return moved(read(address), BigInteger.valueOf(offset).negate());
    }

    private static SqlException outOfRange() {
        return new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "result is out of range");
    }

    private static byte[] moved(NetworkAddress address, BigInteger offset) {
        BigInteger moved = new BigInteger(1, address.address()).add(offset);
        if (moved.signum() < 0 || moved.bitLength() > (address.isV4() ? ALL_V4 : ALL_V6)) {
            throw outOfRange();
        }
        byte[] digits = moved.toByteArray();
        byte[] result = new byte[address.address().length];
        int length = Math.min(digits.length, result.length);
        System.arraycopy(digits, digits.length - length, result, result.length - length, length);
        return made(result, address.bits());
    }

    @SqlFunction(name = "-", description = "How far two addresses are apart.",
            example = "inet '192.168.1.43' - inet '192.168.1.19' = 24")
    static long distance(@As(INET) Text left, @As(INET) Text right) {
        NetworkAddress one = read(left);
        NetworkAddress other = read(right);
        if (one.isV4() != other.isV4()) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE, "cannot subtract inet values of different sizes");
        }
        BigInteger distance = new BigInteger(1, one.address()).subtract(new BigInteger(1, other.address()));
        if (distance.bitLength() >= Long.SIZE) {
            throw outOfRange();
        }
        return distance.longValue();
    }

    // ---- hardware addresses -----------------------------------------------------------------------------------------

    @SqlFunction(name = "trunc", description = "With the last three bytes 0: the manufacturer.",
            example = "trunc(macaddr '12:34:56:78:90:ab') = '12:34:56:00:00:00'")
    @As(MACADDR)
    static byte[] manufacturer(@As(MACADDR) Text address) {
        byte[] bytes = address.toBytes();
        Arrays.fill(bytes, 3, bytes.length, (byte) 0);
        return bytes;
    }

    @SqlFunction(name = "~", description = "Each bit of a hardware address turned.")
    @As(MACADDR)
    static byte[] turned(@As(MACADDR) Text address) {
        byte[] bytes = address.toBytes();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ~bytes[i];
        }
        return bytes;
    }

    @SqlFunction(name = "&", description = "The bits that both hardware addresses have.")
    @As(MACADDR)
    static byte[] bitsOfBoth(@As(MACADDR) Text left, @As(MACADDR) Text right) {
        return combined(left, right, (one, other) -> one & other);
    }

    @SqlFunction(name = "|", description = "The bits that either hardware address has.")
    @As(MACADDR)
    static byte[] bitsOfEither(@As(MACADDR) Text left, @As(MACADDR) Text right) {
        return combined(left, right, (one, other) -> one | other);
    }

    private static byte[] combined(Text left, Text right, IntBinaryOperator ofBytes) {
        byte[] bytes = left.toBytes();
        byte[] others = right.toBytes();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ofBytes.applyAsInt(bytes[i], others[i]);
        }
        return bytes;
    }
}
