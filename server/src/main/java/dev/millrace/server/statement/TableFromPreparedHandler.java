package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TableFromPrepared;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** CREATE TABLE AS EXECUTE: CREATE TABLE AS of the query that was prepared. */
final class TableFromPreparedHandler implements Handler<TableFromPrepared> {

    @Override
    public Outcome handle(TableFromPrepared create, Execution run) throws InterruptedException {
        QueryPlan query = ExecuteHandler.query(create.execute(), run);
        Statement.CreateTable table = create.table();
        return new CreateTableHandler().handle(
                new Statement.CreateTable(
                        table.name(), table.lifetime(), columns(query.result(), create.names()), table.keys(),
                        table.foreignKeys(), table.checks(), table.watermarks(), table.likes(), table.legacy(),
                        table.partition(), table.options(), table.ifNotExists(), Optional.of(query),
                        table.withData()),
                run);
    }

    private static List<Statement.ColumnDefinition> columns(Schema result, List<String> names) {
        if (names.size() > result.size()) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "too many column names were specified");
        }
        List<Statement.ColumnDefinition> columns = new ArrayList<>();
        for (int i = 0; i < result.size(); i++) {
            Schema.Field field = result.field(i);
            columns.add(new Statement.ColumnDefinition(
                    i < names.size() ? names.get(i) : field.name(), field.type(), true, null, null, null));
        }
        return columns;
    }
}
