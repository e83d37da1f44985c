package dev.millrace.planner.bind;

import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;
import dev.millrace.planner.ProcessorBody;
import dev.millrace.planner.Routine;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Rel;

/**
 * The body of a function in the place of its call. A SELECT of one expression becomes that expression; any other query
 * a subquery, which refers to the arguments as to columns of a query around it. So a function costs a view nothing that
 * its text would not, and is kept up to date as that would be.
 */
final class RoutineBody {

    private final Routine routine;
    private final List<Expr> arguments;
    private final Binding binding;
    private final RoutineArguments given;
    private final Binding inner;
    private final SqlNode at;

    /** @param arguments one for each parameter */
    RoutineBody(Routine routine, List<Expr> arguments, Binding binding, SqlNode at) {
        this.routine = routine;
        this.arguments = arguments;
        this.binding = binding;
        this.given = new RoutineArguments(routine, arguments);
        this.inner = binding.forRoutine(given);
        this.at = at;
    }

    Routine routine() {
        return routine;
    }

    List<Expr> arguments() {
        return arguments;
    }

    /** The one result: the first row's only column, NULL without a row. */
    Expr value(Frame frame) {
        refuseProcessor();
        refuseRow();
        if (ProceduralRoutine.is(routine)) {
            return procedural().value();
        }
        if (JavaRoutine.is(routine)) {
            return new JavaRoutine(routine, arguments, binding, at).value();
        }
        if (routine.body().isEmpty()) {
            return nothing();
        }
        SqlNode query = inner.syntax.statement(routine.body());
        requireQuery(query);
        boolean isExpression = isExpression(query);
        Expr value = isExpression ? expression((SqlSelect) query, frame) : first(query, frame);
        given.requireOnce(isExpression, binding, at);
        return strict(routine.returnsNothing() ? nothing() : typed(value, resultType(), query));
    }

    private ProceduralRoutine procedural() {
        SqlType result = routine.returnsRows() ? null : resultType();
        return new ProceduralRoutine(routine, arguments, result, binding, at);
    }

    private void refuseProcessor() {
        if (ProcessorBody.is(routine.body())) {
            throw new SqlException(
                            SqlState.UNDEFINED_FUNCTION, "the processor " + routine.name() + " takes a table")
                    .withHint("Write FROM TABLE(" + routine.name() + "(TABLE t PARTITION BY k ORDER BY ts)).")
                    .at(binding.at(at));
        }
    }

    private void refuseRow() {
        if (routine.returnsRows()) {
            throw SqlException.unsupported("a row of the function " + routine.name() + " as one value")
                    .withHint("Call it in FROM.")
                    .at(binding.at(at));
        }
    }

    /** What void is shown as. */
    private static Expr nothing() {
        return new Expr.Literal("", SqlType.TEXT);
    }

    private Expr strict(Expr value) {
        if (!routine.isStrict() || arguments.isEmpty()) {
            return value;
        }
        List<Expr> nulls = arguments.stream().map(argument -> (Expr) new Expr.IsNull(argument)).toList();
        Expr isNull = nulls.size() == 1 ? nulls.getFirst() : new Expr.Or(nulls);
        return new Expr.Case(List.of(isNull, Expr.Literal.ofNull(value.type()), value), value.type());
    }

    // ---- one value --------------------------------------------------------------------------------------------------

    /** Whether a query is SELECT of one expression and nothing else, without functions of many rows. */
    private boolean isExpression(SqlNode query) {
        if (!(query instanceof SqlSelect select) || select.getFrom() != null || select.getWhere() != null
                || select.getGroup() != null || select.getHaving() != null || select.isDistinct()
                || select.getSelectList().size() != 1) {
            return false;
        }
        CallBinder calls = new QueryBinder(inner).expressions.calls;
        boolean[] isPlain = {true};
        select.getSelectList().get(0).accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                if (call.isA(SqlKind.QUERY)) {
                    return null;
                }
                String name = CallBinder.functionName(call);
                isPlain[0] &= call.getKind() != SqlKind.OVER && !SetReturning.isNamed(name) && !calls.aggregates
                        .isAggregate(name)
                        && inner.routines(List.of(name)).stream().noneMatch(Routine::isSet);
                return super.visit(call);
            }
        });
        return isPlain[0];
    }

    private Expr expression(SqlSelect select, Frame frame) {
        SqlNode item = select.getSelectList().get(0);
        SqlNode plain = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
        Frame inside = new Frame(Scope.NONE, "SELECT") {
            @Override
            void add(Rel subquery, JoinKind kind) {
                frame.add(subquery, kind);
            }
        };
        return new QueryBinder(inner).expressions.bind(plain, inside);
    }

    private Expr first(SqlNode query, Frame frame) {
        QueryBinder queries = new QueryBinder(inner);
        BoundQuery bound = queries.bind(query, Scope.NONE);
        if (!routine.returnsNothing()) {
            requireColumns(bound, 1);
        }
        BoundQuery one = queries.limits.asRows(isOne(bound) ? bound : cut(bound));
        frame.add(Rel.Project.of(one.rel(), one.output()), JoinKind.LEFT);
        return one.output().getFirst().reference();
    }

    private static boolean isOne(BoundQuery query) {
        return Cardinality.isAtMostOne(query.rel());
    }

    private static BoundQuery cut(BoundQuery query) {
        return query.limit() != null
                ? query
                : new BoundQuery(
                        query.rel(), query.output(), query.order(), new Expr.Literal(1L, SqlType.BIGINT),
                        query.offset(), false);
    }

    // ---- many -------------------------------------------------------------------------------------------------------

    /** All results as an array, for a call in a select list. */
    Expr array(Frame frame) {
        refuseProcessor();
        refuseRow();
        if (ProceduralRoutine.is(routine)) {
            return procedural().array();
        }
        if (JavaRoutine.is(routine)) {
            return new JavaRoutine(routine, arguments, binding, at).array();
        }
        SqlNode query = inner.syntax.statement(routine.body());
        requireQuery(query);
        SqlType type = SqlType.arrayOf(resultType());
        Expr array = new QueryBinder(inner).expressions.subqueries.array(query, new Frame(Scope.NONE, "SELECT") {
            @Override
            void add(Rel subquery, JoinKind kind) {
                frame.add(subquery, kind);
            }
        });
        given.requireOnce(false, binding, at);
        return strict(typed(array, type, query));
    }

    /** The results as a relation, for a call in FROM. */
    BoundQuery rows() {
        refuseProcessor();
        if (ProceduralRoutine.is(routine)) {
            return procedural().rows(types());
        }
        if (JavaRoutine.is(routine)) {
            return new JavaRoutine(routine, arguments, binding, at).rows();
        }
        if (routine.body().isEmpty()) {
            throw mismatch("Function's final statement must be SELECT or INSERT/UPDATE/DELETE RETURNING.");
        }
        SqlNode query = inner.syntax.statement(routine.body());
        requireQuery(query);
        QueryBinder queries = new QueryBinder(inner);
        BoundQuery bound = queries.bind(query, Scope.NONE);
        List<SqlType> types = types();
        requireColumns(bound, types.size());
        if (!routine.isSet() && !isOne(bound)) {
            bound = cut(bound);
        }
        BoundQuery typed = queries.retype(bound, (column, expr) -> typed(expr, types.get(column), query));
        BoundQuery rows = queries.limits.asRows(typed);
        given.requireOnce(false, binding, at);
        if (!routine.isStrict() || arguments.isEmpty()) {
            return rows;
        }
        List<Expr> present = arguments.stream().map(one -> Expressions.not(new Expr.IsNull(one))).toList();
        return BoundQuery.unordered(new Rel.Filter(rows.rel(), Expressions.and(present)), rows.output());
    }

    /** The names of the columns of {@link #rows}. */
    List<String> names() {
        return routine.row() == null
                ? List.of(routine.name())
                : routine.row().fields().stream().map(Schema.Field::name).toList();
    }

    private List<SqlType> types() {
        return routine.row() == null
                ? List.of(resultType())
                : routine.row().fields().stream().map(field -> concrete(field.type())).toList();
    }

    // ---- types ------------------------------------------------------------------------------------------------------

    private SqlType resultType() {
        return concrete(routine.result());
    }

    private SqlType concrete(SqlType type) {
        if (type.kind() == Kind.UNKNOWN) {
            return RoutineCalls.element(routine, arguments);
        }
        return type.kind() == Kind.ARRAY && type.element().kind() == Kind.UNKNOWN
                ? SqlType.arrayOf(RoutineCalls.element(routine, arguments))
                : type;
    }

    private Expr typed(Expr value, SqlType type, SqlNode query) {
        boolean isOpen = value.type().kind() == Kind.UNKNOWN;
        if (!isOpen && !Conversions.exists(value.type(), type, Conversions.Strength.ASSIGNMENT)) {
            throw !routine.returnsRows()
                    ? mismatch("Actual return type is " + value.type().withoutModifiers() + ".")
                    : mismatch("Final statement returns " + value.type().withoutModifiers() + " instead of "
                            + type.withoutModifiers() + ".");
        }
        return inner.coercion.convert(value, type, query);
    }

    private void requireColumns(BoundQuery query, int count) {
        if (query.output().size() != count && !routine.returnsNothing()) {
            throw mismatch(!routine.returnsRows()
                    ? "Final statement must return exactly one column."
                    : query.output().size() < count
                            ? "Final statement returns too few columns."
                            : "Final statement returns too many columns.");
        }
    }

    private void requireQuery(SqlNode query) {
        if (!query.isA(SqlKind.QUERY)) {
            throw SqlException.unsupported("a function that does more than one query").at(binding.at(at));
        }
    }

    private SqlException mismatch(String detail) {
        String type = routine.returnsNothing() ? "void" : routine.returnsRows() ? "record"
                : Routine.spell(routine.result());
        return new SqlException(
                        SqlState.INVALID_FUNCTION_DEFINITION,
                        "return type mismatch in function declared to return " + type)
                .withDetail(detail);
    }
}
