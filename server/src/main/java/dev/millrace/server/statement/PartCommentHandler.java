package dev.millrace.server.statement;

import java.util.Optional;
import java.util.stream.Stream;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.PartComment;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Comment;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.catalog.ForeignKey;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** COMMENT ON CONSTRAINT, TRIGGER, FUNCTION: only who owns the whole may say something of its parts. */
final class PartCommentHandler implements Handler<PartComment> {

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
            case PartComment.OnConstraint constraint -> {
                CatalogObject owner = owner(constraint, run);
                run.session().authority().checkOwner(owner);
                set(owner, number(constraint, owner, run), comment.text(), run);
            }
        }
        return new Outcome.Done("COMMENT");
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
