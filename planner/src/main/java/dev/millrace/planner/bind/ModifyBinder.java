package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.Access;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TreeChange;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Rel;
import dev.millrace.sql.parser.statement.SqlCurrentOf;
import dev.millrace.sql.parser.statement.SqlDelete;
import dev.millrace.sql.parser.statement.SqlUpdate;

/** UPDATE and DELETE: the query that finds the rows to change. */
final class ModifyBinder {

    private final Binding binding;
    private final QueryBinder queries;
    private final QueryCompiler compiler;
    private final Targets targets;

    ModifyBinder(Binding binding, QueryBinder queries, QueryCompiler compiler) {
        this.binding = binding;
        this.queries = queries;
        this.compiler = compiler;
        this.targets = new Targets(binding, queries);
    }

    /**
     * The target's rows joined with the other tables and filtered.
     *
     * @param identity by what the target's rows are told apart; matters where there are other tables
     */
    private record Found(Rel rel, Scope scope, Target.Shown target, List<Column> identity) {}

    private Found find(
            SqlIdentifier alias,
            Target target,
            SqlNode others,
            SqlNode where,
            SqlNodeList with) {
        Scope around = with == null ? Scope.inside(queries.root) : queries.declare(with, queries.root);
        Target.Shown rows = target.show();
        Scope scope = Scope.of(target.named(rows, alias), around);
        Rel rel = where instanceof SqlCurrentOf ? CursorBinder.row(target, rows) : rows.rel();
        List<Column> identity = List.of();
        if (others != null) {
            if (!target.isInstead()) {
                RowCopies copies = RowCopies.of(rel, target.table(), rows.rows(), binding);
                identity = copies.identity();
                rel = copies.rel();
            }
            FromBinder.From more = new FromBinder(binding, queries).bind(others, around);
            scope = scope.with(more.scope());
            rel = new Rel.Join(rel, more.rel(), JoinKind.INNER, Expr.Literal.TRUE);
        }
        if (where != null && !(where instanceof SqlCurrentOf)) {
            Frame frame = new Frame(scope, "WHERE");
            Expr condition = queries.expressions.conjunction(where, frame, "WHERE");
            rel = frame.attach(rel);
            rel = Expressions.isTrue(condition) ? rel : new Rel.Filter(rel, condition);
        }
        return new Found(rel, scope, rows, identity);
    }

    Statement update(SqlUpdate update) {
        Target target = targets.resolve(update.table(), "update");
        return withHeirs(target, update.where(), update(update, target), binder ->
                binder.update(update, binder.targets.resolve(update.table(), "update")));
    }

    private Statement update(SqlUpdate update, Target target) {
        PlannerCatalog.Stored table = target.table();
        Found found = find(update.alias(), target, update.from(), update.where(), update.with());
        Frame frame = new Frame(found.scope(), "UPDATE");
        List<Expr> assigned = new Assignments(binding, queries, targets)
                .bind(update.assignments(), target, found.target().rows(), frame);
        Rel rel = frame.attach(found.rel());
        List<Expr> expressions = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (Column column : found.target().rows()) {
            expressions.add(column.reference());
            columns.add(column);
        }
        for (int i = 0; i < assigned.size(); i++) {
            Schema.Field field = table.schema().field(i);
            Expr value = assigned.get(i) == null ? found.target().rows().get(i).reference() : assigned.get(i);
            expressions.add(value);
            columns.add(binding.numbers.column(field.name(), field.type(), true));
        }
        List<Column> others = new ArrayList<>();
        Statement.Returning returning = targets.returning(
                update.returning(), found.scope(), found.target(), others, compiler);
        others.forEach(other -> expressions.add(other.reference()));
        columns.addAll(others);
        Rel changed = new Rel.Project(oncePerRow(rel, found), expressions, columns);
        Statement.RowRules rules = targets.rules(target);
        QueryPlan rows = compiler.compile(
                BoundQuery.unordered(changed, columns), binding.numbers, binding.parameters.decided());
        return CursorBinder.change(
                update.where(), target,
                new Statement.Update(table.id(), rows, rules, returning, binding.dependencies()));
    }

    Statement delete(SqlDelete delete) {
        Target target = targets.resolve(delete.table(), "delete from");
        return withHeirs(target, delete.where(), delete(delete, target), binder ->
                binder.delete(delete, binder.targets.resolve(delete.table(), "delete from")));
    }

    private Statement delete(SqlDelete delete, Target target) {
        target.note(Access.Kind.DELETE, null);
        Found found = find(delete.alias(), target, delete.using(), delete.where(), delete.with());
        List<Column> others = new ArrayList<>();
        Statement.Returning returning = targets.returning(
                delete.returning(), found.scope(), found.target(), others, compiler);
        List<Column> columns = new ArrayList<>(found.target().rows());
        columns.addAll(others);
        Rel gone = Rel.Project.of(oncePerRow(found.rel(), found), columns);
        QueryPlan rows = compiler.compile(
                BoundQuery.unordered(gone, columns), binding.numbers, binding.parameters.decided());
        return CursorBinder.change(
                delete.where(), target,
                new Statement.Delete(
                        target.table().id(), rows, targets.placing(target), returning, binding.dependencies()));
    }

    /** The change of the table itself, and the same of all tables that inherit from it. */
    private Statement withHeirs(
            Target target, SqlNode where, Statement own, Function<ModifyBinder, Statement> change) {
        List<PlannerCatalog.Stored> heirs = target.heirs();
        if (heirs.isEmpty()) {
            return own;
        }
        if (where instanceof SqlCurrentOf) {
            throw SqlException.unsupported("WHERE CURRENT OF a table that others inherit from");
        }
        List<Statement> parts = new ArrayList<>(List.of(own));
        for (PlannerCatalog.Stored heir : heirs) {
            Binding inPlace = binding.forHeir(new HeirBinder.Heir(target.table().id(), heir));
            inPlace.dependOnHeir(heir.id());
            parts.add(change.apply(new ModifyBinder(inPlace, new QueryBinder(inPlace, queries.root), compiler)));
        }
        return new TreeChange(parts, binding.dependencies());
    }

    /** A row that several rows of the other tables match is changed once, by the first of them. */
    private static Rel oncePerRow(Rel rel, Found found) {
        List<Integer> identity = found.identity().stream().map(Column::id).toList();
        return identity.isEmpty() ? rel : new Rel.TopK(rel, identity, List.of(), 0, 1, false, null);
    }
}
