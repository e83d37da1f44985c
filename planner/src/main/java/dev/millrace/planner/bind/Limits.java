package dev.millrace.planner.bind;

import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.bind.Conversions.Strength;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Rel;
import dev.millrace.sql.parser.expression.PostgresOperators;

/** LIMIT, OFFSET and FETCH: of a whole query they stay expressions, inside one they become a top-k. */
public final class Limits {

    private final Binding binding;
    private final ExpressionBinder expressions;

    Limits(Binding binding, ExpressionBinder expressions) {
        this.binding = binding;
        this.expressions = expressions;
    }

    BoundQuery apply(BoundQuery query, SqlOrderBy clauses) {
        if (clauses == null || clauses.fetch == null && clauses.offset == null) {
            return query;
        }
        Expr offset = count(clauses.offset, "OFFSET");
        if (clauses.fetch instanceof SqlCall ties && ties.getOperator() == PostgresOperators.WITH_TIES) {
            return withTies(query, ties, offset);
        }
        return new BoundQuery(
                query.rel(), query.output(), query.order(), count(clauses.fetch, "LIMIT"), offset, false);
    }

    /** FETCH FIRST n ROWS WITH TIES: how many rows these are depends on the rows, so the relation itself is cut. */
    private BoundQuery withTies(BoundQuery query, SqlCall ties, Expr offset) {
        if (query.order().isEmpty()) {
            throw new SqlException(
                            SqlState.SYNTAX_ERROR, "WITH TIES cannot be specified without ORDER BY clause")
                    .at(binding.at(ties));
        }
        Expr limit = count(ties.operand(0), "LIMIT");
        Rel cut = limit == null
                ? query.rel()
                : new Rel.TopK(
                        query.rel(),
                        List.of(),
                        query.order(),
                        offset == null ? 0 : literal(offset),
                        literal(limit),
                        true,
                        null);
        return new BoundQuery(
                cut, query.output(), query.order(), null, limit == null ? offset : null, false);
    }

    private Expr count(SqlNode node, String clause) {
        if (node == null) {
            return null;
        }
        Expr bound = expressions.bind(node, new Frame(Scope.NONE, clause));
        if (!Conversions.exists(bound.type(), SqlType.BIGINT, Strength.ASSIGNMENT)) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            "argument of " + clause + " must be type bigint, not type " + bound.type())
                    .at(binding.at(node));
        }
        Expr converted = binding.coercion.convert(bound, SqlType.BIGINT, node);
        if (Constants.isConstant(converted)) {
            Expr.Literal value = binding.constants.evaluate(converted);
            if (value.value() == null) {
                return null;
            }
            if ((Long) value.value() < 0) {
                String state = clause.equals("LIMIT")
                        ? SqlState.INVALID_ROW_COUNT_IN_LIMIT
                        : SqlState.INVALID_ROW_COUNT_IN_OFFSET;
                throw new SqlException(state, clause + " must not be negative").at(binding.at(node));
            }
            return value;
        }
        return converted;
    }

    /** The query's rows as a relation of just its output; a cut becomes part of the relation. */
    BoundQuery asRows(BoundQuery query) {
        return BoundQuery.unordered(cut(query), query.output());
    }

    /** The relation of a query's rows, cut as its LIMIT says. */
    public static Rel cut(BoundQuery query) {
        Rel rel = query.rel();
        if (query.isCut()) {
            rel = new Rel.TopK(
                    rel,
                    List.of(),
                    query.order(),
                    query.offset() == null ? 0 : literal(query.offset()),
                    query.limit() == null ? -1 : literal(query.limit()),
                    query.withTies(),
                    null);
        }
        boolean isExact = Expressions.columns(rel).cardinality() == query.output().size();
        return isExact ? rel : Rel.Project.of(rel, query.output());
    }

    private static long literal(Expr expr) {
        if (expr instanceof Expr.Literal literal) {
            return (Long) literal.value();
        }
        throw SqlException.unsupported("a parameter in the LIMIT of a subquery, view or set operation");
    }
}
