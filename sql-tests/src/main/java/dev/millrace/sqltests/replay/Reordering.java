package dev.millrace.sqltests.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.millrace.sqltests.script.Entry;

/**
 * Moves creations past changes and questions. That is sound as long as what is passed does not mention what is created,
 * and what is created does not need what is passed: the content of a view is a function of its inputs' content.
 */
final class Reordering {
    private Reordering() {
    }

    /** Tables and views as early as they can be: then all data come through the views. */
    static List<Entry> creationsFirst(List<Entry> entries) {
        List<Entry> moved = new ArrayList<>();
        for (Entry entry : entries) {
            Kind kind = Kind.of(entry);
            int at = moved.size();
            if ((kind == Kind.CREATE_TABLE || kind == Kind.CREATE_VIEW) && isDefault(entry)) {
                String name = createdName(entry);
                while (at > 0 && isPassable(moved.get(at - 1)) && !mentions(moved.get(at - 1), name)) {
                    at--;
                }
            }
            moved.add(at, entry);
        }
        return moved;
    }

    /** Views as late as they can be: then they are filled from what is there already. */
    static List<Entry> viewsLast(List<Entry> entries) {
        List<Entry> moved = new ArrayList<>();
        for (Entry entry : entries.reversed()) {
            int at = 0;
            if (Kind.of(entry) == Kind.CREATE_VIEW && isDefault(entry)) {
                String name = createdName(entry);
                while (at < moved.size() && isPassable(moved.get(at)) && !mentions(moved.get(at), name)) {
                    at++;
                }
            }
            moved.add(at, entry);
        }
        return moved;
    }

    private static boolean isPassable(Entry entry) {
        Kind kind = Kind.of(entry);
        return (kind == Kind.CHANGE || kind == Kind.QUERY) && isDefault(entry);
    }

    /** What other connections do has an order of its own. */
    private static boolean isDefault(Entry entry) {
        return switch (entry) {
            case Entry.Statement statement -> statement.connection().isEmpty();
            case Entry.Query query -> query.connection().isEmpty();
            case Entry.Step step -> true;
            case Entry.Changes changes -> true;
            case Entry.Restart restart -> true;
            case Entry.Clock clock -> true;
        };
    }

    private static boolean mentions(Entry entry, String name) {
        Set<String> words = switch (entry) {
            case Entry.Statement statement -> SqlWords.of(statement.sql()).mentioned();
            case Entry.Query query -> SqlWords.of(query.sql()).mentioned();
            case Entry.Changes changes -> Set.of(changes.view());
            case Entry.Step step -> Set.of();
            case Entry.Restart restart -> Set.of();
            case Entry.Clock clock -> Set.of();
        };
        return words.contains(name);
    }

    /** The name behind CREATE … TABLE, VIEW: the first word that is no keyword of the creation. */
    private static String createdName(Entry entry) {
        SqlWords words = SqlWords.of(((Entry.Statement) entry).sql());
        Set<String> keywords =
                Set.of("create", "or", "replace", "table", "stream", "view", "materialized", "if", "not", "exists");
        String name = words.words().stream().filter(w -> !keywords.contains(w)).findFirst().orElse("");
        return name.startsWith("\"") ? name.substring(1, name.length() - 1) : name;
    }
}
