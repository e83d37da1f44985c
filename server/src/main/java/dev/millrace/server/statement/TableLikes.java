package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.IndexDetail;
import dev.millrace.planner.Numbering;
import dev.millrace.planner.SequenceSettings;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TableLike;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Comment;
import dev.millrace.server.session.Execution;

/** What a table takes over from those that it is like: how identity columns count, indexes, comments. */
final class TableLikes {

    private final List<TableLike> likes;
    private final Execution run;
    private final CatalogSnapshot catalog;

    TableLikes(List<TableLike> likes, Execution run) {
        this.likes = likes;
        this.run = run;
        this.catalog = run.catalog().snapshot();
        for (TableLike like : likes) {
            catalog.find(like.relation()).filter(CatalogObject.Sequence.class::isInstance).ifPresent(sequence -> {
                throw new SqlException(
                        SqlState.WRONG_OBJECT_TYPE,
                        "relation \"" + sequence.name() + "\" is invalid in LIKE clause")
                        .withDetail("This operation is not supported for sequences.");
            });
        }
    }

    /** The column, numbered as in the table that it comes from when it does not say how. */
    Statement.ColumnDefinition numbered(Statement.ColumnDefinition column, int position) {
        Numbering numbering = column.numbering();
        if (numbering == null || numbering.settings() != null || numbering.existing() != null) {
            return column;
        }
        CatalogObject.Sequence sequence = sequence(position).orElseThrow(() ->
                new SqlException(SqlState.UNDEFINED_OBJECT, "no owned sequence found"));
        SequenceSettings settings = new SequenceSettings(
                sequence.type(), sequence.increment(), Long.toString(sequence.min()), Long.toString(sequence.max()),
                sequence.start(), null, sequence.cache(), sequence.cycles(), null, null);
        return new Statement.ColumnDefinition(
                column.name(), column.type(), column.nullable(), column.defaultSql(), column.generatedSql(),
                new Numbering(numbering.kind(), settings, null), column.domain());
    }

    private Optional<CatalogObject.Sequence> sequence(int position) {
        for (TableLike like : likes) {
            int theirs = like.columns().indexOf(position);
            if (theirs >= 0 && catalog.find(like.relation()).orElse(null) instanceof CatalogObject.Table table) {
                return Optional.ofNullable(table.columns().get(theirs).sequence())
                        .flatMap(catalog::find)
                        .map(CatalogObject.Sequence.class::cast);
            }
        }
        return Optional.empty();
    }

    /** Indexes and comments, once the table is there. */
    void create(CatalogObject.Table table) throws InterruptedException {
        for (TableLike like : likes) {
            if (like.withIndexes()) {
                for (CatalogObject.Index index : catalog.indexes(like.relation())) {
                    create(index, like, table);
                }
            }
            for (int i = 0; like.withComments() && i < like.columns().size(); i++) {
                Optional<Comment> comment = catalog.comment(like.relation(), i + 1);
                if (comment.isPresent() && like.columns().get(i) >= 0) {
                    run.session().transaction().create(
                            new Comment(
                                    run.database().engine().nextObjectId(), table.id(), like.columns().get(i) + 1,
                                    comment.get().text()),
                            new ObjectDefinition.Described(),
                            run.cancellation());
                }
            }
        }
    }

    private static int position(TableLike like, int column) {
        return column < 0 ? column : like.columns().get(column);
    }

    private void create(CatalogObject.Index index, TableLike like, CatalogObject.Table table)
            throws InterruptedException {
        IndexCreation creation = new IndexCreation(table, run);
        List<SortKey> keys = new ArrayList<>();
        for (SortKey key : index.keys()) {
            keys.add(new SortKey(position(like, key.column()), key.descending(), key.nullsFirst()));
        }
        IndexDetail detail = index.detail() == null
                ? null
                : new IndexDetail(
                        index.detail().method(), index.detail().keys(),
                        index.detail().reads().stream().map(column -> position(like, column)).toList(),
                        index.detail().include().stream().map(column -> position(like, column)).toList(),
                        index.detail().where(), index.detail().areNullsEqual(), index.detail().late());
        if (index.isConstraint()) {
            creation.constraint(new Statement.KeyDefinition(
                    null, keys.stream().map(SortKey::column).toList(), index.isLate() && detail.late().isPrimary(),
                    detail));
        } else {
            creation.create(
                    CreateIndexHandler.generated(keys, table, run), keys, detail, index.isUnique(), false);
        }
    }
}
