package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.logical.Column;

/**
 * The names one query level can see: its FROM items, and through {@code outer} those of the queries around it.
 *
 * @param tables FROM items, for qualified names
 * @param columns what an unqualified name or {@code *} finds: every column once, those merged by USING first
 * @param ctes the WITH queries in sight
 * @param hidden FROM items that are there, but not to be named from here: for messages
 */
record Scope(List<Table> tables, List<Named> columns, Scope outer, Ctes ctes, List<Table> hidden) {

    /**
     * A column under the name it has here.
     *
     * @param isAside whether a star does not mean it
     */
    record Named(String name, Column column, boolean isAside) {
        Named(String name, Column column) {
            this(name, column, false);
        }
    }

    /**
     * A FROM item.
     *
     * @param schema null for anything that has no schema: an alias, a subquery
     * @param stored the relation behind it, or null
     * @param relation number of the relation of whose type its rows are, or 0
     * @param isOptional whether a join may have none of its rows
     */
    record Table(
            String schema, String name, List<Named> columns, PlannerCatalog.Stored stored, long relation,
            boolean isOptional) {
        Table {
            columns = List.copyOf(columns);
        }

        Table(String schema, String name, List<Named> columns, PlannerCatalog.Stored stored) {
            this(schema, name, columns, stored, stored == null ? 0 : stored.id(), false);
        }
    }

    Scope {
        tables = List.copyOf(tables);
        columns = List.copyOf(columns);
        hidden = List.copyOf(hidden);
    }

    Scope(List<Table> tables, List<Named> columns, Scope outer, Ctes ctes) {
        this(tables, columns, outer, ctes, List.of());
    }

    static final Scope NONE = new Scope(List.of(), List.of(), null, Ctes.NONE);

    /** A level of its own that has no FROM items yet. */
    static Scope inside(Scope outer) {
        return new Scope(List.of(), List.of(), outer, outer.ctes);
    }

    static Scope of(Table table, Scope outer) {
        return new Scope(List.of(table), table.columns(), outer, outer.ctes);
    }

    /** Both sides' names. */
    Scope with(Scope other) {
        List<Table> allTables = new ArrayList<>(tables);
        allTables.addAll(other.tables);
        List<Named> allColumns = new ArrayList<>(columns);
        allColumns.addAll(other.columns);
        return new Scope(allTables, allColumns, outer, ctes, hidden);
    }

    /** The same FROM items, with other columns for unqualified names. */
    Scope withColumns(List<Named> other) {
        return new Scope(tables, other, outer, ctes, hidden);
    }

    Scope withCtes(Ctes other) {
        return new Scope(tables, columns, outer, other, hidden);
    }

    /** The same names, knowing of others that may not be used. */
    Scope hiding(Scope other) {
        return new Scope(tables, columns, outer, ctes, other.tables);
    }

    /** The columns of this level with that name. */
    List<Column> unqualified(String name) {
        return columns.stream().filter(c -> c.name().equals(name)).map(Named::column).toList();
    }

    /** The FROM item of this level with that name, or null. */
    Table table(List<String> qualifier) {
        String name = qualifier.getLast();
        Table found = null;
        for (Table table : tables) {
            boolean matches = table.name().equals(name)
                    && (qualifier.size() == 1 || qualifier.get(qualifier.size() - 2).equals(table.schema()));
            if (matches) {
                if (found != null) {
                    throw new SqlException(
                            SqlState.AMBIGUOUS_ALIAS, "table reference \"" + name + "\" is ambiguous");
                }
                found = table;
            }
        }
        return found;
    }

    /** Every column name in sight, qualified, for hints. */
    Set<String> columnNames() {
        Set<String> names = new LinkedHashSet<>();
        for (Scope scope = this; scope != null; scope = scope.outer) {
            for (Table table : scope.tables) {
                table.columns().forEach(column -> names.add(column.name()));
            }
        }
        return names;
    }

    /** {@code table.column} of a column by its number, or its bare name, for messages. */
    String spell(Column column) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            for (Table table : scope.tables) {
                for (Named named : table.columns()) {
                    if (named.column().id() == column.id()) {
                        return table.name().isEmpty() ? named.name() : table.name() + "." + named.name();
                    }
                }
            }
        }
        return column.name();
    }
}
