package dev.millrace.sqltests.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The columns that an expression may name, and those of the queries around it. */
record Scope(List<Column> columns, Optional<Scope> around) {
    /** A column by the name that finds it. */
    record Column(String name, Kind kind) {}

    static Scope of(List<Column> columns) {
        return new Scope(List.copyOf(columns), Optional.empty());
    }

    static Scope none() {
        return of(List.of());
    }

    Scope inner(List<Column> inner) {
        return new Scope(List.copyOf(inner), Optional.of(this));
    }

    /** The same columns with nothing around them. */
    Scope alone() {
        return of(columns);
    }

    /** True when no two rows are alike: of each item of FROM there is the key. */
    boolean isUnique() {
        return columns.stream().allMatch(column -> column.name().contains(".")
                && columns.stream().anyMatch(other ->
                        other.name().equals(column.name().substring(0, column.name().indexOf('.')) + ".id")));
    }

    List<Column> of(Kind kind) {
        return columns.stream().filter(column -> column.kind() == kind).toList();
    }

    /** Columns of this kind in the queries around. */
    List<Column> correlated(Kind kind) {
        List<Column> found = new ArrayList<>();
        for (Optional<Scope> scope = around; scope.isPresent(); scope = scope.get().around) {
            found.addAll(scope.get().of(kind));
        }
        return found;
    }
}
