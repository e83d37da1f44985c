package dev.millrace.server.catalog;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A trigger of a table, and goes with it; the function that it calls stays as long as it does.
 *
 * @param events in lower case: {@code insert}, {@code update}, {@code delete}, {@code truncate}
 * @param columns positions of those of UPDATE OF; empty for any
 * @param when its condition; null for none
 * @param tables names under which it reads the rows that were and that are, by {@code old} and {@code new}
 * @param parent that of the partitioned table for which a partition has this one; null for one of its own
 */
public record TriggerObject(
        long id, String name, long table, long function, boolean isBefore, boolean isRow, List<String> events,
        List<Integer> columns, String when, List<String> arguments, boolean isEnabled,
        Map<String, String> tables, Long parent)
        implements CatalogObject {

    public TriggerObject {
        events = List.copyOf(events);
        columns = List.copyOf(columns);
        arguments = List.copyOf(arguments);
        tables = tables == null ? Map.of() : Map.copyOf(tables);
    }

    /** Two tables may each have one of that name: it stands in no schema. */
    @Override
    public String schemaName() {
        return "";
    }

    @Override
    public String kindName() {
        return "trigger";
    }

    @Override
    public TriggerObject named(String otherSchema, String otherName) {
        return new TriggerObject(
                id, otherName, table, function, isBefore, isRow, events, columns, when, arguments, isEnabled,
                tables, parent);
    }

    public TriggerObject enabled(boolean other) {
        return new TriggerObject(
                id, name, table, function, isBefore, isRow, events, columns, when, arguments, other, tables,
                parent);
    }

    public TriggerObject of(long otherTable) {
        return new TriggerObject(
                id, name, otherTable, function, isBefore, isRow, events, columns, when, arguments, isEnabled,
                tables, parent);
    }

    /** The same for a partition. @param otherColumns its columns of UPDATE OF */
    public TriggerObject in(long otherId, long partition, List<Integer> otherColumns) {
        return new TriggerObject(
                otherId, name, partition, function, isBefore, isRow, events, otherColumns, when, arguments, isEnabled,
                tables, id);
    }

    @Override
    public Set<Long> dependencies() {
        Set<Long> needed = new LinkedHashSet<>(List.of(function, table));
        if (parent != null) {
            needed.add(parent);
        }
        return needed;
    }

    /**
     * CREATE TRIGGER, as {@code pg_get_triggerdef} writes it.
     *
     * @param place the table as it is to be written; {@code call}: the function
     * @param condition that of WHEN, or null
     */
    public String definition(
            CatalogObject.Table owner, String place, String condition, String call, UnaryOperator<String> quoted) {
        String of = columns.isEmpty()
                ? ""
                : columns.stream()
                        .map(position -> quoted.apply(owner.columns().get(position).name()))
                        .collect(Collectors.joining(", ", " OF ", ""));
        String when = condition == null ? "" : " WHEN (" + condition + ")";
        return "CREATE TRIGGER " + quoted.apply(name) + " " + (isBefore ? "BEFORE " : "AFTER ")
                + List.of("insert", "delete", "update", "truncate").stream()
                        .filter(events::contains)
                        .map(event -> event.toUpperCase(Locale.ROOT) + (event.equals("update") ? of : ""))
                        .collect(Collectors.joining(" OR "))
                + " ON " + place + referencing(quoted)
                + " FOR EACH " + (isRow ? "ROW" : "STATEMENT") + when + " " + action(call);
    }

    /** What it does. @param call the function as it is to be written */
    public String action(String call) {
        return "EXECUTE FUNCTION " + call + arguments.stream()
                .map(argument -> "'" + argument.replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private String referencing(UnaryOperator<String> quoted) {
        return tables.isEmpty()
                ? ""
                : List.of("old", "new").stream()
                        .filter(tables::containsKey)
                        .map(version -> version.toUpperCase(Locale.ROOT) + " TABLE AS "
                                + quoted.apply(tables.get(version)))
                        .collect(Collectors.joining(" ", " REFERENCING ", ""));
    }
}
