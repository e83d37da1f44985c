package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.ProcessorBody;
import dev.millrace.planner.Routine;
import dev.millrace.planner.bind.FromBinder.From;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.KeyedProcess;
import dev.millrace.planner.logical.Order;
import dev.millrace.planner.logical.Rel;

/** {@code f(TABLE s PARTITION BY k ORDER BY ts)}, f being a processor with state. */
final class ProcessBinder {

    private final Binding binding;
    private final FromBinder items;

    /** A table that a processor is given. */
    private record Given(Rel rel, List<Column> columns, Scope scope, List<Column> partition, List<Order> order) {}

    ProcessBinder(Binding binding, FromBinder items) {
        this.binding = binding;
        this.items = items;
    }

    /** Null where no processor is called. */
    From bind(SqlCall call, List<Routine> routines, Scope around) {
        List<Routine> processors = routines.stream().filter(one -> ProcessorBody.is(one.body())).toList();
        if (processors.isEmpty() || call.getOperandList().stream().noneMatch(ProcessBinder::isTable)) {
            return null;
        }
        Routine routine = processors.getFirst();
        ProcessorBody body = ProcessorBody.of(routine.body());
        if (call.operandCount() != body.tables() || !call.getOperandList().stream().allMatch(ProcessBinder::isTable)) {
            throw new SqlException(
                            SqlState.UNDEFINED_FUNCTION,
                            "the processor " + routine.name() + " takes "
                                    + (body.tables() == 1 ? "one table" : "two tables"))
                    .withHint("Write " + routine.name() + "(TABLE t PARTITION BY k ORDER BY ts"
                            + (body.tables() == 1 ? ")." : ", TABLE initial PARTITION BY k)."))
                    .at(binding.at(call));
        }
        if (binding.isKept() && routine.volatility() == Volatility.VOLATILE) {
            throw SqlException.unsupported("the volatile processor " + routine.name() + " in a materialized view")
                    .withHint("Declare it IMMUTABLE if it gives the same for the same rows.")
                    .at(binding.at(call));
        }
        binding.dependOn(routine.id());
        binding.references().call(routine.id());
        Given rows = given(call.operand(0), around);
        checkTime(rows, call.operand(0));
        Given initial = body.tables() == 1 ? null : given(call.operand(1), around);
        if (initial != null) {
            checkInitial(rows, initial, call.operand(1));
        }
        return from(routine, body, rows, initial, around);
    }

    private static boolean isTable(SqlNode node) {
        return node.getKind() == SqlKind.SET_SEMANTICS_TABLE || node.getKind() == SqlKind.EXPLICIT_TABLE;
    }

    // ---- what it is given -------------------------------------------------------------------------------------------

    private Given given(SqlNode node, Scope around) {
        SqlNode table = node;
        List<SqlNode> keys = List.of();
        List<Ordering> orderings = List.of();
        if (node.getKind() == SqlKind.SET_SEMANTICS_TABLE) {
            table = ((SqlCall) node).operand(0);
            keys = ((SqlNodeList) ((SqlCall) node).operand(1)).getList();
            orderings = ((SqlNodeList) ((SqlCall) node).operand(2)).getList().stream().map(Ordering::of).toList();
        }
        From from = items.bind(table, around);
        List<Column> columns = new ArrayList<>();
        for (Scope.Named named : from.scope().columns()) {
            Column column = named.column();
            columns.add(new Column(column.id(), named.name(), column.type(), column.nullable()));
        }
        List<Column> partition = new ArrayList<>();
        for (SqlNode key : keys) {
            Column column = column(key, from.scope());
            if (partition.stream().noneMatch(other -> other.id() == column.id())) {
                partition.add(column);
            }
        }
        List<Order> order = new ArrayList<>();
        for (Ordering ordering : orderings) {
            order.add(new Order(
                    column(ordering.expression(), from.scope()).id(), ordering.direction().descending(),
                    ordering.direction().nullsFirst()));
        }
        return new Given(from.rel(), columns, from.scope(), partition, order);
    }

    private Column column(SqlNode node, Scope scope) {
        if (!(node instanceof SqlIdentifier identifier)) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "a processor needs names of columns").at(binding.at(node));
        }
        Column column = Names.column(identifier, scope, binding);
        if (column == null) {
            throw Names.missingColumn(identifier, scope, binding);
        }
        return column;
    }

    private void checkTime(Given rows, SqlNode at) {
        if (rows.order().isEmpty()) {
            throw SqlException.unsupported("a processor of rows in no order")
                    .withHint("Add the time of the rows: TABLE t PARTITION BY k ORDER BY ts.")
                    .at(binding.at(at));
        }
        Order first = rows.order().getFirst();
        SqlType.Kind kind = column(rows, first.column()).type().kind();
        if (kind != SqlType.Kind.TIMESTAMP && kind != SqlType.Kind.TIMESTAMPTZ) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            "the rows of a processor must be ordered by a timestamp, not " + kind.sqlName())
                    .at(binding.at(at));
        }
        if (first.descending()) {
            throw SqlException.unsupported("a processor whose time goes back").at(binding.at(at));
        }
    }

    private static Column column(Given rows, int id) {
        return rows.columns().stream().filter(one -> one.id() == id).findFirst().orElseThrow();
    }

    private void checkInitial(Given rows, Given initial, SqlNode at) {
        List<SqlType> wanted = rows.partition().stream().map(column -> column.type().withoutModifiers()).toList();
        if (!wanted.equals(initial.partition().stream().map(column -> column.type().withoutModifiers()).toList())) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            "initial state must be partitioned by columns of the same types as the rows")
                    .at(binding.at(at));
        }
        if (!initial.order().isEmpty()) {
            throw SqlException.unsupported("ORDER BY of initial state").at(binding.at(at));
        }
    }

    // ---- what it gives ----------------------------------------------------------------------------------------------

    private From from(Routine routine, ProcessorBody body, Given rows, Given initial, Scope around) {
        List<Column> declared = new ArrayList<>();
        if (routine.row() == null) {
            declared.add(binding.numbers.column(routine.name(), routine.result(), true));
        } else {
            for (Schema.Field field : routine.row().fields()) {
                declared.add(binding.numbers.column(field.name(), field.type(), true));
            }
        }
        KeyedProcess process = new KeyedProcess(
                rows.rel(), initial == null ? null : initial.rel(), rows.columns(),
                initial == null ? List.of() : initial.columns(), ids(rows.partition()),
                initial == null ? List.of() : ids(initial.partition()), rows.order(), body.jar(), body.className(),
                declared);
        List<Scope.Named> columns = new ArrayList<>();
        process.columns().forEach(column -> columns.add(new Scope.Named(column.name(), column)));
        return new From(process, Scope.of(new Scope.Table(null, routine.name(), columns, null), around));
    }

    private static List<Integer> ids(List<Column> columns) {
        return columns.stream().map(Column::id).toList();
    }
}
