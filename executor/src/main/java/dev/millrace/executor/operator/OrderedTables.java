package dev.millrace.executor.operator;

import dev.millrace.executor.state.OrderedTable;

/** Opens ordered state. */
final class OrderedTables {

    private OrderedTables() {}

    static OrderedTable of(StateTables tables, String uid, int ordinal) {
        int id = tables.tableId(uid, ordinal);
        return new OrderedTable(id, tables.reader(), tables.isNew(id));
    }
}
