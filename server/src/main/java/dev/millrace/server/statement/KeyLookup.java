package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Literals;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.session.Execution;

/** Finds the row of a table that has the key of a given row, through a point query like any other. */
final class KeyLookup {

    private final long table;
    private final Schema schema;
    private final int[] keyColumns;
    private final boolean areNullsEqual;
    private final Execution run;

    KeyLookup(CatalogObject.Relation table, int[] keyColumns, Execution run) {
        this(table.id(), table.schema(), keyColumns, false, run);
    }

    /** The same of an index, whose rows have columns of its own. */
    KeyLookup(long table, Schema schema, int[] keyColumns, boolean areNullsEqual, Execution run) {
        this.table = table;
        this.areNullsEqual = areNullsEqual;
        this.schema = schema;
        this.keyColumns = keyColumns;
        this.run = run;
    }

    /** A batch of one row, or null. */
    DeltaBatch find(DeltaBatch rows, int row) {
        DeltaBatch found = all(rows, keyColumns, row);
        return found.size() == 1 ? found : null;
    }

    /** Every row with the values that another row, of whatever table, has in some columns. */
    DeltaBatch all(DeltaBatch rows, int[] valueColumns, int row) {
        List<Expr> conditions = new ArrayList<>();
        for (int i = 0; i < keyColumns.length; i++) {
            int column = keyColumns[i];
            SqlType type = schema.type(column).withoutModifiers();
            if (areNullsEqual && rows.column(valueColumns[i]).isNull(row)) {
                conditions.add(new Expr.IsNull(new Expr.Input(column, type)));
                continue;
            }
            SqlType compared = type.kind() == SqlType.Kind.VARCHAR ? SqlType.TEXT : type;
            conditions.add(new Expr.Call(
                    "=(" + compared + "," + compared + ")",
                    List.of(new Expr.Input(column, compared), Literals.of(compared, rows.column(valueColumns[i]), row)),
                    SqlType.BOOLEAN));
        }
        List<Integer> all = IntStream.range(0, schema.size()).boxed().toList();
        Plan scan = new Plan.Scan("lookup-scan", table, all, schema);
        Plan filter = new Plan.Filter(
                "lookup", scan, conditions.size() == 1 ? conditions.getFirst() : new Expr.And(conditions));
        return Rows.all(
                run.query(new QueryPlan(filter, List.of(), null, null, schema, List.of(), List.of())), schema);
    }
}
