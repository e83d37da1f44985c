package dev.millrace.server.statement;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CompositeType;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.catalog.NamedType;
import dev.millrace.server.session.Execution;
import dev.millrace.server.wire.ServerMessage;

/** The place where a new object is to be: schema and name, checked to be valid. */
record NewName(String schemaName, String name) {

    private static final int BYTES_MAX = 63;

    static NewName of(Statement.QualifiedName name, Execution run) {
        return new NewName(run.catalog().creationSchema(name.parts()), checked(name.last()));
    }

    /** In the session's own schema, which is made when it is not there. */
    static NewName temporary(Statement.QualifiedName name, Execution run) throws InterruptedException {
        NewName place = new NewName(run.catalog().temporaryCreation(name.parts()), checked(name.last()));
        run.session().transaction().temporary().ensureSchema(run.cancellation());
        return place;
    }

    static String checked(String name) {
        if (name.isEmpty()) {
            throw new SqlException("42602", "zero-length delimited identifier");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            throw new SqlException("42622", "identifier \"" + name + "\" is too long")
                    .withDetail("Names have at most " + BYTES_MAX + " bytes.");
        }
        return name;
    }

    Optional<CatalogObject> existing(Execution run) {
        return run.catalog().snapshot().find(schemaName, name);
    }

    /**
     * Whether the object is to be created; false, with a notice, when the name is taken and that is fine.
     *
     * @throws SqlException 42P07 when the name is taken
     */
    boolean isFree(boolean ifNotExists, Execution run) {
        if (existing(run).isEmpty()) {
            return true;
        }
        if (existing(run).get() instanceof NamedType || existing(run).get() instanceof CompositeType
                || existing(run).get() instanceof DomainObject) {
            throw new SqlException(SqlState.DUPLICATE_OBJECT, "type \"" + name + "\" already exists")
                    .withHint("A relation has an associated type of the same name, so you must use a name that"
                            + " doesn't conflict with any existing type.");
        }
        String taken = "relation \"" + name + "\" already exists";
        if (!ifNotExists) {
            throw new SqlException(SqlState.DUPLICATE_TABLE, taken);
        }
        run.session().notice(ServerMessage.notice(SqlState.DUPLICATE_TABLE, taken + ", skipping", null));
        return false;
    }

    /** A name made from this one, as PostgreSQL makes {@code t_pkey}; short enough, and not taken. */
    String derived(String suffix, Execution run) {
        String base = name;
        while ((base + suffix).getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            base = base.substring(0, base.length() - 1);
        }
        String candidate = base + suffix;
        for (int i = 1; run.catalog().snapshot().find(schemaName, candidate).isPresent(); i++) {
            candidate = base + suffix + i;
        }
        return candidate;
    }
}
