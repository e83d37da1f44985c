package dev.millrace.sqltests.differential;

import java.util.List;

/** A table, or a query with a name: what FROM can name. */
record Relation(String name, List<Scope.Column> columns) {
    List<Scope.Column> as(String alias) {
        return columns.stream()
                .map(column -> new Scope.Column(alias + "." + column.name(), column.kind()))
                .toList();
    }
}
