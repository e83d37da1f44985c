package dev.millrace.server.session;

import java.util.List;
import java.util.function.UnaryOperator;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.planner.Statement;

/**
 * Puts values in the place of a statement's parameters. Plans are shared between executions; the result is this one's
 * own.
 */
final class ParameterBinding implements UnaryOperator<Expr> {

    private final List<Expr.Literal> arguments;

    private ParameterBinding(List<Expr.Literal> arguments) {
        this.arguments = arguments;
    }

    static Statement bind(Statement statement, List<Expr.Literal> arguments) {
        if (arguments.isEmpty()) {
            return statement;
        }
        ParameterBinding binding = new ParameterBinding(arguments);
        return switch (statement) {
            case Statement.Query query -> new Statement.Query(binding.query(query.plan()), query.dependencies());
            case Statement.Insert insert -> binding.insert(insert);
            case Statement.Update update -> new Statement.Update(
                    update.relation(),
                    binding.query(update.rows()),
                    update.checks(),
                    binding.returning(update.returning()),
                    update.dependencies());
            case Statement.Delete delete -> new Statement.Delete(
                    delete.relation(),
                    binding.query(delete.rows()),
                    binding.returning(delete.returning()),
                    delete.dependencies());
            case Statement.Subscribe subscribe -> new Statement.Subscribe(
                    binding.query(subscribe.plan()),
                    subscribe.snapshot(),
                    subscribe.progress(),
                    subscribe.dependencies());
            case Statement.Explain explain -> new Statement.Explain(
                    bind(explain.statement(), arguments), explain.analyze(), explain.options());
            case Statement.CopyOut copy -> new Statement.CopyOut(bind(copy.source(), arguments), copy.format());
            case Statement.DeclareCursor cursor -> new Statement.DeclareCursor(
                    cursor.name(), cursor.isHold(), bind(cursor.query(), arguments));
            case Statement other -> other;
        };
    }

    private Statement insert(Statement.Insert insert) {
        Statement.OnConflict conflict = insert.onConflict();
        return new Statement.Insert(
                insert.relation(),
                query(insert.source()),
                conflict == null || conflict.assignments() == null
                        ? conflict
                        : new Statement.OnConflict(all(conflict.assignments()), expression(conflict.condition())),
                insert.checks(),
                returning(insert.returning()),
                insert.dependencies());
    }

    private Statement.Returning returning(Statement.Returning returning) {
        return returning == null ? null : new Statement.Returning(all(returning.expressions()), returning.schema());
    }

    QueryPlan query(QueryPlan query) {
        return new QueryPlan(
                plan(query.root()),
                query.order(),
                expression(query.limit()),
                expression(query.offset()),
                query.result(),
                List.of(),
                query.key());
    }

    private Plan plan(Plan plan) {
        return switch (plan) {
            case Plan.Scan scan -> scan;
            case Plan.Values values ->
                new Plan.Values(values.uid(), values.rows().stream().map(this::all).toList(), values.schema());
            case Plan.Filter filter ->
                new Plan.Filter(filter.uid(), plan(filter.input()), expression(filter.condition()));
            case Plan.Project project ->
                new Plan.Project(project.uid(), plan(project.input()), all(project.expressions()), project.schema());
            case Plan.Union union ->
                new Plan.Union(union.uid(), union.inputs().stream().map(this::plan).toList(), union.schema());
            case Plan.Join join -> new Plan.Join(
                    join.uid(), plan(join.left()), plan(join.right()), join.kind(), join.leftKeys(), join.rightKeys(),
                    join.nullSafe(), expression(join.condition()), join.schema());
            case Plan.Aggregate aggregate -> new Plan.Aggregate(
                    aggregate.uid(), plan(aggregate.input()), aggregate.keys(), aggregate.calls(), aggregate.schema());
            case Plan.Distinct distinct -> new Plan.Distinct(distinct.uid(), plan(distinct.input()));
            case Plan.SetOperation set -> new Plan.SetOperation(
                    set.uid(), set.kind(), set.all(), plan(set.left()), plan(set.right()), set.schema());
            case Plan.TopK top -> new Plan.TopK(
                    top.uid(), plan(top.input()), top.partition(), top.order(), top.offset(), top.limit(),
                    top.withTies(), top.rank(), top.schema());
            case Plan.Hop hop -> new Plan.Hop(
                    hop.uid(), plan(hop.input()), hop.timeColumn(), hop.sizeMicros(), hop.slideMicros(),
                    hop.offsetMicros(), hop.schema());
            case Plan.Exchange exchange ->
                new Plan.Exchange(exchange.uid(), plan(exchange.input()), exchange.distribution());
        };
    }

    private List<Expr> all(List<Expr> expressions) {
        return expressions.stream().map(this::expression).toList();
    }

    private Expr expression(Expr expression) {
        return expression == null ? null : expression.rewrite(this);
    }

    @Override
    public Expr apply(Expr expression) {
        return expression instanceof Expr.Parameter parameter ? arguments.get(parameter.index()) : expression;
    }
}
