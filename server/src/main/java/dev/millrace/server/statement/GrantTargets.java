package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.AccessChange;
import dev.millrace.planner.Statement;
import dev.millrace.planner.Statement.ObjectKind;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.Privilege;
import dev.millrace.server.catalog.Roles;
import dev.millrace.server.catalog.SystemCatalog;
import dev.millrace.server.session.Execution;

/** The objects that a GRANT or REVOKE names. */
final class GrantTargets {

    private final AccessChange.Grant grant;
    private final Execution run;

    GrantTargets(AccessChange.Grant grant, Execution run) {
        this.grant = grant;
        this.run = run;
    }

    List<GrantHandler.GrantTarget> all() {
        List<GrantHandler.GrantTarget> targets = new ArrayList<>();
        for (Statement.QualifiedName name : grant.names()) {
            if (grant.isDatabase()) {
                targets.add(database(name.last()));
            } else if (grant.isAll()) {
                targets.addAll(inSchema(name.last()));
            } else if (grant.kind() == ObjectKind.SCHEMA) {
                targets.add(schema(name.last()));
            } else {
                targets.add(relation(name));
            }
        }
        return targets;
    }

    private GrantHandler.GrantTarget database(String name) {
        if (!name.equals(run.database().name())) {
            throw new SqlException(SqlState.INVALID_CATALOG_NAME, "database \"" + name + "\" does not exist");
        }
        return new GrantHandler.GrantTarget(Roles.DATABASE, Grantable.DATABASE, "database", name, null);
    }

    private GrantHandler.GrantTarget schema(String name) {
        return new GrantHandler.GrantTarget(schemaNumber(name, run), Grantable.SCHEMA, "schema", name, null);
    }

    /** @throws SqlException 3F000, 42501 for one that cannot be granted on */
    static long schemaNumber(String name, Execution run) {
        if (SystemCatalog.SCHEMAS.contains(name)) {
            throw Authority.denied("schema", name).withDetail("System schemas cannot be changed.");
        }
        if (!run.catalog().snapshot().hasSchema(name)) {
            throw new SqlException(SqlState.INVALID_SCHEMA_NAME, "schema \"" + name + "\" does not exist");
        }
        return run.catalog().snapshot().schemaOid(name);
    }

    private List<GrantHandler.GrantTarget> inSchema(String schema) {
        schemaNumber(schema, run);
        run.session().authority().checkSchema(Privilege.USAGE, schema);
        Grantable wanted = grant.kind() == ObjectKind.SEQUENCE ? Grantable.SEQUENCE : Grantable.TABLE;
        return run.catalog().snapshot().inSchema(schema).stream()
                .filter(object -> Grantable.of(object) == wanted)
                .map(GrantTargets::target)
                .toList();
    }

    private GrantHandler.GrantTarget relation(Statement.QualifiedName name) {
        CatalogObject object = run.catalog().find(name.parts()).orElseThrow(() -> missing(name));
        if (object instanceof CatalogObject.Index) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + object.name() + "\" is an index");
        }
        if (Grantable.of(object) == null) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE, "\"" + object.name() + "\" is a " + object.kindName()
                            + ", on which there are no privileges");
        }
        if (grant.kind() == ObjectKind.SEQUENCE && !(object instanceof CatalogObject.Sequence)) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + object.name() + "\" is not a sequence");
        }
        return target(object);
    }

    private SqlException missing(Statement.QualifiedName name) {
        return run.catalog().resolve(name.parts()).isPresent()
                ? SqlException.unsupported("changing the privileges of a system relation")
                : new SqlException(SqlState.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist");
    }

    private static GrantHandler.GrantTarget target(CatalogObject object) {
        return new GrantHandler.GrantTarget(
                object.id(), Grantable.of(object), Authority.messageWord(object), object.name(),
                object instanceof CatalogObject.Relation relation ? relation : null);
    }
}
