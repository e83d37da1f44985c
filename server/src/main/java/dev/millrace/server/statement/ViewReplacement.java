package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Comment;
import dev.millrace.server.catalog.Tuning;
import dev.millrace.server.session.Execution;

/**
 * CREATE OR REPLACE MATERIALIZED VIEW: the new view is filled beside the old one, which goes on and is read meanwhile;
 * one epoch takes the old one away and gives its name, its indexes and its comments to the new one. A reader sees the
 * one or the other whole.
 */
final class ViewReplacement {

    private final CatalogObject.MaterializedView old;
    private final Execution run;
    private final List<CatalogObject.Index> indexes = new ArrayList<>();
    private final List<Comment> comments = new ArrayList<>();

    private ViewReplacement(CatalogObject.MaterializedView old, Execution run) {
        this.old = old;
        this.run = run;
    }

    /**
     * Takes the view of this name away; null where there is none.
     *
     * @throws SqlException 2BP01 while others than indexes depend on it, or the new view itself would
     */
    static ViewReplacement of(NewName name, Statement.CreateMaterializedView create, Execution run)
            throws InterruptedException {
        CatalogObject existing = name.existing(run).orElse(null);
        if (!create.orReplace() || existing == null) {
            return null;
        }
        if (!(existing instanceof CatalogObject.MaterializedView old)) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE, "\"" + existing.name() + "\" is not a materialized view");
        }
        ViewReplacement replacement = new ViewReplacement(old, run);
        replacement.takeAway(create);
        return replacement;
    }

    private void takeAway(Statement.CreateMaterializedView create) throws InterruptedException {
        CatalogSnapshot catalog = run.catalog().snapshot();
        String what = "cannot replace " + DropHandler.description(old) + " because ";
        if (create.dependencies().contains(old.id())) {
            throw new SqlException(SqlState.DEPENDENT_OBJECTS_STILL_EXIST, what + "its new query reads it");
        }
        List<CatalogObject> others = new ArrayList<>();
        for (CatalogObject dependant : catalog.dependants(old)) {
            switch (dependant) {
                case CatalogObject.Index index -> indexes.add(index);
                case Comment comment -> comments.add(comment);
                case Tuning tuning -> run.session().transaction().drop(tuning, run.cancellation());
                case CatalogObject other -> others.add(other);
            }
        }
        if (!others.isEmpty()) {
            throw new SqlException(
                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST, what + "other objects depend on it")
                    .withDetail(others.stream()
                            .map(other -> DropHandler.description(other, catalog) + " depends on "
                                    + DropHandler.description(old))
                            .collect(Collectors.joining("\n")))
                    .withHint("Drop what depends on it first, and create it again afterwards.");
        }
        for (CatalogObject.Index index : indexes) {
            if (index.detail() != null) {
                throw SqlException.unsupported("replacing a view with an index that is not of columns alone")
                        .withHint("Drop index \"" + index.name() + "\" first, and create it again afterwards.");
            }
            for (int column : index.columns()) {
                place(column, create.schema(), "index " + index.name());
            }
            run.session().transaction().drop(index, run.cancellation());
        }
        for (Comment comment : comments) {
            run.session().transaction().drop(comment, run.cancellation());
        }
        run.session().transaction().drop(old, run.cancellation());
    }

    /** The place in the new view of a column of the old one. */
    private int place(int column, Schema schema, String user) {
        String name = old.schema().field(column).name();
        int place = schema.indexOf(name);
        if (place < 0) {
            throw new SqlException(
                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot drop column " + name + " of " + DropHandler.description(old) + " because other objects"
                            + " depend on it")
                    .withDetail(user + " depends on column " + name + " of " + DropHandler.description(old))
                    .withHint("Use DROP INDEX to drop the index first.");
        }
        return place;
    }

    int nextVersion() {
        return (old.version() == null ? 1 : old.version()) + 1;
    }

    /** Gives the new view what the old one had. */
    void handOver(CatalogObject.MaterializedView view) throws InterruptedException {
        for (CatalogObject.Index index : indexes) {
            List<SortKey> keys = index.keys().stream()
                    .map(key -> new SortKey(
                            place(key.column(), view.schema(), index.name()), key.descending(), key.nullsFirst()))
                    .toList();
            new IndexCreation(view, run).create(
                    new NewName(index.schemaName(), index.name()), keys, index.isUnique(), false);
        }
        for (Comment comment : comments) {
            int column = comment.column() == 0
                    ? 0
                    : view.schema().indexOf(old.schema().field(comment.column() - 1).name()) + 1;
            if (comment.column() == 0 || column > 0) {
                CommentHandler.set(view.id(), column, comment.text(), run);
            }
        }
    }
}
