package dev.millrace.server.session;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.catalog.Roles;
import dev.millrace.server.config.AccessRule;
import dev.millrace.server.login.ScramExchange;
import dev.millrace.server.login.Verifier;
import dev.millrace.server.net.Connection;
import dev.millrace.server.wire.BackendMessage;
import dev.millrace.server.wire.FrontendMessage;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Lets a client prove that it is who it says, as the access rules ask. A role that does not exist, has no password, or
 * one that is no longer valid, fails like a wrong password: at the same step, with the same words.
 */
public final class Authentication {

    private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);

    private final List<AccessRule> rules;
    private final byte[] nobodysSecret;
    private final SecureRandom random = new SecureRandom();

    /** @param nobodysSecret makes up what clients see of roles that do not exist: the same at every start */
    public Authentication(List<AccessRule> rules, byte[] nobodysSecret) {
        this.rules = List.copyOf(rules);
        this.nobodysSecret = nobodysSecret.clone();
    }

    /** @throws SqlException 28000, 28P01, 08P01 when it may not come in */
    Role role(String name, String database, Connection connection, Roles roles) throws InterruptedException {
        Role role = roles.find(name).orElse(null);
        switch (method(name, role, database, connection, roles)) {
            case TRUST -> {
                if (role == null) {
                    throw new SqlException(SqlState.INVALID_AUTHORIZATION, "role \"" + name + "\" does not exist");
                }
            }
            case SCRAM -> scram(name, role, connection);
            case REJECT, PASSWORD_IF_ANY -> throw refused("pg_hba.conf rejects connection", name, database, connection);
        }
        if (!role.logsIn()) {
            throw new SqlException(
                    SqlState.INVALID_AUTHORIZATION, "role \"" + name + "\" is not permitted to log in");
        }
        return role;
    }

    private AccessRule.Method method(
            String name, Role role, String database, Connection connection, Roles roles) {
        AccessRule.Method method = rules.stream()
                .filter(rule -> connection.address() != null && rule.matches(
                        connection.isEncrypted(), connection.address(), database, name,
                        group -> isMember(role, group, roles)))
                .findFirst()
                .map(AccessRule::method)
                .orElseThrow(() -> refused("no pg_hba.conf entry", name, database, connection)
                        .withHint("Access rules are part of the server's configuration; without any, clients of other"
                                + " machines have to use TLS."));
        if (method != AccessRule.Method.PASSWORD_IF_ANY) {
            return method;
        }
        boolean isAsked = role != null
                ? role.verifier() != null
                // Who may not know which roles exist must not learn it here.
                : roles.all().stream().anyMatch(other -> other.verifier() != null);
        return isAsked ? AccessRule.Method.SCRAM : AccessRule.Method.TRUST;
    }

    private static boolean isMember(Role role, String group, Roles roles) {
        return role != null
                && roles.find(group).filter(found -> roles.memberOf(role.id()).contains(found.id())).isPresent();
    }

    /** In PostgreSQL's words, which tools look for. */
    private static SqlException refused(String why, String name, String database, Connection connection) {
        return new SqlException(
                SqlState.INVALID_AUTHORIZATION,
                why + " for host \"" + connection.clientAddress() + "\", user \"" + name + "\", database \"" + database
                        + "\", " + (connection.isEncrypted() ? "SSL encryption" : "no encryption"));
    }

    private void scram(String name, Role role, Connection connection) throws InterruptedException {
        byte[] endPoint = connection.endPoint();
        send(new BackendMessage.AuthenticationSasl(ScramExchange.mechanisms(endPoint != null)), connection);
        byte[] answer = answer(connection);
        int nameBytes = lengthOfName(answer);
        String mechanism = new String(answer, 0, nameBytes, UTF_8);
        ByteBuffer initial = ByteBuffer.wrap(answer, nameBytes + 1, answer.length - nameBytes - 1);
        Verifier verifier = role == null || role.verifier() == null ? null : Verifier.parse(role.verifier());
        ScramExchange exchange =
                new ScramExchange(name, verifier, nobodysSecret, mechanism, endPoint, random);
        if (initial.remaining() < 4) {
            throw new SqlException(SqlState.PROTOCOL_VIOLATION, "malformed SASL message");
        }
        int length = initial.getInt();
        byte[] first = new byte[initial.remaining()];
        initial.get(first);
        if (length == -1 && first.length == 0) {
            // A client may choose a mechanism first and speak then.
            send(new BackendMessage.AuthenticationSaslContinue(new byte[0]), connection);
            first = answer(connection);
        } else if (length != first.length) {
            throw new SqlException(SqlState.PROTOCOL_VIOLATION, "malformed SASL message");
        }
        send(new BackendMessage.AuthenticationSaslContinue(exchange.first(first)), connection);
        byte[] proof = exchange.last(answer(connection));
        boolean isOver = role != null && role.validUntil() != null
                && role.validUntil() < System.currentTimeMillis() * 1000;
        if (proof == null || isOver) {
            LOG.info("login of {} from {} failed: {}", name, connection.clientAddress(),
                    role == null ? "no such role" : verifier == null ? "it has no password"
                            : proof == null ? "wrong password" : "the password is no longer valid");
            throw new SqlException(
                    SqlState.INVALID_PASSWORD, "password authentication failed for user \"" + name + "\"");
        }
        connection.out().write(new BackendMessage.AuthenticationSaslFinal(proof));
    }

    private static int lengthOfName(byte[] message) {
        for (int i = 0; i < message.length; i++) {
            if (message[i] == 0) {
                return i;
            }
        }
        throw new SqlException(SqlState.PROTOCOL_VIOLATION, "malformed SASL message");
    }

    private static void send(BackendMessage message, Connection connection) {
        connection.out().write(message);
        connection.out().flush();
    }

    private static byte[] answer(Connection connection) throws InterruptedException {
        return switch (connection.take()) {
            case FrontendMessage.PasswordMessage password -> password.bytes();
            case FrontendMessage.Disconnected _, FrontendMessage.Terminate _ ->
                throw new SqlException(SqlState.CONNECTION_EXCEPTION, "the client left before it had logged in");
            case FrontendMessage other ->
                throw new SqlException(SqlState.PROTOCOL_VIOLATION, "expected SASL response");
        };
    }
}
