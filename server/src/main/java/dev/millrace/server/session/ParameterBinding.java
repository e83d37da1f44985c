package dev.millrace.server.session;

import java.util.List;
import java.util.function.UnaryOperator;

import dev.millrace.executor.plan.AsofJoin;
import dev.millrace.executor.plan.ConstantEvaluator;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FrameBound;
import dev.millrace.executor.plan.KeyedProcess;
import dev.millrace.executor.plan.LookupJoin;
import dev.millrace.executor.plan.PastRelation;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Recursion;
import dev.millrace.executor.plan.SessionWindow;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.WindowCall;
import dev.millrace.executor.plan.WindowClose;
import dev.millrace.executor.plan.WindowFrame;
import dev.millrace.planner.CallProcedure;
import dev.millrace.planner.CurrentOf;
import dev.millrace.planner.DeclareCursor;
import dev.millrace.planner.Merge;
import dev.millrace.planner.RowQuery;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TreeChange;
import dev.millrace.planner.WithModifications;

/**
 * Puts values in the place of a statement's parameters. Plans are shared between executions; the result is this one's
 * own. Casts of what thereby is constant are evaluated at once, so that a lookup by key is seen as one.
 */
final class ParameterBinding implements UnaryOperator<Expr> {

    private final List<Expr.Literal> arguments;
    private final ConstantEvaluator constants;

    ParameterBinding(List<Expr.Literal> arguments, ConstantEvaluator constants) {
        this.arguments = arguments;
        this.constants = constants;
    }

    Statement bind(Statement statement) {
        return switch (statement) {
            case Statement.Query query -> new Statement.Query(query(query.plan()), query.dependencies());
            case Statement.Insert insert -> insert(insert, query(insert.source()));
            case Statement.Update update -> new Statement.Update(
                    update.relation(),
                    query(update.rows()),
                    update.rules(),
                    returning(update.returning()),
                    update.dependencies());
            case Statement.Delete delete -> new Statement.Delete(
                    delete.relation(),
                    query(delete.rows()),
                    delete.rules(),
                    returning(delete.returning()),
                    delete.dependencies());
            case WithModifications with -> new WithModifications(
                    with.parts().stream()
                            .map(part -> new WithModifications.Part(
                                    part.name(), bind(part.statement()), part.rows(), part.reads()))
                            .toList(),
                    bind(with.main()), with.reads(), List.of(), with.dependencies());
            case Merge merge -> new Merge(
                    merge.relation(), query(merge.rows()), merge.actions(), merge.identity(), merge.dependencies());
            case Statement.Subscribe subscribe -> new Statement.Subscribe(
                    query(subscribe.plan()),
                    subscribe.snapshot(),
                    subscribe.progress(),
                    subscribe.asOf(),
                    subscribe.envelope(),
                    subscribe.accesses(), subscribe.dependencies());
            case Statement.Explain explain -> new Statement.Explain(
                    bind(explain.statement()), explain.analyze(), explain.options());
            case Statement.CopyOut copy -> new Statement.CopyOut(bind(copy.source()), copy.format(), copy.file());
            case DeclareCursor cursor -> new DeclareCursor(
                    cursor.name(), cursor.isHold(), cursor.scrolling(), cursor.isBinary(), bind(cursor.query()),
                    cursor.current());
            case TreeChange tree -> new TreeChange(
                    tree.parts().stream().map(this::bind).toList(), tree.dependencies());
            case CurrentOf row -> new CurrentOf(bind(row.change()), row.cursor(), row.relation(), row.columns());
            case CallProcedure call ->
                new CallProcedure(call.routine(), all(call.arguments()), call.result(), List.of());
            case Statement other -> other;
        };
    }

    Statement.Insert insert(Statement.Insert insert, QueryPlan source) {
        Statement.OnConflict conflict = insert.onConflict();
        return new Statement.Insert(
                insert.relation(),
                source,
                conflict == null || conflict.assignments() == null
                        ? conflict
                        : new Statement.OnConflict(
                                conflict.keys(), all(conflict.assignments()), expression(conflict.condition()),
                                rows(conflict.query())),
                insert.rules(),
                returning(insert.returning()),
                insert.dependencies());
    }

    private Statement.Returning returning(Statement.Returning returning) {
        return returning == null
                ? null
                : new Statement.Returning(all(returning.expressions()), returning.schema(), rows(returning.query()));
    }

    private RowQuery rows(RowQuery query) {
        return query == null ? null : new RowQuery(query(query.plan()), query.rows(), query.lent());
    }

    QueryPlan query(QueryPlan query) {
        return new QueryPlan(
                plan(query.root()),
                query.order(),
                expression(query.limit()),
                expression(query.offset()),
                query.result(),
                List.of(),
                query.key(),
                query.pasts().stream()
                        .map(past -> new PastRelation(past.id(), past.relation(), expression(past.asOf())))
                        .toList());
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
            case Plan.TemporalFilter filter -> new Plan.TemporalFilter(
                    filter.uid(), plan(filter.input()), filter.bounds(), filter.key());
            case Plan.Window window -> new Plan.Window(
                    window.uid(), plan(window.input()), window.partition(), window.order(),
                    window.calls().stream().map(this::call).toList(), window.schema());
            case Plan.Hop hop ->
                new Plan.Hop(hop.uid(), plan(hop.input()), hop.timeColumn(), hop.windows(), hop.schema());
            case SessionWindow session -> session.withInputs(session.uid(), List.of(plan(session.input())));
            case KeyedProcess process ->
                process.withInputs(process.uid(), process.inputs().stream().map(this::plan).toList());
            // Only of what is kept, which has no parameters.
            case WindowClose close -> close;
            case LookupJoin join -> join;
            case AsofJoin join -> join.withInputs(join.uid(), List.of(plan(join.left()), plan(join.right())));
            case Plan.Unnest unnest -> new Plan.Unnest(
                    unnest.uid(), plan(unnest.input()), all(unnest.arrays()), unnest.isNumbered(), unnest.schema());
            case Recursion.Input input -> input;
            case Recursion recursion -> recursion.withInputs(
                    recursion.uid(), List.of(plan(recursion.base()), plan(recursion.term())));
            case Plan.Exchange exchange ->
                new Plan.Exchange(exchange.uid(), plan(exchange.input()), exchange.distribution());
        };
    }

    private WindowCall call(WindowCall call) {
        WindowFrame frame = call.frame();
        WindowFrame bound = new WindowFrame(
                frame.unit(), bound(frame.start()), bound(frame.end()), frame.exclusion(), expression(frame.key()));
        return new WindowCall(call.function(), all(call.arguments()), call.filter(), bound, call.type());
    }

    private FrameBound bound(FrameBound bound) {
        return new FrameBound(bound.kind(), expression(bound.offset()), expression(bound.edge()));
    }

    List<Expr> all(List<Expr> expressions) {
        return expressions.stream().map(this::expression).toList();
    }

    private Expr expression(Expr expression) {
        return expression == null ? null : expression.rewrite(this);
    }

    @Override
    public Expr apply(Expr expression) {
        return switch (expression) {
            case Expr.Parameter parameter -> arguments.get(parameter.index());
            case Expr.Cast cast when cast.operand() instanceof Expr.Literal literal -> fold(cast, literal);
            case Expr other -> other;
        };
    }

    /** One that fails stays: it is an error only where it is computed. */
    private Expr fold(Expr.Cast cast, Expr.Literal literal) {
        if (cast.type().equals(SqlType.BIGINT) && literal.type().equals(SqlType.INTEGER)) {
            return new Expr.Literal(literal.value(), SqlType.BIGINT);
        }
        try {
            return constants.evaluate(cast);
        } catch (SqlException e) {
            return cast;
        }
    }
}
