package dev.millrace.planner.bind;

import dev.millrace.planner.PartComment;
import dev.millrace.planner.Statement;
import dev.millrace.sql.parser.statement.CommentedPart;
import dev.millrace.sql.parser.statement.SqlCommentPart;

/** COMMENT ON CONSTRAINT, TRIGGER, FUNCTION, DATABASE, ROLE. */
final class PartComments {

    private PartComments() {}

    static Statement bind(SqlCommentPart comment, Binding binding) {
        return switch (comment.part()) {
            case CommentedPart.Routine routine -> new PartComment.OnRoutine(
                    new FunctionBinder(binding).target(routine.target()), routine.kind(), comment.text());
            case CommentedPart.Shared shared -> shared.kind().equals("role")
                    ? new PartComment.OnRole(shared.name().getSimple(), comment.text())
                    : new PartComment.OnDatabase(shared.name().getSimple(), comment.text());
            case CommentedPart.Owned owned -> {
                String name = owned.name().getSimple();
                Statement.QualifiedName owner = StatementBinder.name(owned.owner());
                yield owned.kind().equals("trigger")
                        ? new PartComment.OnTrigger(name, owner, comment.text())
                        : new PartComment.OnConstraint(name, owner, owned.isOfDomain(), comment.text());
            }
        };
    }
}
