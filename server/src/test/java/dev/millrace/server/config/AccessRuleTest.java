package dev.millrace.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Which rule decides about a client, and what is no rule. */
final class AccessRuleTest {

    private static AccessRule.Method method(List<AccessRule> rules, boolean encrypted, String address, String user)
            throws UnknownHostException {
        InetAddress from = InetAddress.getByName(address);
        return rules.stream()
                .filter(rule -> rule.matches(encrypted, from, "millrace", user, "staff"::equals))
                .findFirst()
                .map(AccessRule::method)
                .orElse(null);
    }

    @Test
    void firstThatFitsDecides() throws Exception {
        List<AccessRule> rules = AccessRule.parse("""
                host  all  mallory  all          reject         # nobody likes her
                hostnossl other,millrace +staff 10.1.0.0/16 scram-sha-256
                hostssl all all 10.0.0.0/9 scram-sha-256; host all all ::1/128 trust
                """);
        assertEquals(AccessRule.Method.REJECT, method(rules, true, "10.0.0.1", "mallory"));
        assertEquals(AccessRule.Method.SCRAM, method(rules, false, "10.1.255.255", "alice"));
        assertEquals(null, method(rules, false, "10.2.0.0", "alice"));
        assertEquals(AccessRule.Method.SCRAM, method(rules, true, "10.127.0.1", "alice"));
        assertEquals(null, method(rules, true, "10.128.0.1", "alice"));
        assertEquals(AccessRule.Method.TRUST, method(rules, false, "::1", "alice"));
        assertEquals(null, method(rules, true, "127.0.0.1", "alice"));
    }

    @Test
    void thisMachineIsTrustedByDefault() throws Exception {
        List<AccessRule> rules = AccessRule.parse("");
        assertEquals(AccessRule.Method.PASSWORD_IF_ANY, method(rules, false, "127.0.0.1", "alice"));
        assertEquals(null, method(rules, false, "192.168.0.1", "alice"));
        assertEquals(AccessRule.Method.SCRAM, method(rules, true, "192.168.0.1", "alice"));
    }

    @Test
    void nonsenseIsNoRule() {
        for (String rule : List.of(
                "local all all trust", "host all all all trust", "host all all 127.0.0.1/0 trust",
                "host all all 10.0.0.0/33 scram-sha-256", "host all all example.com scram-sha-256",
                "host all all all md5", "host all all scram-sha-256", "host all all 1.2.3/x reject")) {
            assertThrows(ConfigException.class, () -> AccessRule.parse(rule), rule);
        }
    }
}
