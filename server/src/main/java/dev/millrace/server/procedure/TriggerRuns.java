package dev.millrace.server.procedure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Variables;
import dev.millrace.server.session.Execution;

/** Runs what triggers call, with the variables that it then has, and the conditions of triggers. */
final class TriggerRuns {

    private final Casts casts;
    private final Map<String, Code> conditions = new HashMap<>();

    TriggerRuns(Casts casts) {
        this.casts = casts;
    }

    /** Whether a trigger's condition holds for a row. */
    boolean holds(String condition, TriggerCall call, Execution run) {
        Code code = conditions.computeIfAbsent(condition, text -> new Code(text, null));
        Environment rows = new Environment(null, null, code);
        addRows(call, rows);
        try {
            return new Statements(run, casts, Volatility.VOLATILE).isTrue("(" + condition + ")", rows);
        } catch (SqlException e) {
            throw Statements.withContext(e, "WHEN condition of trigger " + call.name());
        }
    }

    private static void addRows(TriggerCall call, Environment into) {
        into.add(record("new", call, call.after()));
        into.add(record("old", call, call.before()));
    }

    private static Variable record(String name, TriggerCall call, List<Column> row) {
        Schema shape = call.shape();
        Variable record = new Variable(name, Variable.Kind.ofRow(RowType.ofRelation(
                call.relation(), call.schemaName(), call.relationName(), RowValue.typeOf(shape).fields())));
        record.set(shape, row == null ? null : values(shape, row));
        return record;
    }

    private static List<Value> values(Schema shape, List<Column> row) {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            values.add(new Value(shape.type(i), row.get(i)));
        }
        return values;
    }

    static void declare(TriggerCall call, Environment root) {
        addRows(call, root);
        text("tg_name", call.name(), root);
        text("tg_when", call.timing(), root);
        text("tg_level", call.isRow() ? "ROW" : "STATEMENT", root);
        text("tg_op", call.operation(), root);
        root.add(Variable.of("tg_relid", Value.of(SqlType.OID, call.relation())));
        text("tg_relname", call.relationName(), root);
        text("tg_table_name", call.relationName(), root);
        text("tg_table_schema", call.schemaName(), root);
        root.add(Variable.of("tg_nargs", Value.of(SqlType.INTEGER, call.arguments().size())));
        root.add(Variable.of("tg_argv", ArrayElements.ofTexts(call.arguments(), 0)));
        SqlType rows = SqlType.arrayOf(SqlType.ofRow(RowValue.typeOf(call.shape())));
        call.tables().forEach((name, column) ->
                root.add(Variable.of(Variables.tableName(name), new Value(rows, column))));
    }

    private static void text(String name, String value, Environment into) {
        into.add(Variable.of(name, Value.of(value)));
    }

    /** The row that a function has returned, as the table has it; null for none. */
    static List<Column> row(Activation call, TriggerCall trigger) {
        if (!call.hasReturned()) {
            throw new SqlException("2F005", "control reached end of trigger procedure without RETURN")
                    .withContext("PL/pgSQL function " + call.title());
        }
        List<Value> row = call.returned();
        if (row == null) {
            return null;
        }
        Schema shape = trigger.shape();
        if (row.size() != shape.size()) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH,
                    "returned row structure does not match the structure of the triggering table")
                    .withDetail("Number of returned columns (" + row.size()
                            + ") does not match expected column count (" + shape.size() + ").");
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            columns.add(call.statements().assign(row.get(i), shape.type(i)).column());
        }
        return columns;
    }
}
