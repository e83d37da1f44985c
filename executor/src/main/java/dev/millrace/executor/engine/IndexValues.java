package dev.millrace.executor.engine;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.expression.ExpressionCompiler;
import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.IndexEntries;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;

/**
 * The rows of a unique index of computed values: its keys, then the row that they are of. Nothing in them may depend on
 * a session or on the time, so that a row is found again under what it was put under.
 */
public final class IndexValues {

    private IndexValues() {}

    static Plan planOf(ObjectDefinition.Index index) {
        IndexEntries entries = index.entries();
        List<Schema.Field> fields = index.schema().fields();
        Schema relation = new Schema(fields.subList(entries.keys().size(), fields.size()));
        Plan rows = Indexes.scan(index, relation);
        if (entries.condition() != null) {
            rows = new Plan.Filter("rows of the index", rows, entries.condition());
        }
        List<Expr> values = new ArrayList<>(entries.keys());
        for (int i = 0; i < relation.size(); i++) {
            values.add(new Expr.Input(i, relation.type(i)));
        }
        Plan all = new Plan.Project("values", rows, values, index.schema());
        return entries.areNullsEqual() ? all : Indexes.present(index, all);
    }

    /** The rows that fulfil the condition, with their weights, behind their keys. */
    static DeltaBatch of(IndexEntries entries, DeltaBatch rows) {
        int[] places = places(entries, rows);
        return withKeys(entries, rows.select(places, places.length));
    }

    /** Which rows fulfil the condition. */
    public static int[] places(IndexEntries entries, DeltaBatch rows) {
        int[] kept = new int[rows.size()];
        WordColumn truth = entries.condition() == null || rows.isEmpty()
                ? null
                : (WordColumn) evaluate(entries.condition(), rows);
        int count = 0;
        for (int row = 0; row < rows.size(); row++) {
            if (truth == null || !truth.isNull(row) && truth.value(row) != 0) {
                kept[count++] = row;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    /** @throws SqlException when a key has no value */
    public static DeltaBatch withKeys(IndexEntries entries, DeltaBatch rows) {
        int keys = entries.keys().size();
        Column[] columns = new Column[keys + rows.columnCount()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = i < keys ? evaluate(entries.keys().get(i), rows) : rows.column(i - keys);
        }
        return rows.withColumns(columns);
    }

    private static Column evaluate(Expr expression, DeltaBatch rows) {
        Evaluator.Failures failures = new Evaluator.Failures();
        Column values = new ExpressionCompiler(Functions.standard(), ZoneOffset.UTC)
                .compile(expression).evaluate(rows, 0, failures);
        if (!failures.isEmpty()) {
            for (int row = 0; row < rows.size(); row++) {
                if (failures.of(row) != null) {
                    throw failures.of(row);
                }
            }
        }
        return values;
    }
}
