package dev.millrace.executor.operator;

import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.state.KeyedTable;

/** Chooses the operator of a top-k. */
final class TopKAssembly {

    /** Windows of more rows than this are not worth rewriting whole for each change. */
    private static final long SMALL_WINDOW = 256;

    private TopKAssembly() {}

    /** @param isAppendOnly no row of the input is ever taken back */
    static Operator operator(Plan.TopK plan, StateTables tables, boolean isAppendOnly) {
        boolean isSmall = plan.limit() > 0 && plan.offset() + plan.limit() <= SMALL_WINDOW && !plan.withTies();
        if (isAppendOnly && isSmall) {
            int id = tables.tableId(plan.uid(), 0);
            return new TopKOfInsertsOperator(plan, new KeyedTable(id, tables.reader(), tables.isNew(id), 0));
        }
        return new TopKOperator(plan, OrderedTables.of(tables, plan.uid(), 0));
    }
}
