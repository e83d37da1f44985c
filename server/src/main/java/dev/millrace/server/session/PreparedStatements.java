package dev.millrace.server.session;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * A session's prepared statements, of the protocol and of SQL in one name space; the unnamed one is replaced at will.
 */
public final class PreparedStatements {

    private static final int NUMBER_MAX = 10_000;

    private final Map<String, PreparedStatement> byName = new HashMap<>();

    /** @throws SqlException 42P05 when a named one exists already */
    public void put(PreparedStatement statement) {
        if (!statement.name().isEmpty() && byName.containsKey(statement.name())) {
            throw new SqlException(
                    SqlState.DUPLICATE_PREPARED_STATEMENT,
                    "prepared statement \"" + statement.name() + "\" already exists");
        }
        if (byName.size() >= NUMBER_MAX) {
            throw new SqlException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED, "too many prepared statements in one session")
                    .withHint("DEALLOCATE those that are no longer needed.");
        }
        byName.put(statement.name(), statement);
    }

    /** @throws SqlException 26000 when there is none */
    public PreparedStatement get(String name) {
        PreparedStatement statement = byName.get(name);
        if (statement == null) {
            throw new SqlException(
                    SqlState.INVALID_SQL_STATEMENT_NAME,
                    name.isEmpty()
                            ? "unnamed prepared statement does not exist"
                            : "prepared statement \"" + name + "\" does not exist");
        }
        return statement;
    }

    /** Null when there is none. */
    PreparedStatement find(String name) {
        return byName.get(name);
    }

    public boolean remove(String name) {
        return byName.remove(name) != null;
    }

    public void clear() {
        byName.clear();
    }

    public Collection<PreparedStatement> all() {
        return byName.values();
    }
}
