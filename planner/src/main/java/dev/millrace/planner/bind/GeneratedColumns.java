package dev.millrace.planner.bind;

import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
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

    void check(List<ColumnDefinition> definitions, List<Statement.ColumnDefinition> columns, Scope scope) {
        for (int i = 0; i < definitions.size(); i++) {
            ColumnDefinition definition = definitions.get(i);
            if (definition.generated() != null) {
                Frame frame = new Frame(scope, "column generation expressions");
                Expr value = queries.expressions.bind(definition.generated(), frame);
                if (frame.hasSubqueries()) {
                    throw SqlException.unsupported("a subquery in a column generation expression")
                            .at(binding.at(definition.generated()));
                }
                binding.coercion.assignment(
                        value, columns.get(i).type(), columns.get(i).name(), definition.generated());
                checkImmutable(value);
                for (int j = 0; j < columns.size(); j++) {
                    boolean isRead = Expressions.columns(value).get(scope.columns().get(j).column().id());
                    if (isRead && definitions.get(j).generated() != null) {
                        throw new SqlException(
                                        SqlState.INVALID_OBJECT_DEFINITION,
                                        "cannot use generated column \"" + columns.get(j).name()
                                                + "\" in column generation expression")
                                .withDetail("A generated column cannot reference another generated column.")
                                .at(binding.at(definition.generated()));
                    }
                }
            }
        }
    }

    private void checkImmutable(Expr value) {
        boolean isChanging = value instanceof Expr.Now || value instanceof Expr.Call call && binding.functions
                .overloads(call.function().substring(0, call.function().indexOf('(', 1))).stream()
                .anyMatch(function -> function.id().equals(call.function())
                        && function.volatility() != Volatility.IMMUTABLE);
        if (isChanging) {
            throw new SqlException(SqlState.INVALID_OBJECT_DEFINITION, "generation expression is not immutable");
        }
        value.operands().forEach(this::checkImmutable);
    }
}
