package dev.millrace.planner.bind;

import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.JavaCall;
import dev.millrace.executor.plan.RoutineCall;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.sql.parser.statement.ColumnDefinition;

/** What may stand in GENERATED ALWAYS AS (…) STORED: nothing but the row's other columns decides the value. */
final class GeneratedColumns {

    private final Binding binding;
    private final QueryBinder queries;

    GeneratedColumns(Binding binding, QueryBinder queries) {
        this.binding = binding;
        this.queries = queries;
    }

    /** @param columns of the scope */
    void check(
            ColumnDefinition definition, Statement.ColumnDefinition column, Scope scope,
            List<Statement.ColumnDefinition> columns) {
        Frame frame = new Frame(scope, "column generation expressions");
        Expr value = queries.expressions.bind(definition.generated(), frame);
        if (frame.hasSubqueries()) {
            throw SqlException.unsupported("a subquery in a column generation expression")
                    .at(binding.at(definition.generated()));
        }
        binding.coercion.assignment(value, column.type(), column.name(), definition.generated());
        checkImmutable(value);
        for (int i = 0; i < columns.size(); i++) {
            boolean isRead = Expressions.columns(value).get(scope.columns().get(i).column().id());
            if (isRead && columns.get(i).generatedSql() != null) {
                throw new SqlException(
                                SqlState.INVALID_OBJECT_DEFINITION,
                                "cannot use generated column \"" + columns.get(i).name()
                                        + "\" in column generation expression")
                        .withDetail("A generated column cannot reference another generated column.")
                        .at(binding.at(definition.generated()));
            }
        }
    }

    private void checkImmutable(Expr value) {
        if (isAny(value, Volatility.STABLE) || isAny(value, Volatility.VOLATILE)) {
            throw new SqlException(SqlState.INVALID_OBJECT_DEFINITION, "generation expression is not immutable");
        }
    }

    /** Whether any part of the expression is of that kind. */
    boolean isAny(Expr value, Volatility volatility) {
        boolean isSo = value instanceof Expr.Now && volatility == Volatility.STABLE
                || value instanceof Expr.Call java && JavaCall.is(java.function())
                        && JavaCall.of(java.function()).volatility() == volatility
                || value instanceof Expr.Call routine && RoutineCall.is(routine.function())
                        && RoutineCall.of(routine.function()).volatility() == volatility
                || value instanceof Expr.Call call && binding.functions
                        .overloads(call.function().substring(0, call.function().indexOf('(', 1))).stream()
                        .anyMatch(function -> function.id().equals(call.function())
                                && function.volatility() == volatility);
        return isSo || value.operands().stream().anyMatch(operand -> isAny(operand, volatility));
    }
}
