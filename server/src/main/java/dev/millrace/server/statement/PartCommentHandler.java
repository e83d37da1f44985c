package dev.millrace.server.statement;

import java.util.Optional;
import java.util.stream.Stream;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.PartComment;
import dev.millrace.planner.RoleReference;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Comment;
import dev.millrace.server.catalog.DatabaseObject;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.catalog.ForeignKey;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.wire.ServerMessage;

/** COMMENT ON CONSTRAINT, TRIGGER, FUNCTION, DATABASE, ROLE: only who owns the whole may say something of its parts. */
final class PartCommentHandler implements Handler<PartComment> {

    private static final String UNDEFINED_DATABASE = "3D000";

    @Override
    public Outcome handle(PartComment comment, Execution run) throws InterruptedException {
        run.session().transaction().checkWritable("COMMENT");
        switch (comment) {
            case PartComment.OnRoutine routine -> {
                CatalogObject found = FunctionHandler.find(routine.target(), routine.kind(), false, run);
                run.session().authority().checkOwner(found);
                CommentHandler.set(found.id(), 0, comment.text(), run);
            }
            case PartComment.OnTrigger trigger -> {
                CatalogObject table = TriggerHandler.table(trigger.table(), run);
                run.session().authority().checkOwner(table);
                CommentHandler.set(
                        TriggerHandler.named(table, trigger.trigger(), run).id(), 0, comment.text(), run);
            }
            case PartComment.OnDatabase database -> set(database, run);
            case PartComment.OnRole role -> set(role, run);
            case PartComment.OnConstraint constraint -> {
                CatalogObject owner = owner(constraint, run);
                run.session().authority().checkOwner(owner);
                set(owner, number(constraint, owner, run), comment.text(), run);
            }
        }
        return new Outcome.Done("COMMENT");
    }

    private static void set(PartComment.OnDatabase comment, Execution run) throws InterruptedException {
        if (run.catalog().snapshot().database(comment.database()).isEmpty()) {
            // A dump may be read into a database of another name.
            run.session().notice(ServerMessage.warning(
                    UNDEFINED_DATABASE, "database \"" + comment.database() + "\" does not exist"));
            return;
        }
        DatabaseObject found = DatabaseHandler.find(comment.database(), run);
        DatabaseHandler.checkOwner(found, run);
        CommentHandler.set(found.id(), 0, comment.text(), run);
    }

    private static void set(PartComment.OnRole comment, Execution run) throws InterruptedException {
        Role role = RoleNames.role(new RoleReference(RoleReference.Kind.NAMED, comment.role()), run);
        Authority authority = run.session().authority();
        if (role.isSuperuser() && !authority.isSuperuser()) {
            throw RoleNames.denied("must be superuser");
        }
        if (!authority.createsRoles()) {
            throw RoleNames.denied("must have CREATEROLE privilege");
        }
        CommentHandler.set(role.id(), 0, comment.text(), run);
    }

    private static CatalogObject owner(PartComment.OnConstraint constraint, Execution run) {
        if (!constraint.isOfDomain()) {
            return TriggerHandler.table(constraint.owner(), run);
        }
        CatalogObject found = run.catalog().find(constraint.owner().parts())
                .orElseThrow(() -> NamedTypes.missing(constraint.owner()));
        if (!(found instanceof DomainObject)) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, constraint.owner() + " is not a domain");
        }
        return found;
    }

    private static long number(PartComment.OnConstraint constraint, CatalogObject owner, Execution run) {
        return number(constraint.constraint(), owner, run.catalog().snapshot()).orElseThrow(() -> new SqlException(
                SqlState.UNDEFINED_OBJECT,
                "constraint \"" + constraint.constraint() + "\" for "
                        + (constraint.isOfDomain() ? "domain " + owner.name() : "table \"" + owner.name() + "\"")
                        + " does not exist"));
    }

    /** The number of an object's constraint of that name. */
    static Optional<Long> number(String constraint, CatalogObject owner, CatalogSnapshot catalog) {
        Stream<CatalogObject.Check> checks = switch (owner) {
            case CatalogObject.Table table -> table.checks().stream();
            case DomainObject domain -> domain.checks().stream();
            case CatalogObject other -> Stream.of();
        };
        Optional<Long> check =
                checks.filter(one -> one.name().equals(constraint)).map(CatalogObject.Check::id).findFirst();
        if (check.isPresent() || !(owner instanceof CatalogObject.Table table)) {
            return check;
        }
        if (table.primaryKey() != null && table.primaryKey().name().equals(constraint)) {
            return Optional.of(table.primaryKey().id());
        }
        Optional<Long> unique = catalog.uniqueIndexes(table.id()).stream()
                .filter(index -> index.isConstraint() && index.name().equals(constraint))
                .map(CatalogObject::id)
                .findFirst();
        return unique.or(() -> catalog.foreignKeys(table.id()).stream()
                .filter(key -> key.name().equals(constraint))
                .map(ForeignKey::id)
                .findFirst());
    }

    private static void set(CatalogObject owner, long part, String text, Execution run) throws InterruptedException {
        Optional<Comment> before = run.catalog().snapshot().commentOnPart(part);
        boolean isNone = text == null || text.isEmpty();
        if (before.isPresent() && isNone) {
            run.session().transaction().drop(before.get(), run.cancellation());
        } else if (before.isPresent()) {
            Redefinition.of(new Comment(before.get().id(), owner.id(), 0, text, part), run);
        } else if (!isNone) {
            run.session().transaction().create(
                    new Comment(run.database().engine().nextObjectId(), owner.id(), 0, text, part),
                    new ObjectDefinition.Described(),
                    run.cancellation());
        }
    }

    /** A constraint is about to go. */
    static void forget(String constraint, CatalogObject owner, Execution run) throws InterruptedException {
        Optional<Long> number = number(constraint, owner, run.catalog().snapshot());
        if (number.isPresent()) {
            set(owner, number.get(), null, run);
        }
    }
}
