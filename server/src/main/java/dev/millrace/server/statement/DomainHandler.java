package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Domain;
import dev.millrace.planner.DomainChange;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CompositeType;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.StatementText;
import dev.millrace.server.wire.ServerMessage;

/**
 * CREATE DOMAIN and ALTER DOMAIN. A new condition is asked of the columns that are there; what is kept up to date and
 * casts to the domain was computed by the conditions as they were, and stands in the way.
 */
final class DomainHandler implements Handler<DomainChange> {

    @Override
    public Outcome handle(DomainChange change, Execution run) throws InterruptedException {
        boolean isNew = change instanceof DomainChange.Create;
        String command = isNew ? "CREATE DOMAIN" : "ALTER DOMAIN";
        run.session().transaction().checkWritable(command);
        if (change instanceof DomainChange.Create create) {
            create(create, run);
        } else {
            DomainObject domain = find(change.name(), run);
            DomainObject changed = changed(domain, change, run);
            if (!changed.equals(domain)) {
                Redefinition.of(changed, run);
            }
        }
        return new Outcome.Done(command);
    }

    private static DomainObject find(Statement.QualifiedName name, Execution run) {
        return run.catalog().find(name.parts())
                .filter(DomainObject.class::isInstance)
                .map(DomainObject.class::cast)
                .orElseThrow(() -> NamedTypes.missing(name));
    }

    private static void create(DomainChange.Create create, Execution run) throws InterruptedException {
        NewName name = NewName.of(create.name(), run);
        CreateEnumHandler.checkFree(name, run);
        DomainObject domain = new DomainObject(
                run.database().engine().nextObjectId(), name.schemaName(), name.name(), create.base(),
                create.parent() == null ? null : create.parent().id(), create.isNotNull(), List.of(),
                create.defaultSql());
        for (Statement.CheckDefinition check : create.checks()) {
            domain = with(domain, check, run);
        }
        run.session().transaction().create(domain, new ObjectDefinition.Described(), run.cancellation());
    }

    private static DomainObject changed(DomainObject domain, DomainChange change, Execution run)
            throws InterruptedException {
        return switch (change) {
            case DomainChange.Create _ -> domain;
            case DomainChange.Default set -> domain.withDefault(set.sql());
            case DomainChange.NotNull set -> {
                refuseKept(domain, run);
                if (set.isNotNull()) {
                    require(domain, "x.value IS NULL", run, column -> new SqlException(
                            SqlState.NOT_NULL_VIOLATION, column + " contains null values"));
                }
                yield domain.withNotNull(set.isNotNull());
            }
            case DomainChange.AddCheck add -> {
                refuseKept(domain, run);
                DomainObject more = with(domain, add.check(), run);
                require(domain, "NOT (" + add.check().sql() + ")", run, column -> new SqlException(
                        SqlState.CHECK_VIOLATION, column + " contains values that violate the new constraint"));
                yield more;
            }
            case DomainChange.DropConstraint drop -> {
                PartCommentHandler.forget(drop.constraint(), domain, run);
                yield without(domain, drop, run);
            }
        };
    }

    private static DomainObject with(DomainObject domain, Statement.CheckDefinition check, Execution run) {
        String name = check.name() == null ? unused(domain) : check.name();
        if (has(domain, name)) {
            throw new SqlException(
                    SqlState.DUPLICATE_OBJECT,
                    "constraint \"" + name + "\" for domain \"" + domain.name() + "\" already exists");
        }
        List<CatalogObject.Check> checks = new ArrayList<>(domain.checks());
        checks.add(new CatalogObject.Check(run.database().engine().nextObjectId(), name, check.sql()));
        return domain.withChecks(checks);
    }

    private static String unused(DomainObject domain) {
        String name = domain.name() + "_check";
        for (int i = 1; has(domain, name); i++) {
            name = domain.name() + "_check" + i;
        }
        return name;
    }

    private static boolean has(DomainObject domain, String constraint) {
        return domain.checks().stream().anyMatch(check -> check.name().equals(constraint));
    }

    private static DomainObject without(DomainObject domain, DomainChange.DropConstraint drop, Execution run) {
        if (!has(domain, drop.constraint())) {
            String missing = "constraint \"" + drop.constraint() + "\" of domain \"" + domain.name()
                    + "\" does not exist";
            if (!drop.ifExists()) {
                throw new SqlException(SqlState.UNDEFINED_OBJECT, missing);
            }
            run.session().notice(ServerMessage.notice(missing + ", skipping"));
            return domain;
        }
        refuseKept(domain, run);
        return domain.withChecks(domain.checks().stream()
                .filter(check -> !check.name().equals(drop.constraint()))
                .toList());
    }

    private static void refuseKept(DomainObject domain, Execution run) {
        for (CatalogObject object : run.catalog().snapshot().objects()) {
            boolean isKept = object instanceof CatalogObject.OfQuery && !(object instanceof CatalogObject.View);
            if (isKept && object.dependencies().contains(domain.id())) {
                throw SqlException.unsupported("changing the conditions of a domain that "
                                + DropHandler.description(object) + " casts to")
                        .withHint("Drop it first, and create it again afterwards.");
            }
            boolean isOfRows = object instanceof CompositeType type && type.domains().values().stream()
                    .flatMap(id -> run.catalog().snapshot().domain(id).chain().stream())
                    .anyMatch(one -> one.id() == domain.id());
            if (isOfRows) {
                throw SqlException.unsupported(
                        "changing the conditions of a domain that attributes of type " + object.name() + " are of");
            }
        }
    }

    private interface Fault {
        SqlException of(String column);
    }

    /** @param broken over {@code x.value}, what no value may fulfil */
    private static void require(DomainObject domain, String broken, Execution run, Fault fault) {
        for (CatalogObject object : run.catalog().snapshot().objects()) {
            if (!(object instanceof CatalogObject.Table table)) {
                continue;
            }
            for (CatalogObject.Column column : table.columns()) {
                boolean isOf = column.domain() != null
                        && run.catalog().snapshot().domain(column.domain()).chain().stream()
                                .map(Domain::id)
                                .anyMatch(id -> id == domain.id());
                if (isOf && exists(table, column.name(), broken, run)) {
                    throw fault.of("column \"" + column.name() + "\" of table \"" + table.name() + "\"");
                }
            }
        }
    }

    /** The whole table counts as read. */
    private static boolean exists(CatalogObject.Table table, String column, String condition, Execution run) {
        String sql = "SELECT 1 FROM (SELECT " + CreateText.quoted(column) + " AS value FROM "
                + CreateText.quoted(table.schemaName()) + "." + CreateText.quoted(table.name()) + ") AS x WHERE "
                + condition + " LIMIT 1";
        Statement.Query query = (Statement.Query) run.database().planning().plan(
                StatementText.asWritten(sql), List.of(), run.session(), run.cancellation()).statement();
        return !Rows.all(run.query(query.plan()), query.plan().result()).isEmpty();
    }
}
