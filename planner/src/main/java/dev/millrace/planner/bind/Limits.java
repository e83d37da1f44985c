package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.WindowFrame;
import dev.millrace.planner.bind.Conversions.Strength;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Order;
import dev.millrace.planner.logical.Rel;
import dev.millrace.planner.logical.Window;
import dev.millrace.sql.parser.expression.PostgresOperators;

/** LIMIT, OFFSET and FETCH: of a whole query they stay expressions, inside one they become a top-k. */
public final class Limits {

    private final Binding binding;
    private final ExpressionBinder expressions;
    private final VolatileColumns volatiles;

    Limits(Binding binding, ExpressionBinder expressions) {
        volatiles = new VolatileColumns(binding);
        this.binding = binding;
        this.expressions = expressions;
    }

    /** @param outer what subqueries of the clauses can see */
    BoundQuery apply(BoundQuery query, SqlOrderBy clauses, Scope outer) {
        if (clauses == null || clauses.fetch == null && clauses.offset == null) {
            return volatiles.late(query);
        }
        Frame frame = new Frame(Scope.inside(outer), "LIMIT");
        Expr offset = count(clauses.offset, "OFFSET", frame);
        if (clauses.fetch instanceof SqlCall ties && ties.getOperator() == PostgresOperators.WITH_TIES) {
            return withTies(query, ties, offset, frame);
        }
        Expr limit = count(clauses.fetch, "LIMIT", frame);
        if (frame.hasSubqueries() || isOfRow(limit) || isOfRow(offset)) {
            Rel counted = counted(query, limit, offset, frame);
            return new BoundQuery(counted, query.output(), query.order(), null, null, false);
        }
        return volatiles.late(
                new BoundQuery(query.rel(), query.output(), query.order(), limit, offset, false));
    }

    /** FETCH FIRST n ROWS WITH TIES: how many rows these are depends on the rows, so the relation itself is cut. */
    private BoundQuery withTies(BoundQuery query, SqlCall ties, Expr offset, Frame frame) {
        if (query.order().isEmpty()) {
            throw new SqlException(
                            SqlState.SYNTAX_ERROR, "WITH TIES cannot be specified without ORDER BY clause")
                    .at(binding.at(ties));
        }
        Expr limit = count(ties.operand(0), "LIMIT", frame);
        Rel cut = limit == null ? query.rel() : cut(query.rel(), query.order(), limit, offset, true);
        return new BoundQuery(
                cut, query.output(), query.order(), null, limit == null ? offset : null, false);
    }

    private Expr count(SqlNode node, String clause, Frame frame) {
        if (node == null) {
            return null;
        }
        Expr bound = expressions.bind(node, frame);
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

    /** Whether it is another number for each row of a query around. */
    private static boolean isOfRow(Expr count) {
        return count != null && !Expressions.columns(count).isEmpty();
    }

    /** The rows whose number is above OFFSET, and not above that and LIMIT: where these are not known beforehand. */
    private Rel counted(BoundQuery query, Expr limit, Expr offset, Frame frame) {
        Expr first = checked("offset", offset);
        Expr rows = checked("limit", limit);
        Column number = binding.numbers.column("number", SqlType.BIGINT, false);
        Window.Call numbering = new Window.Call(number, "row_number()", List.of(), null, WindowFrame.DEFAULT);
        Rel numbered = frame.attach(new Window(query.rel(), List.of(), query.order(), List.of(numbering)));
        Expr zero = new Expr.Literal(0L, SqlType.BIGINT);
        Expr start = first == null ? zero : new Expr.Coalesce(List.of(first, zero), SqlType.BIGINT);
        List<Expr> conditions = new ArrayList<>();
        if (first != null) {
            conditions.add(operator(">", number.reference(), start));
        }
        if (rows != null) {
            Expr end = first == null ? rows : operator("+", start, rows);
            conditions.add(
                    new Expr.Coalesce(List.of(operator("<=", number.reference(), end), Expr.Literal.TRUE),
                            SqlType.BOOLEAN));
        }
        return new Rel.Filter(numbered, Expressions.and(conditions));
    }

    /** A count that fails where it is negative. */
    private static Expr checked(String clause, Expr count) {
        return count == null || count instanceof Expr.Literal
                ? count
                : new Expr.Call(clause + " count(bigint)", List.of(count), SqlType.BIGINT);
    }

    private Expr operator(String symbol, Expr left, Expr right) {
        return expressions.calls.operator(symbol, List.of(left, right), List.of(), null);
    }

    /** The query's rows as a relation of just its output; a cut becomes part of the relation. */
    BoundQuery asRows(BoundQuery query) {
        return BoundQuery.unordered(cut(query), query.output());
    }

    /** The query's rows, cut, with the columns that they are ordered by beside its output. */
    BoundQuery asOrderedRows(BoundQuery query) {
        return new BoundQuery(cutRows(query), query.output(), query.order(), null, null, false);
    }

    /** The relation of a query's rows, cut as its LIMIT says. */
    public Rel cut(BoundQuery query) {
        Rel rel = cutRows(query);
        boolean isExact = Expressions.columns(rel).cardinality() == query.output().size();
        return isExact ? rel : Rel.Project.of(rel, query.output());
    }

    private Rel cutRows(BoundQuery query) {
        Rel rel = query.rel();
        if (query.isCut() && (isLiteral(query.limit()) && isLiteral(query.offset()) || query.withTies())) {
            rel = cut(rel, query.order(), query.limit(), query.offset(), query.withTies());
        } else if (query.isCut()) {
            rel = counted(query, query.limit(), query.offset(), new Frame(Scope.NONE, "LIMIT"));
        }
        return rel;
    }

    /** The rows at those positions of the order. */
    private static Rel cut(Rel rows, List<Order> order, Expr limit, Expr offset, boolean withTies) {
        return new Rel.TopK(
                rows,
                List.of(),
                order,
                offset == null ? 0 : literal(offset),
                limit == null ? -1 : literal(limit),
                withTies,
                null);
    }

    private static boolean isLiteral(Expr count) {
        return count == null || count instanceof Expr.Literal;
    }

    static long literal(Expr expr) {
        if (expr instanceof Expr.Literal literal) {
            return (Long) literal.value();
        }
        throw SqlException.unsupported("what is no constant, with WITH TIES,");
    }
}
