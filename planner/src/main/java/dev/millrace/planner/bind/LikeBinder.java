package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Domain;
import dev.millrace.planner.Numbering;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.PlannerCatalog.ColumnOrigin;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TableLike;
import dev.millrace.sql.parser.statement.LikeClause;
import dev.millrace.sql.parser.statement.LikeClause.Part;

/**
 * LIKE in CREATE TABLE: puts the columns of other relations between those that the statement defines itself, and
 * gathers the keys and checks that come with them. What the planner does not know of a relation (other indexes,
 * comments, how a sequence counts) is left to whoever creates the table.
 */
final class LikeBinder {

    private final Binding binding;
    private final QueryBinder queries;
    private final List<Statement.ColumnDefinition> columns = new ArrayList<>();
    private final List<TableLike> likes = new ArrayList<>();
    private final List<Statement.KeyDefinition> keys = new ArrayList<>();
    private final List<Statement.CheckDefinition> checks = new ArrayList<>();

    /** @param own the columns that the statement defines */
    LikeBinder(
            Binding binding, QueryBinder queries, List<Statement.ColumnDefinition> own, List<LikeClause> clauses) {
        this.binding = binding;
        this.queries = queries;
        int taken = 0;
        for (LikeClause clause : clauses) {
            columns.addAll(own.subList(taken, clause.before()));
            taken = clause.before();
            add(clause);
        }
        columns.addAll(own.subList(taken, own.size()));
        Set<String> seen = new HashSet<>();
        for (Statement.ColumnDefinition column : columns) {
            if (!seen.add(column.name())) {
                throw TableBinder.duplicate(column.name());
            }
        }
    }

    /** Of the new table, in order. */
    List<Statement.ColumnDefinition> columns() {
        return columns;
    }

    /** @param moved where the columns come to lie */
    List<TableLike> likes(Map<Integer, Integer> moved) {
        return likes.stream()
                .map(like -> new TableLike(
                        like.relation(),
                        like.columns().stream().map(column -> column < 0 ? column : moved.get(column)).toList(),
                        like.withIndexes(), like.withComments()))
                .toList();
    }

    /** Primary keys; others are indexes. */
    List<Statement.KeyDefinition> keys(Map<Integer, Integer> moved) {
        return keys.stream()
                .map(key -> new Statement.KeyDefinition(
                        key.name(), key.columns().stream().map(moved::get).toList(), key.isPrimary(), null))
                .toList();
    }

    List<Statement.CheckDefinition> checks() {
        return checks;
    }

    private void add(LikeClause clause) {
        PlannerCatalog.Relation relation = new FromBinder(binding, queries).resolve(clause.relation());
        binding.references().read(relation);
        Schema schema = relation.schema();
        boolean isStored = relation instanceof PlannerCatalog.Stored;
        List<ColumnOrigin> origins = relation instanceof PlannerCatalog.Stored stored
                ? stored.origins()
                : Collections.nCopies(schema.size(), ColumnOrigin.NONE);
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            ColumnOrigin origin = origins.get(i);
            if (origin.kind() == ColumnOrigin.Kind.HIDDEN) {
                positions.add(-1);
            } else {
                positions.add(columns.size());
                columns.add(column(
                        schema.field(i), origin, isStored, clause, binding.catalog.domains(relation.id()).get(i)));
            }
        }
        likes.add(new TableLike(
                relation.id(), positions, clause.parts().contains(Part.INDEXES),
                clause.parts().contains(Part.COMMENTS)));
        if (relation instanceof PlannerCatalog.Stored stored) {
            if (clause.parts().contains(Part.INDEXES) && !stored.key().isEmpty() && stored.isUpdatable()) {
                keys.add(new Statement.KeyDefinition(
                        null, stored.key().stream().map(positions::get).toList(), true, null));
            }
            if (clause.parts().contains(Part.CONSTRAINTS)) {
                stored.checks().forEach(check ->
                        checks.add(new Statement.CheckDefinition(check.name(), check.sql())));
            }
        }
    }

    private Statement.ColumnDefinition column(
            Schema.Field field, ColumnOrigin origin, boolean isStored, LikeClause clause, Domain domain) {
        Set<Part> parts = clause.parts();
        String defaultSql = null;
        String generatedSql = null;
        Numbering numbering = null;
        switch (origin.kind()) {
            case NONE, HIDDEN -> { }
            case DEFAULT -> defaultSql = parts.contains(Part.DEFAULTS) ? origin.sql() : null;
            case GENERATED -> generatedSql = parts.contains(Part.GENERATED) ? origin.sql() : null;
            case SEQUENCE -> numbering = parts.contains(Part.DEFAULTS) ? shared(origin) : null;
            case IDENTITY_ALWAYS, IDENTITY_BY_DEFAULT -> numbering = parts.contains(Part.IDENTITY)
                    ? new Numbering(
                            origin.kind() == ColumnOrigin.Kind.IDENTITY_ALWAYS
                                    ? Numbering.Kind.IDENTITY_ALWAYS
                                    : Numbering.Kind.IDENTITY_BY_DEFAULT,
                            null, null)
                    : null;
        }
        // What a query or a stream never leaves empty is no promise that the new table has made.
        boolean isNullable = field.nullable() || !isStored;
        return new Statement.ColumnDefinition(
                field.name(), field.type(), isNullable, defaultSql, generatedSql, numbering, domain);
    }

    /** A DEFAULT that names a sequence goes on to name it. */
    private Numbering shared(ColumnOrigin origin) {
        PlannerCatalog.Relation sequence = binding.catalog.find(origin.sequence()).orElseThrow(() ->
                new SqlException(SqlState.UNDEFINED_TABLE, "the sequence of a default does not exist"));
        return new Numbering(
                Numbering.Kind.NEXTVAL, null, quoted(sequence.schemaName()) + "." + quoted(sequence.name()));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
