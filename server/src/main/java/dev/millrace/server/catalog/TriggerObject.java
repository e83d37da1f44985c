package dev.millrace.server.catalog;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import dev.millrace.planner.TriggerChange;

/**
 * A trigger of a table or a view, and goes with it; the function that it calls stays as long as it does.
 *
 * @param events in lower case: {@code insert}, {@code update}, {@code delete}, {@code truncate}
 * @param columns positions of those of UPDATE OF; empty for any
 * @param when its condition; null for none
 * @param tables names under which it reads the rows that were and that are, by {@code old} and {@code new}
 * @param parent that of the partitioned table for which a partition has this one; null for one of its own
 * @param isInstead whether it does itself what was to be done to a view; null for no, and then {@code isBefore} decides
 * @param ability null for sessions that are not replicas; says nothing where it is not enabled
 * @param constraint null for one that is no constraint
 */
public record TriggerObject(
        long id, String name, long table, long function, boolean isBefore, boolean isRow, List<String> events,
        List<Integer> columns, String when, List<String> arguments, boolean isEnabled,
        Map<String, String> tables, Long parent, Boolean isInstead, Ability ability, Constraint constraint)
        implements CatalogObject {

    /** In which sessions it is called, as {@code session_replication_role} says what they are. */
    public enum Ability { ALWAYS, REPLICA }

    /**
     * What makes it a constraint trigger.
     *
     * @param from the table that it is about besides its own, or null
     * @param isDeferred whether transactions leave it to their end unasked
     */
    public record Constraint(Long from, boolean isDeferrable, boolean isDeferred) {}

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

    public TriggerChange.Timing timing() {
        return Boolean.TRUE.equals(isInstead)
                ? TriggerChange.Timing.INSTEAD_OF
                : isBefore ? TriggerChange.Timing.BEFORE : TriggerChange.Timing.AFTER;
    }

    /** Whether it is called before something is written, and decides what. */
    public boolean comesFirst() {
        return timing() != TriggerChange.Timing.AFTER;
    }

    /** @param role of the session: {@code origin}, {@code local}, {@code replica} */
    public boolean isCalledAs(String role) {
        return isEnabled && (ability == null
                ? !role.equals("replica")
                : ability == Ability.ALWAYS || role.equals("replica"));
    }

    /** What {@code tgenabled} says. */
    public char letter() {
        return !isEnabled ? 'D' : ability == null ? 'O' : ability == Ability.ALWAYS ? 'A' : 'R';
    }

    @Override
    public TriggerObject named(String otherSchema, String otherName) {
        return new TriggerObject(
                id, otherName, table, function, isBefore, isRow, events, columns, when, arguments, isEnabled,
                tables, parent, isInstead, ability, constraint);
    }

    /** @param kind one of those about ability */
    public TriggerObject enabled(TriggerChange.Kind kind) {
        Ability other = switch (kind) {
            case ENABLE_ALWAYS -> Ability.ALWAYS;
            case ENABLE_REPLICA -> Ability.REPLICA;
            case DROP, RENAME, ENABLE, DISABLE -> null;
        };
        return new TriggerObject(
                id, name, table, function, isBefore, isRow, events, columns, when, arguments,
                kind != TriggerChange.Kind.DISABLE, tables, parent, isInstead, other, constraint);
    }

    public TriggerObject of(long otherTable) {
        return new TriggerObject(
                id, name, otherTable, function, isBefore, isRow, events, columns, when, arguments, isEnabled,
                tables, parent, isInstead, ability, constraint);
    }

    /** The same for a partition. @param otherColumns its columns of UPDATE OF */
    public TriggerObject in(long otherId, long partition, List<Integer> otherColumns) {
        return new TriggerObject(
                otherId, name, partition, function, isBefore, isRow, events, otherColumns, when, arguments, isEnabled,
                tables, id, isInstead, ability, constraint);
    }

    @Override
    public Set<Long> dependencies() {
        Set<Long> needed = new LinkedHashSet<>(List.of(function, table));
        if (parent != null) {
            needed.add(parent);
        }
        if (constraint != null && constraint.from() != null) {
            needed.add(constraint.from());
        }
        return needed;
    }

    /**
     * CREATE TRIGGER, as {@code pg_get_triggerdef} writes it.
     *
     * @param place the table as it is to be written; {@code from}: that of FROM; {@code call}: the function
     * @param condition that of WHEN, or null
     */
    public String definition(
            CatalogObject.Relation owner, String place, String from, String condition, String call,
            UnaryOperator<String> quoted) {
        String of = columns.isEmpty()
                ? ""
                : columns.stream()
                        .map(position -> quoted.apply(owner.schema().field(position).name()))
                        .collect(Collectors.joining(", ", " OF ", ""));
        String when = condition == null ? "" : " WHEN (" + condition + ")";
        return "CREATE " + (constraint == null ? "" : "CONSTRAINT ") + "TRIGGER " + quoted.apply(name) + " "
                + timing().name().replace('_', ' ') + " "
                + List.of("insert", "delete", "update", "truncate").stream()
                        .filter(events::contains)
                        .map(event -> event.toUpperCase(Locale.ROOT) + (event.equals("update") ? of : ""))
                        .collect(Collectors.joining(" OR "))
                + " ON " + place + attributes(from) + referencing(quoted)
                + " FOR EACH " + (isRow ? "ROW" : "STATEMENT") + when + " " + action(call);
    }

    private String attributes(String from) {
        return constraint == null
                ? ""
                : (from == null ? "" : " FROM " + from)
                        + (constraint.isDeferrable() ? " DEFERRABLE" : " NOT DEFERRABLE")
                        + (constraint.isDeferred() ? " INITIALLY DEFERRED" : " INITIALLY IMMEDIATE");
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
