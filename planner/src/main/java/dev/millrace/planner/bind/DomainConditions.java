package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Domain;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Statement;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;

/**
 * What a domain asks of values. A column of it asks its rows when they are whole, as CHECK does; a cast is an
 * expression that fails, so that a view that casts has the failure as a row's own.
 */
final class DomainConditions {

    private static final String ACCEPTS = "domain accepts";

    private final Binding binding;
    private final Domain domain;

    /** What {@code VALUE} was in the condition bound last. */
    private Column lastValue;

    DomainConditions(Binding binding, Domain domain) {
        this.binding = binding;
        this.domain = domain;
    }

    /** The conditions over a value, those of the innermost domain first. */
    List<Statement.DomainCheck> over(Expr value) {
        List<Statement.DomainCheck> checks = new ArrayList<>();
        if (domain.chain().stream().anyMatch(Domain::isNotNull)) {
            checks.add(new Statement.DomainCheck(
                    domain.spelled(), null, Expressions.not(new Expr.IsNull(value))));
        }
        for (Domain one : domain.chain()) {
            for (PlannerCatalog.Check check : one.checks()) {
                Expr condition = condition(check.sql(), binding.syntax.expression(check.sql()), domain.base());
                checks.add(new Statement.DomainCheck(
                        domain.spelled(), check.name(),
                        Expressions.substitute(condition, Map.of(lastValue.id(), value))));
            }
        }
        return checks;
    }

    /** A CHECK, whose {@code VALUE} is {@link #lastValue}. */
    private Expr condition(String sql, SqlNode syntax, SqlType base) {
        return condition(syntax, base, binding.forExpression(sql));
    }

    /** @throws SqlException for what is no condition */
    void check(SqlNode syntax) {
        condition(syntax, domain.base(), binding);
    }

    private Expr condition(SqlNode syntax, SqlType base, Binding in) {
        lastValue = binding.numbers.column("value", base, true);
        Frame frame = new Frame(scope(lastValue), "check constraints");
        Expr condition = new QueryBinder(in).expressions.condition(syntax, frame, "CHECK");
        if (frame.hasSubqueries()) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "cannot use subquery in check constraint")
                    .at(in.at(syntax));
        }
        return condition;
    }

    /** Where {@code VALUE} is a name. */
    static Scope scope(Column value) {
        Scope.Table table = new Scope.Table(null, "", List.of(new Scope.Named("value", value)), null);
        return Scope.of(table, Scope.NONE);
    }

    /** The value, or the domain's error. */
    Expr checked(Expr value, SqlNode at) {
        return checked(over(value), value, binding, at);
    }

    /** The value, or the error of the first condition that it does not fulfil. */
    static Expr checked(List<Statement.DomainCheck> checks, Expr value, Binding binding, SqlNode at) {
        if (checks.isEmpty()) {
            return value;
        }
        if (Constants.isVolatile(value, binding)) {
            throw SqlException.unsupported("casting a value that is another each time to a domain with conditions")
                    .withHint("Compute it in a subquery first.")
                    .at(binding.at(at));
        }
        QueryBinder queries = new QueryBinder(binding);
        List<Expr> conditions = new ArrayList<>();
        for (Statement.DomainCheck check : checks) {
            Expr constraint = check.constraint() == null
                    ? Expr.Literal.ofNull(SqlType.TEXT)
                    : new Expr.Literal(check.constraint(), SqlType.TEXT);
            conditions.add(queries.expressions.calls.named(
                    ACCEPTS,
                    List.of(check.condition(), new Expr.Literal(check.domain(), SqlType.TEXT), constraint),
                    List.of(at, at, at), at));
        }
        return new Expr.Case(
                List.of(Expressions.and(conditions), value, Expr.Literal.ofNull(value.type())), value.type());
    }
}
