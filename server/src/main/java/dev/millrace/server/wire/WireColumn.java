package dev.millrace.server.wire;

import dev.millrace.executor.plan.SqlType;

/**
 * A result column as RowDescription tells it.
 *
 * @param table OID of the table the column is taken from unchanged, or 0
 * @param attribute its number there, or 0
 */
public record WireColumn(String name, SqlType type, int table, int attribute) {

    public WireColumn(String name, SqlType type) {
        this(name, type, 0, 0);
    }
}
