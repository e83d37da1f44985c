package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.EnumType;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.AccessChange;
import dev.millrace.planner.Domain;
import dev.millrace.planner.RoutineChange;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.Language;
import dev.millrace.server.catalog.Privilege;
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
        for (RoutineChange.Target routine : grant.routines()) {
            targets.add(routine(routine));
        }
        for (Statement.QualifiedName name : grant.names()) {
            if (grant.isAll()) {
                targets.addAll(inSchema(name.last()));
            } else {
                targets.add(switch (grant.target()) {
                    case DATABASE -> database(name.last());
                    case SCHEMA -> schema(name.last());
                    case LANGUAGE -> language(name.last());
                    case TYPE, DOMAIN -> type(name);
                    case TABLE, SEQUENCE, FUNCTION, PROCEDURE, ROUTINE -> relation(name);
                });
            }
        }
        return targets;
    }

    private GrantHandler.GrantTarget routine(RoutineChange.Target routine) {
        boolean isSystem = run.catalog().routineObjects(routine.name().parts()).isEmpty()
                && !Functions.standard().overloads(routine.name().last()).isEmpty();
        if (isSystem) {
            throw SqlException.unsupported("changing the privileges of a system function");
        }
        return target(FunctionHandler.findCallable(routine, grant.target().word(), run));
    }

    private GrantHandler.GrantTarget language(String name) {
        Language language = Language.of(name).orElseThrow(() -> new SqlException(
                SqlState.UNDEFINED_OBJECT, "language \"" + name + "\" does not exist"));
        if (!language.isTrusted()) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "language \"" + name + "\" is not trusted")
                    .withDetail("GRANT and REVOKE are not allowed on untrusted languages, because only superusers can"
                            + " use untrusted languages.");
        }
        return new GrantHandler.GrantTarget(language.oid(), Grantable.LANGUAGE, "language", name, null);
    }

    private GrantHandler.GrantTarget type(Statement.QualifiedName name) {
        List<String> parts = name.parts();
        Optional<Long> domain = run.catalog().domain(parts).map(Domain::id);
        if (grant.target() == AccessChange.Target.DOMAIN && domain.isEmpty()
                && run.catalog().enumType(parts).isPresent()) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + name + "\" is not a domain");
        }
        CatalogObject found = domain.or(() -> run.catalog().enumType(parts).map(EnumType::id))
                .or(() -> run.catalog().rowType(parts).map(RowType::relation))
                .flatMap(run.catalog().snapshot()::find)
                .orElse(null);
        if (found == null) {
            throw new SqlException(SqlState.UNDEFINED_OBJECT, "type \"" + name + "\" does not exist")
                    .withHint("Types of the system are everybody's to use.");
        }
        if (Grantable.of(found) != Grantable.TYPE) {
            throw SqlException.unsupported("changing the privileges of the type of a relation's rows");
        }
        return target(found);
    }

    private GrantHandler.GrantTarget database(String name) {
        return new GrantHandler.GrantTarget(
                DatabaseHandler.find(name, run).id(), Grantable.DATABASE, "database", name, null);
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
        if (grant.target().isRoutine()) {
            return run.catalog().snapshot().routines().stream()
                    .filter(routine -> routine.schemaName().equals(schema))
                    .filter(routine -> grant.target() == AccessChange.Target.ROUTINE
                            || grant.target().word().equals(routine.kindName()))
                    .map(GrantTargets::target)
                    .toList();
        }
        Grantable wanted = grant.target() == AccessChange.Target.SEQUENCE ? Grantable.SEQUENCE : Grantable.TABLE;
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
        if (!(object instanceof CatalogObject.Relation || object instanceof CatalogObject.Sequence)) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE, "\"" + object.name() + "\" is a " + object.kindName()
                            + ", on which there are no privileges");
        }
        if (grant.target() == AccessChange.Target.SEQUENCE && !(object instanceof CatalogObject.Sequence)) {
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
