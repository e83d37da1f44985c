package dev.millrace.sql.parser.statement;

import org.apache.calcite.sql.SqlIdentifier;

/** What a {@link SqlCommentPart} is about. */
public sealed interface CommentedPart {

    /** @param kind {@code constraint} or {@code trigger}; {@code isOfDomain}: whether the owner is a domain */
    record Owned(String kind, SqlIdentifier name, SqlIdentifier owner, boolean isOfDomain) implements CommentedPart {}

    /** What all databases have in common. @param kind {@code database} or {@code role} */
    record Shared(String kind, SqlIdentifier name) implements CommentedPart {}

    /** @param kind {@code function}, {@code procedure}, or {@code routine} for either */
    record Routine(String kind, SqlDropFunction.Target target) implements CommentedPart {}
}
