package dev.millrace.planner.bind;

import java.util.List;
import java.util.Optional;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.Column;

/** Looks column names up through the levels of a query, and words the errors when they are not found. */
final class Names {

    private Names() {}

    /** The column a name means, or null when no level has it. */
    static Column column(SqlIdentifier identifier, Scope scope, Binding binding) {
        List<String> names = identifier.names;
        String name = names.getLast();
        for (Scope level = scope; level != null; level = level.outer()) {
            if (names.size() == 1) {
                List<Column> found = level.unqualified(name);
                if (found.size() > 1) {
                    throw ambiguous(name, identifier, binding);
                }
                if (!found.isEmpty()) {
                    return found.getFirst();
                }
                Column value = value(identifier, level, binding);
                if (value != null) {
                    return value;
                }
            } else {
                Scope.Table table = table(names.subList(0, names.size() - 1), level, identifier, binding);
                if (table != null) {
                    return in(table, name, identifier, scope, binding);
                }
            }
        }
        return null;
    }

    /** What a function's rows are, called by its name or alias. */
    private static Column value(SqlIdentifier name, Scope level, Binding binding) {
        Scope.Table table = table(name.names, level, name, binding);
        return table == null || table.columns().isEmpty() ? null : SetReturning.valueOf(table);
    }

    static Scope.Table table(List<String> qualifier, Scope level, SqlIdentifier at, Binding binding) {
        try {
            return level.table(qualifier);
        } catch (SqlException e) {
            throw e.at(binding.at(at));
        }
    }

    private static Column in(
            Scope.Table table, String name, SqlIdentifier identifier, Scope scope, Binding binding) {
        List<Scope.Named> found =
                table.columns().stream().filter(c -> c.name().equals(name)).toList();
        if (found.size() > 1) {
            throw ambiguous(name, identifier, binding);
        }
        if (found.isEmpty()) {
            throw missingColumn(identifier, scope, binding);
        }
        return found.getFirst().column();
    }

    private static SqlException ambiguous(String name, SqlIdentifier identifier, Binding binding) {
        return new SqlException(SqlState.AMBIGUOUS_COLUMN, "column reference \"" + name + "\" is ambiguous")
                .at(binding.at(identifier));
    }

    /** {@code tableoid}, which every stored relation has though it is not among its columns; null for others. */
    static Expr relationNumber(SqlIdentifier identifier, Scope scope, Binding binding) {
        List<String> names = identifier.names;
        for (Scope level = scope; level != null; level = level.outer()) {
            Scope.Table table = names.size() > 1
                    ? table(names.subList(0, names.size() - 1), level, identifier, binding)
                    : onlyStored(level);
            if (table != null) {
                boolean isNamed = table.columns().stream().anyMatch(c -> c.name().equals(names.getLast()));
                // System relations are planned under their numbers' negatives.
                return isNamed || table.stored() == null ? null : relationNumber(table, binding);
            }
        }
        return null;
    }

    /** The one item of FROM that is a relation with rows of its own; null where there is none, or several are. */
    private static Scope.Table onlyStored(Scope level) {
        List<Scope.Table> stored = level.tables().stream().filter(table -> table.stored() != null).toList();
        return stored.size() == 1 ? stored.getFirst() : null;
    }

    private static Expr relationNumber(Scope.Table table, Binding binding) {
        Column holder = binding.holder(table.stored());
        if (holder != null) {
            return holder.reference();
        }
        String partition = binding.catalog.partitionOf(table.stored().id());
        if (partition == null) {
            return new Expr.Literal(Math.abs(table.stored().id()), SqlType.OID);
        }
        Binding inner = binding.forExpression(partition);
        return new QueryBinder(inner).expressions.bind(
                inner.syntax.expression(partition), new Frame(Scope.of(table, Scope.NONE), "tableoid"));
    }

    static SqlException missingColumn(SqlIdentifier identifier, Scope scope, Binding binding) {
        List<String> names = identifier.names;
        int at = binding.at(identifier);
        if (names.size() > 1) {
            String qualifier = names.get(names.size() - 2);
            boolean isKnown = false;
            for (Scope level = scope; level != null; level = level.outer()) {
                isKnown |= level.tables().stream().anyMatch(table -> table.name().equals(qualifier));
            }
            if (!isKnown) {
                return missingTable(qualifier, scope, at);
            }
        }
        String spelled = names.size() == 1 ? "\"" + names.getFirst() + "\"" : String.join(".", names);
        SqlException fault =
                new SqlException(SqlState.UNDEFINED_COLUMN, "column " + spelled + " does not exist").at(at);
        return nearest(names.getLast(), scope)
                .map(name -> fault.withHint("Perhaps you meant to reference the column \"" + name + "\"."))
                .orElse(fault);
    }

    private static SqlException missingTable(String qualifier, Scope scope, int at) {
        SqlException fault = new SqlException(
                        SqlState.UNDEFINED_TABLE, "missing FROM-clause entry for table \"" + qualifier + "\"")
                .at(at);
        for (Scope level = scope; level != null; level = level.outer()) {
            if (level.hidden().stream().anyMatch(table -> table.name().equals(qualifier))) {
                return new SqlException(
                                SqlState.UNDEFINED_TABLE,
                                "invalid reference to FROM-clause entry for table \"" + qualifier + "\"")
                        .withHint("There is an entry for table \"" + qualifier
                                + "\", but it cannot be referenced from this part of the query.")
                        .at(at);
            }
            for (Scope.Table table : level.tables()) {
                if (table.stored() != null && table.stored().name().equals(qualifier)) {
                    return new SqlException(
                                    SqlState.UNDEFINED_TABLE,
                                    "invalid reference to FROM-clause entry for table \"" + qualifier + "\"")
                            .withHint("Perhaps you meant to reference the table alias \"" + table.name() + "\".")
                            .at(at);
                }
            }
        }
        return fault;
    }

    private static Optional<String> nearest(String name, Scope scope) {
        return NearestName.of(name, scope.columnNames()).map(found -> {
            for (Scope level = scope; level != null; level = level.outer()) {
                for (Scope.Table table : level.tables()) {
                    if (!table.name().isEmpty()
                            && table.columns().stream().anyMatch(c -> c.name().equals(found))) {
                        return table.name() + "." + found;
                    }
                }
            }
            return found;
        });
    }
}
