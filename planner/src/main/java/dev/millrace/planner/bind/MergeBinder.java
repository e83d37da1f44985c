package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Access;
import dev.millrace.planner.Merge;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Statement;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Rel;
import dev.millrace.sql.parser.statement.MergeClause;
import dev.millrace.sql.parser.statement.SqlInsert;
import dev.millrace.sql.parser.statement.SqlMerge;

/**
 * MERGE: one query that joins source and target, says for each row which WHEN clause is its own, and computes what that
 * clause makes of it. All of it is read from one snapshot, before anything is written.
 */
final class MergeBinder {

    private final Binding binding;
    private final QueryBinder queries;
    private final QueryCompiler compiler;
    private final Targets targets;

    MergeBinder(Binding binding, QueryBinder queries, QueryCompiler compiler) {
        this.binding = binding;
        this.queries = queries;
        this.compiler = compiler;
        this.targets = new Targets(binding, queries);
    }

    /**
     * Source and target, joined.
     *
     * @param present the column that is NULL where the target has no row
     */
    private record Joined(
            Rel rel, Scope source, Scope both, List<Column> target, List<Column> identity, Column present) {}

    Statement bind(SqlMerge merge) {
        checkReachable(merge.clauses());
        if (merge.with() != null && WithItems.isRecursive(merge.with())) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "WITH RECURSIVE is not supported for MERGE statement");
        }
        Target target = targets.resolve(merge.table(), Targets.MERGE);
        if (!target.heirs().isEmpty()) {
            throw SqlException.unsupported("MERGE into a table that others inherit from").at(binding.at(merge.table()));
        }
        Joined joined = join(merge, target);
        List<MergeClause> clauses = merge.clauses();
        Expr which = new Expr.Literal(null, SqlType.INTEGER);
        List<Expr> choice = new ArrayList<>();
        Rel rel = joined.rel();
        for (int i = 0; i < clauses.size(); i++) {
            MergeClause clause = clauses.get(i);
            Expr isPresent = new Expr.IsNull(joined.present().reference());
            List<Expr> conditions = new ArrayList<>();
            conditions.add(clause.isMatched() ? Expressions.not(isPresent) : isPresent);
            if (clause.condition() != null) {
                Frame frame = frame(clause, joined, "MERGE WHEN");
                conditions.add(queries.expressions.condition(clause.condition(), frame, "WHEN"));
                rel = frame.attach(rel);
            }
            choice.add(Expressions.and(conditions));
            choice.add(clause.action() == MergeClause.Action.NOTHING ? which : number(i));
        }
        choice.add(which);
        Column number = binding.numbers.column("action", SqlType.INTEGER, true);
        List<Merge.Action> actions = new ArrayList<>();
        List<List<Expr>> values = new ArrayList<>();
        for (MergeClause clause : clauses) {
            Frame frame = frame(clause, joined, "MERGE");
            actions.add(action(clause, target, joined, frame, values));
            rel = frame.attach(rel);
        }
        rel = Rel.Project.extend(rel, List.of(new Expr.Case(choice, SqlType.INTEGER)), List.of(number));
        rel = new Rel.Filter(rel, Expressions.not(new Expr.IsNull(number.reference())));
        return statement(target.table(), rel, joined, number, actions, values);
    }

    private static Expr number(int clause) {
        return new Expr.Literal((long) clause, SqlType.INTEGER);
    }

    /** Rows that are not there have no names: INSERT sees the source alone. */
    private static Frame frame(MergeClause clause, Joined joined, String name) {
        return new Frame(clause.isMatched() ? joined.both() : joined.source(), name);
    }

    private static void checkReachable(List<MergeClause> clauses) {
        for (boolean isMatched : new boolean[] {true, false}) {
            boolean isClosed = false;
            for (MergeClause clause : clauses) {
                if (clause.isMatched() == isMatched) {
                    if (isClosed) {
                        throw new SqlException(
                                SqlState.SYNTAX_ERROR,
                                "unreachable WHEN clause specified after unconditional WHEN clause");
                    }
                    isClosed = clause.condition() == null;
                }
            }
        }
    }

    private Joined join(SqlMerge merge, Target into) {
        Scope around = merge.with() == null
                ? Scope.inside(queries.root)
                : queries.declare(merge.with(), queries.root);
        FromBinder items = new FromBinder(binding, queries);
        Target.Shown target = into.show();
        Scope.Table named = into.named(target, merge.alias());
        FromBinder.From source = items.bind(merge.source(), around);
        for (Scope.Table other : source.scope().tables()) {
            if (other.name().equals(named.name())) {
                throw new SqlException(
                        SqlState.DUPLICATE_ALIAS, "name \"" + named.name() + "\" specified more than once")
                        .withDetail("The name is used both as MERGE target table and data source.");
            }
        }
        List<Column> columns = target.rows();
        RowCopies copies = RowCopies.of(target.rel(), into.table(), columns, binding);
        Column present = binding.numbers.column("present", SqlType.BOOLEAN, false);
        Rel marked = Rel.Project.extend(copies.rel(), List.of(Expr.Literal.TRUE), List.of(present));
        boolean isOuter = merge.clauses().stream().anyMatch(clause -> !clause.isMatched());
        Scope both = JoinBinder.nullable(Scope.of(named, around), isOuter).with(source.scope());
        Frame frame = new Frame(both, "JOIN/ON");
        Expr condition = queries.expressions.condition(merge.on(), frame, "JOIN/ON");
        Rel rel = isOuter
                ? new JoinConditions(binding)
                        .outer(source.rel(), marked, JoinKind.LEFT, condition, frame, false, merge.on())
                : new Rel.Filter(
                        frame.attach(new Rel.Join(source.rel(), marked, JoinKind.INNER, Expr.Literal.TRUE)), condition);
        Scope alone = source.scope().hiding(Scope.of(named, around));
        return new Joined(rel, alone, both, columns, copies.identity(), present);
    }

    // ---- what clauses do --------------------------------------------------------------------------------------------

    /** @param values gets the new value of each column, null where it stays as it is */
    private Merge.Action action(
            MergeClause clause, Target target, Joined joined, Frame frame, List<List<Expr>> values) {
        PlannerCatalog.Stored table = target.table();
        return switch (clause.action()) {
            case UPDATE -> {
                List<Expr> assigned = new Assignments(binding, queries, targets)
                        .bind(clause.assignments(), target, joined.target(), frame);
                for (int i = 0; i < assigned.size(); i++) {
                    if (assigned.get(i) == null) {
                        assigned.set(i, joined.target().get(i).reference());
                    }
                }
                values.add(assigned);
                yield new Merge.Action(Merge.Kind.UPDATE, targets.rules(target));
            }
            case INSERT -> {
                List<Integer> columns = target.columns(clause.columns());
                values.add(inserted(clause, target, columns, frame));
                target.note(
                        Access.Kind.INSERT,
                        clause.values() == null ? List.of() : columns.subList(0, clause.values().size()));
                List<Integer> given = clause.values() == null ? List.of() : given(clause, table, columns);
                yield new Merge.Action(Merge.Kind.INSERT, targets.rules(target, given));
            }
            case DELETE, NOTHING -> {
                values.add(null);
                boolean isDelete = clause.action() == MergeClause.Action.DELETE;
                if (isDelete) {
                    target.note(Access.Kind.DELETE, null);
                }
                yield new Merge.Action(
                        isDelete ? Merge.Kind.DELETE : Merge.Kind.NOTHING, targets.placing(target));
            }
        };
    }

    private List<Integer> given(MergeClause clause, PlannerCatalog.Stored table, List<Integer> columns) {
        return columns.subList(0, clause.values().size()).stream()
                .filter(column -> !isPassedOver(clause, table, column))
                .toList();
    }

    private static boolean isPassedOver(MergeClause clause, PlannerCatalog.Stored table, int column) {
        return clause.overriding() == SqlInsert.Overriding.USER && InsertBinder.isIdentity(table, column);
    }

    private List<Expr> inserted(
            MergeClause clause, Target target, List<Integer> columns, Frame frame) {
        PlannerCatalog.Stored table = target.table();
        List<SqlNode> nodes = clause.values() == null ? List.of() : clause.values();
        if (!nodes.isEmpty()) {
            SqlNode where = nodes.size() > columns.size() ? nodes.get(columns.size()) : nodes.getFirst();
            targets.requireWidth(nodes.size(), columns, clause.columns(), where);
            target.requireOnce(columns.subList(0, nodes.size()));
            columns.subList(0, nodes.size()).forEach(column -> target.requireWritable(column, "insert into"));
        }
        List<Expr> values = new ArrayList<>();
        for (int i = 0; i < table.schema().size(); i++) {
            Schema.Field field = table.schema().field(i);
            int at = columns.indexOf(i);
            if (at < 0 || at >= nodes.size() || isPassedOver(clause, table, i)) {
                // Numbers are given to the rows when they are there, in their order.
                boolean isNumbered = table.origins().get(i).isNumbered();
                values.add(isNumbered ? Expr.Literal.ofNull(field.type()) : targets.defaultOf(table, i));
            } else if (Targets.isDefault(nodes.get(at))) {
                values.add(targets.defaultOf(table, i));
            } else {
                targets.checkGiven(clause.overriding(), table, i);
                Expr value = queries.expressions.bind(nodes.get(at), frame);
                values.add(binding.coercion.assignment(value, field.type(), field.name(), nodes.get(at)));
            }
        }
        return values;
    }

    private Statement statement(
            PlannerCatalog.Stored table, Rel rel, Joined joined, Column number, List<Merge.Action> actions,
            List<List<Expr>> values) {
        List<Expr> expressions = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        columns.add(number);
        for (Column column : joined.target()) {
            columns.add(column.asNullable());
        }
        columns.forEach(column -> expressions.add(column.reference()));
        for (int i = 0; i < table.schema().size(); i++) {
            Schema.Field field = table.schema().field(i);
            List<Expr> choice = new ArrayList<>();
            for (int clause = 0; clause < actions.size(); clause++) {
                if (values.get(clause) != null) {
                    choice.add(queries.expressions.calls.operator(
                            "=", List.of(number.reference(), number(clause)), List.of(), null));
                    choice.add(values.get(clause).get(i));
                }
            }
            Expr none = Expr.Literal.ofNull(field.type());
            choice.add(none);
            expressions.add(choice.size() == 1 ? none : new Expr.Case(choice, field.type()));
            columns.add(binding.numbers.column(field.name(), field.type(), true));
        }
        List<Integer> identity = new ArrayList<>();
        for (Column column : joined.identity()) {
            int at = joined.target().indexOf(column);
            identity.add(at < 0 ? columns.size() : at + 1);
            if (at < 0) {
                columns.add(column.asNullable());
                expressions.add(column.reference());
            }
        }
        QueryPlan rows = compiler.compile(
                BoundQuery.unordered(new Rel.Project(rel, expressions, columns), columns), binding.numbers,
                binding.parameters.decided());
        return new Merge(table.id(), rows, actions, identity, binding.dependencies());
    }
}
