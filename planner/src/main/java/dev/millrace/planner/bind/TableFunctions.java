package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSyntax;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.TimeWindows;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Routine;
import dev.millrace.planner.bind.FromBinder.From;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.IntervalLength;
import dev.millrace.planner.logical.Rel;
import dev.millrace.planner.logical.SessionWindow;

/** Functions in FROM: windows over a table, set-returning functions, and scalar functions. */
final class TableFunctions {

    private final Binding binding;
    private final FromBinder items;
    private final QueryBinder queries;

    TableFunctions(Binding binding, FromBinder items, QueryBinder queries) {
        this.binding = binding;
        this.items = items;
        this.queries = queries;
    }

    From bind(SqlCall call, Scope around) {
        String name = CallBinder.functionName(call);
        From routine = routine(call, List.of(), around);
        if (routine != null) {
            return routine;
        }
        return switch (name) {
            case "tumble" -> window(call, name, 3, around);
            case "hop", "cumulate" -> window(call, name, 4, around);
            case "pg_get_keywords" -> items.stored(keywords(call), around);
            case "session" -> session(call, around);
            default -> RowFunctions.isRows(call)
                    ? new RowFunctions(binding, queries.expressions).bind(call, List.of(), around)
                    : scalar(call, name, around);
        };
    }

    // ---- windows ----------------------------------------------------------------------------------------------------

    private From window(SqlCall call, String name, int count, Scope around) {
        List<SqlNode> operands = call.getOperandList();
        boolean grows = name.equals("cumulate");
        if (operands.size() != count && operands.size() != count + 1) {
            String sizes = count == 3 ? "a size" : grows ? "a step and a size" : "a slide and a size";
            String example = count == 3 ? "" : "interval '2 seconds', ";
            throw new SqlException(
                            SqlState.UNDEFINED_FUNCTION, name + " takes a table, a time column and " + sizes)
                    .withHint("Write " + name + "(t, ts, " + example + "interval '10 seconds').")
                    .at(binding.at(call));
        }
        From table = items.bind(operands.get(0), around);
        Column time = timeColumn(operands.get(1), table.scope());
        long slide = micros(operands.get(2), name);
        long size = count == 3 ? slide : micros(operands.get(3), name);
        long offset = operands.size() > count ? offset(operands.get(count), name) : 0;
        if (grows && size % slide != 0) {
            throw new SqlException(
                            SqlState.INVALID_PARAMETER_VALUE, "the size of cumulate must be a multiple of its step")
                    .at(binding.at(operands.get(3)));
        }
        Column start = bound("window_start", time);
        Column end = bound("window_end", time);
        Rel hop = new Rel.Hop(table.rel(), time, new TimeWindows(size, slide, offset, grows), start, end);
        return windowed(hop, table, start, end, around);
    }

    private Column bound(String name, Column time) {
        return binding.numbers.column(name, time.type(), false);
    }

    private static From windowed(Rel rel, From table, Column start, Column end, Scope around) {
        List<Scope.Named> columns = new ArrayList<>(table.scope().columns());
        columns.add(new Scope.Named(start.name(), start));
        columns.add(new Scope.Named(end.name(), end));
        Scope.Table source = table.scope().tables().getFirst();
        return new From(rel, Scope.of(new Scope.Table(source.schema(), source.name(), columns, null), around));
    }

    /** A table, perhaps with PARTITION BY, its time, any number of columns by which sessions are apart, the gap. */
    private From session(SqlCall call, Scope around) {
        List<SqlNode> operands = call.getOperandList();
        if (operands.size() < 3) {
            throw new SqlException(
                            SqlState.UNDEFINED_FUNCTION,
                            "session takes a table, a time column, the columns by which sessions are apart, and a gap")
                    .withHint("Write session(t, ts, customer, interval '30 minutes').")
                    .at(binding.at(call));
        }
        SqlNode from = operands.getFirst();
        List<SqlNode> keys = new ArrayList<>();
        if (from.getKind() == SqlKind.SET_SEMANTICS_TABLE) {
            keys.addAll(((SqlNodeList) ((SqlCall) from).operand(1)).getList());
            from = ((SqlCall) from).operand(0);
        }
        for (SqlNode operand : operands.subList(2, operands.size() - 1)) {
            keys.addAll(isDescriptor(operand) ? ((SqlCall) operand).getOperandList() : List.of(operand));
        }
        From table = items.bind(from, around);
        Column time = timeColumn(operands.get(1), table.scope());
        List<Integer> partition = new ArrayList<>();
        for (SqlNode key : keys) {
            int column = column(key, table.scope()).id();
            if (!partition.contains(column)) {
                partition.add(column);
            }
        }
        long gap = micros(operands.getLast(), "session");
        Column start = bound("window_start", time);
        Column end = bound("window_end", time);
        return windowed(
                new SessionWindow(table.rel(), partition, time, gap, start, end), table, start, end, around);
    }

    private Column timeColumn(SqlNode node, Scope scope) {
        Column column = column(isDescriptor(node) ? ((SqlCall) node).operand(0) : node, scope);
        SqlType.Kind kind = column.type().kind();
        if (kind != SqlType.Kind.TIMESTAMP && kind != SqlType.Kind.TIMESTAMPTZ) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            "the time column of a window must be of type timestamp, not " + column.type())
                    .at(binding.at(node));
        }
        return column;
    }

    private static boolean isDescriptor(SqlNode node) {
        return node.getKind() == SqlKind.DESCRIPTOR
                || node instanceof SqlCall call
                        && call.operandCount() >= 1
                        && CallBinder.functionName(call).equals("descriptor");
    }

    private Column column(SqlNode node, Scope scope) {
        if (!(node instanceof SqlIdentifier identifier)) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "a window needs names of columns").at(binding.at(node));
        }
        Column column = Names.column(identifier, scope, binding);
        if (column == null) {
            throw Names.missingColumn(identifier, scope, binding);
        }
        return column;
    }

    private long micros(SqlNode node, String function) {
        long micros = offset(node, function);
        if (micros <= 0) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "the interval of " + function
                    + " must be positive")
                    .at(binding.at(node));
        }
        return micros;
    }

    private long offset(SqlNode node, String function) {
        Expr.Literal literal = constant(node, SqlType.INTERVAL, function);
        return IntervalLength.micros((String) literal.value()).orElseThrow(() -> SqlException.unsupported(
                        "an interval of months or years as a window")
                .at(binding.at(node)));
    }

    private Expr.Literal constant(SqlNode node, SqlType type, String function) {
        Expr bound = queries.expressions.bind(node, new Frame(Scope.NONE, function));
        if (!Conversions.exists(bound.type(), type, Conversions.Strength.IMPLICIT)) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            "an argument of " + function + " must be of type " + type + ", not " + bound.type())
                    .at(binding.at(node));
        }
        Expr converted = binding.coercion.convert(bound, type, node);
        if (!(converted instanceof Expr.Literal) && !isConstant(converted)) {
            throw SqlException.unsupported("an argument of " + function + " that is not constant")
                    .at(binding.at(node));
        }
        Expr.Literal value = binding.constants.evaluate(converted);
        if (value.value() == null) {
            throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "an argument of " + function + " must not be null")
                    .at(binding.at(node));
        }
        return value;
    }

    private static boolean isConstant(Expr expr) {
        return !(expr instanceof Expr.Input || expr instanceof Expr.Parameter || expr instanceof Expr.Now)
                && expr.operands().stream().allMatch(TableFunctions::isConstant);
    }

    // ---- functions that people made ---------------------------------------------------------------------------------

    /**
     * Null for any other function, and for those of one value.
     *
     * @param definitions names and types of a record's columns, or empty
     */
    From routine(SqlCall call, List<SqlNode> definitions, Scope around) {
        List<Routine> routines = queries.expressions.calls.routines.named(call);
        if (routines.isEmpty()) {
            return null;
        }
        From processed = new ProcessBinder(binding, items).bind(call, routines, around);
        if (processed != null) {
            return processed;
        }
        Frame frame = new Frame(around, "functions in FROM");
        RoutineBody body = queries.expressions.calls.routines.resolve(call, frame);
        if (body != null && !body.isRelation() && body.routine().hasNamedResult()) {
            return value(body, frame, around);
        }
        if (body == null || !body.isRelation()) {
            return null;
        }
        if (frame.hasSubqueries()) {
            throw SqlException.unsupported("a subquery as an argument of a function in FROM")
                    .withHint("Put the subquery into FROM, and the function beside it.")
                    .at(binding.at(call));
        }
        BoundQuery rows = body.rows(definitions);
        List<String> names = body.result().names(definitions);
        List<Scope.Named> columns = new ArrayList<>();
        for (int i = 0; i < rows.output().size(); i++) {
            columns.add(new Scope.Named(names.get(i), rows.output().get(i)));
        }
        SqlType row = body.result().row();
        long relation = row == null || row.row() == null ? 0 : row.row().relation();
        Scope.Table table = new Scope.Table(null, body.routine().name(), columns, null, relation, false);
        return new From(rows.rel(), Scope.of(table, around), rows.order());
    }

    /** One value, under the name of the parameter that gives it. */
    private From value(RoutineBody body, Frame frame, Scope around) {
        Expr value = body.value(frame);
        Column column = binding.numbers.column(
                body.routine().row().field(0).name(), value.type(), true);
        Rel rel = new Rel.Project(frame.attach(Rel.Values.oneRow()), List.of(value), List.of(column));
        return named(rel, List.of(new Scope.Named(column.name(), column)), body.routine().name(), around);
    }

    // ---- other functions --------------------------------------------------------------------------------------------

    private static From named(Rel rel, List<Scope.Named> columns, String name, Scope around) {
        return new From(rel, Scope.of(new Scope.Table(null, name, columns, null), around));
    }

    /** A function of PostgreSQL's that is a relation here. */
    private PlannerCatalog.Stored keywords(SqlCall call) {
        return binding.catalog
                .resolve(List.of("millrace", "keywords"))
                .map(PlannerCatalog.Stored.class::cast)
                .orElseThrow(() -> queries.expressions.calls.missing(
                        "pg_get_keywords", List.of(), OverloadResolution.Outcome.NONE, call));
    }

    /** A scalar function in FROM is a table of one row. */
    private From scalar(SqlCall call, String name, Scope around) {
        if (call.getOperator().getSyntax() != SqlSyntax.FUNCTION
                && call.getOperator().getSyntax() != SqlSyntax.FUNCTION_ID) {
            throw SqlException.unsupported("this item of FROM").at(binding.at(call));
        }
        Frame frame = new Frame(around, "functions in FROM");
        Expr value = queries.expressions.bindTyped(call, frame);
        if (Rows.isRow(value)) {
            return new RowFunctions(binding, queries.expressions).bind(call, List.of(), around);
        }
        Column column = binding.numbers.column(name, value.type(), true);
        Rel rel = new Rel.Project(frame.attach(Rel.Values.oneRow()), List.of(value), List.of(column));
        return one(rel, column, around);
    }

    private static From one(Rel rel, Column column, Scope around) {
        return named(rel, List.of(new Scope.Named(column.name(), column)), column.name(), around);
    }
}
