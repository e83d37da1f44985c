package dev.millrace.server.statement;

import java.util.List;
import java.util.Optional;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.planner.Statement.ObjectKind;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.Comment;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** COMMENT ON: an object of its own, which goes with what it is about. */
final class CommentHandler implements Handler<Statement.Comment> {

    @Override
    public Outcome handle(Statement.Comment comment, Execution run) throws InterruptedException {
        run.session().transaction().checkWritable("COMMENT");
        CatalogObject object = find(comment, run);
        int column = 0;
        if (comment.column() != null) {
            if (!(object instanceof CatalogObject.Relation relation)) {
                throw new SqlException(
                        SqlState.WRONG_OBJECT_TYPE, "cannot set comment on a column of relation \"" + object.name()
                                + "\"");
            }
            column = relation.schema().indexOf(comment.column()) + 1;
            if (column == 0) {
                throw new SqlException(
                        SqlState.UNDEFINED_COLUMN,
                        "column \"" + comment.column() + "\" of relation \"" + object.name()
                                + "\" does not exist");
            }
        }
        set(object.id(), column, comment.text(), run);
        return new Outcome.Done("COMMENT");
    }

    private static CatalogObject find(Statement.Comment comment, Execution run) {
        List<String> name = comment.name().parts();
        if (comment.kind() == ObjectKind.SCHEMA) {
            if (!run.catalog().schemaNames().contains(comment.name().last())) {
                throw new SqlException(
                        SqlState.INVALID_SCHEMA_NAME, "schema \"" + comment.name().last() + "\" does not exist");
            }
            return run.catalog().snapshot().namespace(comment.name().last()).orElseThrow(() ->
                    SqlException.unsupported("a comment on the schema " + comment.name().last()));
        }
        if (comment.kind() == ObjectKind.TYPE) {
            return NamedTypes.find(comment.name(), run);
        }
        CatalogObject object = run.catalog().find(name).orElseThrow(() -> comment.kind() == ObjectKind.DOMAIN
                ? NamedTypes.missing(comment.name())
                : new SqlException(
                        SqlState.UNDEFINED_TABLE, "relation \"" + comment.name() + "\" does not exist"));
        String kind = DropHandler.kindName(comment.kind());
        if (comment.column() == null && !object.kindName().equals(kind)) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE, "\"" + object.name() + "\" is not " + DropHandler.article(kind));
        }
        return object;
    }

    static void set(long object, int column, String text, Execution run) throws InterruptedException {
        Optional<Comment> before = run.catalog().snapshot().comment(object, column);
        boolean isNone = text == null || text.isEmpty();
        if (before.isEmpty() && !isNone) {
            run.session().transaction().create(
                    new Comment(run.database().engine().nextObjectId(), object, column, text),
                    new ObjectDefinition.Described(),
                    run.cancellation());
        } else if (before.isPresent() && isNone) {
            run.session().transaction().drop(before.get(), run.cancellation());
        } else if (before.isPresent()) {
            Redefinition.of(new Comment(before.get().id(), object, column, text), run);
        }
    }
}
