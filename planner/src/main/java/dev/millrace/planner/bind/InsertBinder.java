package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Access;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Statement;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Order;
import dev.millrace.planner.logical.Rel;
import dev.millrace.sql.parser.statement.Assignment;
import dev.millrace.sql.parser.statement.OnConflict;
import dev.millrace.sql.parser.statement.SqlInsert;

/** INSERT: its rows in the shape of the whole table, ON CONFLICT, RETURNING. */
final class InsertBinder {

    private final Binding binding;
    private final QueryBinder queries;
    private final QueryCompiler compiler;
    private final Targets targets;

    InsertBinder(Binding binding, QueryBinder queries, QueryCompiler compiler) {
        this.binding = binding;
        this.queries = queries;
        this.compiler = compiler;
        this.targets = new Targets(binding, queries);
    }

    Statement bind(SqlInsert insert) {
        Target into = targets.resolve(insert.table(), "insert into");
        PlannerCatalog.Stored table = into.table();
        List<Integer> columns = into.columns(
                insert.columns(),
                IntStream.range(0, insert.targets().size())
                        .filter(i -> insert.targets().get(i).isOfPart())
                        .boxed()
                        .collect(Collectors.toSet()));
        boolean isValues = insert.source() != null && insert.source().getKind() == SqlKind.VALUES
                && (insert.with() == null || insert.with().isEmpty());
        BoundQuery rows = insert.source() == null
                ? BoundQuery.unordered(Rel.Values.oneRow(), List.of())
                : isValues
                        ? values(insert, into, columns)
                        : query(insert, into, columns);
        List<Integer> given = given(insert, table, columns.subList(0, rows.output().size()), isValues);
        into.requireOnce(once(insert, columns.subList(0, rows.output().size())));
        into.requireDefaults(columns.subList(0, rows.output().size()));
        into.note(Access.Kind.INSERT, columns.subList(0, rows.output().size()));
        BoundQuery whole = whole(insert, rows, table, given);
        Target.Shown shown = into.show();
        Scope.Table named = into.named(shown, insert.alias());
        Statement.OnConflict onConflict =
                insert.onConflict() == null ? null : onConflict(insert.onConflict(), into, shown, named);
        Statement.Returning returning =
                targets.returning(
                        insert.returning(), Scope.of(named, Scope.inside(queries.root)), shown, new ArrayList<>(),
                        compiler);
        Statement.RowRules rules = targets.rules(into, given);
        QueryPlan source = compiler.compile(whole, binding.numbers, binding.parameters.decided());
        return new Statement.Insert(table.id(), source, onConflict, rules, returning, binding.dependencies());
    }

    /** Columns that may be named once: those of which parts are given may be named for each of them. */
    private static List<Integer> once(SqlInsert insert, List<Integer> columns) {
        List<Integer> once = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int first = columns.indexOf(columns.get(i));
            boolean isOfOne = first < i && i < insert.targets().size() && insert.targets().get(i).isOfPart()
                    && insert.targets().get(first).isOfPart();
            if (!isOfOne) {
                once.add(columns.get(i));
            }
        }
        return once;
    }

    /** The value of a column in the rows that are given: where they have parts of it, with all of these. */
    private Expr givenValue(SqlInsert insert, BoundQuery rows, List<Integer> given, int column, String name) {
        int first = given.indexOf(column);
        Expr value = rows.output().get(first).reference();
        for (int i = first + 1; i < given.size(); i++) {
            if (given.get(i) == column) {
                Assignment target = insert.targets().get(i).of(insert.targets().get(i).columns().getFirst());
                PartAssignments parts =
                        new PartAssignments(queries.expressions, name, new Frame(queries.root, "INSERT"));
                Expr part = parts.part(rows.output().get(i).reference(), target);
                value = parts.assigned(value, part, target);
            }
        }
        return value;
    }

    // ---- rows -------------------------------------------------------------------------------------------------------

    /** The columns whose values come from the statement, at their places in its rows; -1 for what is passed over. */
    private List<Integer> given(
            SqlInsert insert, PlannerCatalog.Stored table, List<Integer> columns, boolean isValues) {
        List<Integer> given = new ArrayList<>();
        for (int column : columns) {
            if (insert.overriding() == SqlInsert.Overriding.USER && isIdentity(table, column)) {
                given.add(-1);
                continue;
            }
            if (!isValues) {
                targets.checkGiven(insert.overriding(), table, column);
            }
            given.add(column);
        }
        return given;
    }

    static boolean isIdentity(PlannerCatalog.Stored table, int column) {
        return table.origins().get(column).kind().name().startsWith("IDENTITY");
    }

    private BoundQuery values(SqlInsert insert, Target into, List<Integer> columns) {
        PlannerCatalog.Stored table = into.table();
        SqlCall values = (SqlCall) insert.source();
        SqlNode firstRow = values.operand(0);
        List<SqlNode> first = VariableNames.spread(
                firstRow.getKind() == SqlKind.ROW ? ((SqlCall) firstRow).getOperandList() : List.of(firstRow),
                binding);
        SqlNode where = first.size() > columns.size() ? first.get(columns.size()) : first.getFirst();
        targets.requireWidth(first.size(), columns, insert.columns(), where);
        return new ValuesBinder(binding, queries.expressions).bindInto(values, queries.root, (column, node, frame) -> {
            int position = columns.get(column);
            into.requireWritable(position, "insert into");
            Schema.Field field = table.schema().field(position);
            if (Targets.isDefault(node) && isPart(insert, column)) {
                throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "cannot set an array element to DEFAULT")
                        .at(binding.at(insert.columns().get(column)));
            }
            if (Targets.isDefault(node)) {
                return targets.defaultOf(table, position);
            }
            targets.checkGiven(insert.overriding(), table, position);
            Expr value = queries.expressions.bind(node, frame);
            if (isPart(insert, column)) {
                return part(value, insert.targets().get(column).of(node), field, frame);
            }
            return binding.coercion.assignment(value, field.type(), field.name(), node);
        });
    }

    private BoundQuery query(SqlInsert insert, Target into, List<Integer> columns) {
        PlannerCatalog.Stored table = into.table();
        SqlNode source = Targets.with(insert.with(), insert.source());
        BoundQuery bound = queries.bind(source, queries.root);
        targets.requireWidth(bound.output().size(), columns, insert.columns(), insert.source());
        if (bound.isCut() || !bound.order().isEmpty()) {
            // Who numbers the rows or shows them does it in their order.
            List<Order> order =
                    isNumbered(table, columns) || insert.returning() != null ? bound.order() : List.of();
            Rel rows = bound.isCut() ? queries.limits.cut(bound) : bound.rel();
            bound = new BoundQuery(rows, bound.output(), order, null, null, false);
        }
        return queries.retype(bound, (column, expr) -> {
            into.requireWritable(columns.get(column), "insert into");
            Schema.Field field = table.schema().field(columns.get(column));
            if (isPart(insert, column)) {
                Assignment target = insert.targets().get(column).of(insert.source());
                return part(expr, target, field, new Frame(queries.root, "INSERT"));
            }
            return binding.coercion.assignment(expr, field.type(), field.name(), insert.source());
        });
    }

    private static boolean isPart(SqlInsert insert, int column) {
        return column < insert.targets().size() && !insert.targets().get(column).subscripts().isEmpty();
    }

    /** An array, or a document, of which nothing is given but an element or a slice. */
    private Expr part(Expr value, Assignment target, Schema.Field field, Frame frame) {
        Expr none = Expr.Literal.ofNull(field.type());
        return new PartAssignments(queries.expressions, field.name(), frame).assigned(none, value, target);
    }

    private static boolean isNumbered(PlannerCatalog.Stored table, List<Integer> given) {
        for (int i = 0; i < table.schema().size(); i++) {
            if (table.origins().get(i).isNumbered() && !given.contains(i)) {
                return true;
            }
        }
        return false;
    }

    /** The rows with every column of the table, in its order. */
    private BoundQuery whole(
            SqlInsert insert, BoundQuery rows, PlannerCatalog.Stored table, List<Integer> given) {
        List<Expr> expressions = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < table.schema().size(); i++) {
            Schema.Field field = table.schema().field(i);
            int at = given.indexOf(i);
            // Numbers are given to the rows when they are there, in their order.
            Expr value = at >= 0
                    ? givenValue(insert, rows, given, i, field.name())
                    : table.origins().get(i).isNumbered()
                            ? Expr.Literal.ofNull(field.type())
                            : targets.defaultOf(table, i);
            if (!value.type().equals(field.type())) {
                value = new Expr.Cast(value, field.type(), true);
            }
            boolean nullable = !Expressions.isNeverNull(
                    value, id -> rows.output().stream().noneMatch(c -> c.id() == id && !c.nullable()));
            expressions.add(value);
            columns.add(binding.numbers.column(field.name(), field.type(), nullable));
        }
        List<Column> all = new ArrayList<>(columns);
        for (Order order : rows.order()) {
            Column column = Expressions.columnOf(rows.rel().columns(), order.column());
            expressions.add(column.reference());
            all.add(column);
        }
        Rel whole = new Rel.Project(rows.rel(), expressions, all);
        return new BoundQuery(whole, columns, rows.order(), null, null, false);
    }

    // ---- ON CONFLICT ------------------------------------------------------------------------------------------------

    private Statement.OnConflict onConflict(
            OnConflict clause, Target into, Target.Shown old, Scope.Table named) {
        List<String> keys = keys(clause, into);
        if (clause.doNothing()) {
            return new Statement.OnConflict(keys, null, null, null);
        }
        Target.Shown excludedRow = into.show();
        Scope.Table excluded = new Scope.Table(null, "excluded", excludedRow.columns(), null);
        // A bare name means the row that is there; the new one is always called by its name.
        Scope scope = new Scope(List.of(named, excluded), named.columns(), null, Ctes.NONE);
        List<Column> columns = new ArrayList<>(old.rows());
        columns.addAll(excludedRow.rows());
        Frame frame = new Frame(scope, "ON CONFLICT");
        List<Expr> assigned = new Assignments(binding, queries, targets)
                .bind(clause.assignments(), into, old.rows(), frame);
        List<Expr> values = new ArrayList<>();
        for (int i = 0; i < assigned.size(); i++) {
            Expr value = assigned.get(i) == null ? old.rows().get(i).reference() : assigned.get(i);
            values.add(Targets.positional(excludedRow.overRows(old.overRows(value)), columns));
        }
        Expr where = clause.where() == null ? null : queries.expressions.condition(clause.where(), frame, "WHERE");
        if (frame.hasSubqueries()) {
            List<Expr> asked = new ArrayList<>();
            asked.add(where == null ? Expr.Literal.TRUE : where);
            for (int i = 0; i < assigned.size(); i++) {
                asked.add(assigned.get(i) == null ? old.rows().get(i).reference() : assigned.get(i));
            }
            Map<Column, Expr> computed = new LinkedHashMap<>(old.computedColumns());
            computed.putAll(excludedRow.computedColumns());
            return new Statement.OnConflict(
                    keys, List.of(), null,
                    new RowQueryBinder(binding, queries, compiler).bind(frame, columns, computed, asked));
        }
        Expr condition =
                where == null ? null : Targets.positional(excludedRow.overRows(old.overRows(where)), columns);
        return new Statement.OnConflict(keys, values, condition, null);
    }

    /** Names of the keys that are meant; none for all. */
    private List<String> keys(OnConflict clause, Target into) {
        PlannerCatalog.Stored table = into.table();
        if (clause.constraint() != null) {
            String name = clause.constraint().names.getLast();
            PlannerCatalog.UniqueKey named = table.uniqueKeys().stream()
                    .filter(key -> key.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new SqlException(
                            SqlState.UNDEFINED_OBJECT,
                            "constraint \"" + name + "\" for table \"" + table.name() + "\" does not exist"));
            into.note(Access.Kind.SELECT, named.columns());
            return List.of(name);
        }
        if (clause.keys().isEmpty()) {
            if (!clause.doNothing()) {
                throw new SqlException(
                        SqlState.SYNTAX_ERROR,
                        "ON CONFLICT DO UPDATE requires inference specification or constraint name")
                        .withHint("For example, ON CONFLICT (column_name).");
            }
            return List.of();
        }
        return new ConflictTarget(binding, into).names(clause);
    }
}
