package dev.millrace.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * One line of who may connect, as in PostgreSQL's {@code pg_hba.conf}: {@code hostssl all alice,+staff 10.0.0.0/8
 * scram-sha-256}.
 *
 * @param isEncrypted whether only connections under TLS are meant, or only those without; null for both
 * @param users names, {@code +group}, or {@code all}; {@code databases} likewise, without groups
 * @param network null for any
 * @param prefix bits of the address that count
 */
public record AccessRule(
        Boolean isEncrypted, List<String> databases, List<String> users, InetAddress network, int prefix,
        Method method) {

    /** What a client has to do that a rule is about. */
    public enum Method {
        /** Nothing. */
        TRUST,
        /** Know the password of the role, if it has one. */
        PASSWORD_IF_ANY,
        SCRAM,
        REJECT
    }

    /** Where nothing is configured: this machine is trusted with roles that have no password, others need TLS. */
    public static final List<AccessRule> DEFAULT = List.of(
            loopback("127.0.0.0", 8),
            loopback("::1", 128),
            new AccessRule(true, List.of("all"), List.of("all"), null, 0, Method.SCRAM));

    private static AccessRule loopback(String address, int prefix) {
        try {
            InetAddress network = InetAddress.getByName(address);
            return new AccessRule(null, List.of("all"), List.of("all"), network, prefix, Method.PASSWORD_IF_ANY);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param isMember whether a user is a member of a group */
    public boolean matches(
            boolean encrypted, InetAddress address, String database, String user, Predicate<String> isMember) {
        return (isEncrypted == null || isEncrypted == encrypted)
                && (databases.contains("all") || databases.contains(database)
                        || databases.contains("sameuser") && database.equals(user))
                && users.stream().anyMatch(name -> name.equals("all") || name.equals(user)
                        || name.startsWith("+") && isMember.test(name.substring(1)))
                && (network == null || contains(address));
    }

    private boolean contains(InetAddress address) {
        byte[] left = network.getAddress();
        byte[] right = address.getAddress();
        if (left.length != right.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit & 7);
            if ((left[bit >> 3] & mask) != (right[bit >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** Rules, one a line or with semicolons between them. */
    static List<AccessRule> parse(String text) throws ConfigException {
        List<AccessRule> rules = new ArrayList<>();
        for (String line : text.split("[\n;]")) {
            String rule = line.replaceFirst("#.*", "").strip();
            if (!rule.isEmpty()) {
                rules.add(one(rule));
            }
        }
        return rules.isEmpty() ? DEFAULT : List.copyOf(rules);
    }

    private static AccessRule one(String rule) throws ConfigException {
        String[] words = rule.split("\\s+");
        if (words.length != 5) {
            throw wrong(rule, "five words are needed: host, database, user, address, method");
        }
        Boolean isEncrypted = switch (words[0]) {
            case "host" -> null;
            case "hostssl" -> Boolean.TRUE;
            case "hostnossl" -> Boolean.FALSE;
            default -> throw wrong(rule, "\"" + words[0] + "\" is none of host, hostssl, hostnossl");
        };
        Method method = switch (words[4].toLowerCase(Locale.ROOT)) {
            case "trust" -> Method.TRUST;
            case "scram-sha-256" -> Method.SCRAM;
            case "reject" -> Method.REJECT;
            default -> throw wrong(rule, "\"" + words[4] + "\" is none of trust, scram-sha-256, reject");
        };
        InetAddress network = null;
        int prefix = 0;
        if (!words[3].equals("all")) {
            String[] parts = words[3].split("/", 2);
            try {
                if (!parts[0].matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
                    throw wrong(rule, "\"" + parts[0] + "\" is not an address");
                }
                network = InetAddress.getByName(parts[0]);
                int bits = network.getAddress().length * 8;
                prefix = parts.length < 2 ? bits : Integer.parseInt(parts[1]);
                if (prefix < 0 || prefix > bits) {
                    throw wrong(rule, "an address has " + bits + " bits");
                }
            } catch (UnknownHostException | NumberFormatException e) {
                throw wrong(rule, "\"" + words[3] + "\" is neither \"all\" nor an address with its bits");
            }
        }
        boolean isHere = network != null && network.isLoopbackAddress()
                && prefix >= (network.getAddress().length == 4 ? 8 : 128);
        if (method == Method.TRUST && !isHere) {
            throw wrong(rule, "only addresses of this machine can be trusted: 127.0.0.1/32 or ::1/128");
        }
        return new AccessRule(isEncrypted, names(words[1]), names(words[2]), network, prefix, method);
    }

    private static List<String> names(String words) {
        return Arrays.stream(words.split(",")).filter(word -> !word.isEmpty()).toList();
    }

    private static ConfigException wrong(String rule, String why) {
        return new ConfigException("access rule \"" + rule + "\": " + why);
    }
}
