package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.ProcessorBody;
import dev.millrace.planner.Routine;
import dev.millrace.planner.logical.Column;
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
    private final RoutineResult result;

    /** @param arguments one for each parameter */
    RoutineBody(Routine routine, List<Expr> arguments, Binding binding, SqlNode at) {
        this.routine = routine;
        this.arguments = arguments;
        this.binding = binding;
        this.given = new RoutineArguments(routine, arguments);
        this.inner = binding.forRoutine(given);
        this.at = at;
        this.result = new RoutineResult(routine, arguments, inner);
    }

    private RoutineBody(RoutineBody any, RoutineResult result) {
        this.routine = any.routine;
        this.arguments = any.arguments;
        this.binding = any.binding;
        this.given = any.given;
        this.inner = any.inner;
        this.at = any.at;
        this.result = result;
    }

    /** The same of rows that have the fields that a call says. @param definitions the columns, or empty */
    RoutineBody defined(List<SqlNode> definitions) {
        RowDefinitions.check(definitions, result.row(), routine.returnsRows(), at, binding);
        return new RoutineBody(this, result.defined(definitions));
    }

    Routine routine() {
        return routine;
    }

    List<Expr> arguments() {
        return arguments;
    }

    RoutineResult result() {
        return result;
    }

    /** Whether a call in FROM is a relation of its own: of any number of rows, or of several columns. */
    boolean isRelation() {
        return routine.isSet() || routine.returnsRows() || result.row() != null;
    }

    /** The one result: of the first row, NULL without a row. */
    Expr value(Frame frame) {
        refuseProcessor();
        refuseJavaRow();
        if (ProceduralRoutine.is(routine)) {
            return procedural(result.type()).value();
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
        return strict(routine.returnsNothing() ? nothing() : value);
    }

    /** @param type of one value or row */
    private ProceduralRoutine procedural(SqlType type) {
        return new ProceduralRoutine(routine, arguments, type, binding, at);
    }

    private void refuseProcessor() {
        if (ProcessorBody.is(routine.body())) {
            throw new SqlException(
                            SqlState.UNDEFINED_FUNCTION, "the processor " + routine.name() + " takes a table")
                    .withHint("Write FROM TABLE(" + routine.name() + "(TABLE t PARTITION BY k ORDER BY ts)).")
                    .at(binding.at(at));
        }
    }

    private void refuseJavaRow() {
        if (routine.returnsRows() && JavaRoutine.is(routine)) {
            throw SqlException.unsupported("a row of the Java function " + routine.name() + " as one value")
                    .withHint("Call it in FROM.")
                    .at(binding.at(at));
        }
    }

    /** What void is. */
    private static Expr nothing() {
        return Expr.Literal.ofNull(SqlType.TEXT);
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

    /** Whether a query is SELECT of expressions and nothing else, without functions of many rows. */
    private boolean isExpression(SqlNode query) {
        if (!(query instanceof SqlSelect select) || select.getFrom() != null || select.getWhere() != null
                || select.getGroup() != null || select.getHaving() != null || select.isDistinct()
                || select.getSelectList().size() != 1 && result.row() == null) {
            return false;
        }
        CallBinder calls = new QueryBinder(inner).expressions.calls;
        boolean[] isPlain = {true};
        select.getSelectList().accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlIdentifier name) {
                isPlain[0] &= !name.isStar();
                return null;
            }

            @Override
            public Void visit(SqlCall call) {
                if (call.isA(SqlKind.QUERY)) {
                    return null;
                }
                String name = CallBinder.functionName(call);
                isPlain[0] &= call.getKind() != SqlKind.OVER && !SetReturning.isNamed(name) && !calls.aggregates
                        .isAggregate(call)
                        && inner.routines(List.of(name)).stream().noneMatch(Routine::isSet);
                return super.visit(call);
            }
        });
        return isPlain[0];
    }

    private Expr expression(SqlSelect select, Frame frame) {
        QueryBinder queries = new QueryBinder(inner);
        Frame inside = inside(frame);
        List<Expr> values = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (SqlNode item : select.getSelectList()) {
            boolean isNamed = item.getKind() == SqlKind.AS;
            values.add(queries.expressions.bind(isNamed ? ((SqlCall) item).operand(0) : item, inside));
            names.add(isNamed ? ((SqlCall) item).operand(1).toString() : "f" + values.size());
        }
        return result.row() == null
                ? routine.returnsNothing() ? nothing() : result.typed(values.getFirst(), 0, result.type(), select)
                : result.row(values, names, select);
    }

    /** Subqueries of the body beside those around it. */
    private static Frame inside(Frame frame) {
        return new Frame(Scope.NONE, "SELECT") {
            @Override
            void add(Rel subquery, JoinKind kind) {
                frame.add(subquery, kind);
            }
        };
    }

    private Expr first(SqlNode query, Frame frame) {
        QueryBinder queries = new QueryBinder(inner);
        BoundQuery bound = queries.bind(query, Scope.NONE);
        if (result.row() == null) {
            result.requireColumns(bound.output().size(), 1);
        } else {
            bound = conformed(bound, result.row(), query);
        }
        BoundQuery one = queries.limits.asRows(isOne(bound) ? bound : cut(bound));
        if (result.row() == null) {
            frame.add(Rel.Project.of(one.rel(), one.output()), JoinKind.LEFT);
            Expr value = one.output().getFirst().reference();
            return routine.returnsNothing() ? value : result.typed(value, 0, result.type(), query);
        }
        Expr row = row(one, query);
        Column column = binding.numbers.column(routine.name(), row.type(), true);
        frame.add(new Rel.Project(one.rel(), List.of(row), List.of(column)), JoinKind.LEFT);
        return column.reference();
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
        refuseJavaRow();
        if (ProceduralRoutine.is(routine)) {
            return procedural(result.type()).array();
        }
        if (JavaRoutine.is(routine)) {
            return new JavaRoutine(routine, arguments, binding, at).array();
        }
        SqlNode query = inner.syntax.statement(routine.body());
        requireQuery(query);
        QueryBinder queries = new QueryBinder(inner);
        SubqueryBinder subqueries = queries.expressions.subqueries;
        Expr array;
        if (result.row() == null) {
            array = result.typed(subqueries.array(query, inside(frame)), 0, SqlType.arrayOf(result.type()), query);
        } else {
            BoundQuery rows = queries.limits.asOrderedRows(
                    conformed(queries.bind(query, Scope.NONE), result.row(), query));
            array = subqueries.array(rows.rel(), row(rows, query), rows.order(), query, inside(frame));
        }
        given.requireOnce(false, binding, at);
        return strict(array);
    }

    /**
     * The results as a relation, for a call in FROM.
     *
     * @param definitions the columns of a function that returns any record, or empty
     */
    BoundQuery rows(List<SqlNode> definitions) {
        refuseProcessor();
        RowDefinitions.check(definitions, result.row(), routine.returnsRows(), at, binding);
        SqlType row = result.row(definitions);
        if (ProceduralRoutine.is(routine)) {
            return procedural(row == null ? result.type() : row).rows(result.names(definitions));
        }
        if (JavaRoutine.is(routine)) {
            return new JavaRoutine(routine, arguments, binding, at).rows();
        }
        if (routine.body().isEmpty()) {
            throw result.mismatch("Function's final statement must be SELECT or INSERT/UPDATE/DELETE RETURNING.");
        }
        SqlNode query = inner.syntax.statement(routine.body());
        requireQuery(query);
        QueryBinder queries = new QueryBinder(inner);
        BoundQuery bound = queries.bind(query, Scope.NONE);
        if (!routine.isSet() && !isOne(bound)) {
            bound = cut(bound);
        }
        if (RoutineResult.isOfRow(types(bound), row)) {
            bound = spread(queries.limits.asOrderedRows(bound));
        }
        BoundQuery rows = queries.limits.asOrderedRows(conformed(bound, row, query));
        given.requireOnce(false, binding, at);
        return routine.isSet() || isExpression(query) && !routine.isStrict() ? present(rows) : one(present(rows));
    }

    /** Without those of a call with NULL, where the function is strict. */
    private BoundQuery present(BoundQuery rows) {
        if (!routine.isStrict() || arguments.isEmpty()) {
            return rows;
        }
        List<Expr> present = arguments.stream().map(one -> Expressions.not(new Expr.IsNull(one))).toList();
        return new BoundQuery(
                new Rel.Filter(rows.rel(), Expressions.and(present)), rows.output(), rows.order(), null, null, false);
    }

    /** The one row, of NULLs where there is none. */
    private static BoundQuery one(BoundQuery rows) {
        Frame frame = new Frame(Scope.NONE, "functions in FROM");
        frame.add(Rel.Project.of(rows.rel(), rows.output()), JoinKind.LEFT);
        return BoundQuery.unordered(frame.attach(Rel.Values.oneRow()), rows.output());
    }

    /** Rows as values as rows. */
    private BoundQuery spread(BoundQuery rows) {
        List<Expr> fields = Rows.fields(rows.output().getFirst().reference());
        List<Column> columns = new ArrayList<>();
        for (Expr field : fields) {
            columns.add(binding.numbers.column(routine.name(), field.type(), true));
        }
        List<Expr> all = new ArrayList<>(fields);
        List<Column> named = new ArrayList<>(columns);
        for (Column ordering : rows.rel().columns()) {
            all.add(ordering.reference());
            named.add(ordering);
        }
        return new BoundQuery(new Rel.Project(rows.rel(), all, named), columns, rows.order(), null, null, false);
    }

    private static List<SqlType> types(BoundQuery query) {
        return query.output().stream().map(Column::type).toList();
    }

    /** The query with columns of the types that are returned. @param row null for values */
    private BoundQuery conformed(BoundQuery query, SqlType row, SqlNode place) {
        QueryBinder queries = new QueryBinder(inner);
        if (SqlType.RECORD.equals(row)) {
            return queries.decided(query, place);
        }
        if (RoutineResult.isOfRow(types(query), row)) {
            return query;
        }
        List<SqlType> types = row == null ? List.of(result.type()) : row.row().types();
        result.requireColumns(query.output().size(), types.size());
        return queries.retype(query, (column, expr) -> result.typed(expr, column, types.get(column), place));
    }

    private Expr row(BoundQuery rows, SqlNode query) {
        return result.row(
                rows.output().stream().map(column -> (Expr) column.reference()).toList(),
                rows.output().stream().map(Column::name).toList(), query);
    }

    private void requireQuery(SqlNode query) {
        if (!query.isA(SqlKind.QUERY)) {
            throw SqlException.unsupported("a function that does more than one query").at(binding.at(at));
        }
    }
}
