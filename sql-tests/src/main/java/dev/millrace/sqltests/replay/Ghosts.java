package dev.millrace.sqltests.replay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

import dev.millrace.sqltests.script.Entry;

/**
 * Rows in another order, and rows that were there and are gone. After an insert into a table
 * <ul>
 * <li>that was empty, all rows are deleted and inserted again;
 * <li>with a key, the rows with these keys (just they: the keys were new) are deleted and inserted again;
 * <li>of another kind, each row of the table is updated to itself.
 * </ul>
 * The table's content is the same afterwards, so every answer must be.
 */
final class Ghosts {
    private final Random random;
    private final Tables tables = new Tables();
    private boolean isInTransaction;

    Ghosts(long seed) {
        random = new Random(seed);
    }

    List<Entry> apply(List<Entry> entries) {
        List<Entry> haunted = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry instanceof Entry.Statement statement) {
                isInTransaction |= List.of("begin", "start").contains(SqlWords.of(statement.sql()).word(0));
            }
            Optional<InsertValues> insert = isInTransaction ? Optional.empty() : insert(entry);
            if (insert.isPresent()) {
                haunt((Entry.Statement) entry, insert.get(), haunted);
            } else {
                haunted.add(entry);
            }
            tables.note(entry);
        }
        return haunted;
    }

    private Optional<InsertValues> insert(Entry entry) {
        boolean isCandidate = entry instanceof Entry.Statement statement && statement.connection().isEmpty()
                && !(statement.expected() instanceof Entry.Outcome.Failure);
        return isCandidate
                ? InsertValues.parse(((Entry.Statement) entry).sql()).filter(i -> tables.get(i.table()) != null)
                : Optional.empty();
    }

    private void haunt(Entry.Statement entry, InsertValues insert, List<Entry> haunted) {
        String table = insert.table();
        haunted.add(new Entry.Statement(entry.line(), "", shuffled(insert), entry.expected()));
        String undo = tables.isEmpty(table) ? "DELETE FROM " + table : deletion(insert, tables.get(table));
        if (undo != null) {
            haunted.add(silent(entry, undo));
            haunted.add(silent(entry, shuffled(insert)));
        } else {
            String column = tables.get(table).columns().getFirst();
            haunted.add(silent(entry, "UPDATE " + table + " SET " + column + " = " + column));
        }
    }

    private static Entry silent(Entry.Statement entry, String sql) {
        return new Entry.Statement(entry.line(), "", sql, new Entry.Outcome.Ok());
    }

    private String shuffled(InsertValues insert) {
        List<String> rows = new ArrayList<>(insert.rows());
        Collections.shuffle(rows, random);
        return insert.with(rows);
    }

    /** The deletion of just the inserted rows by their keys; null when the keys are not all in the statement. */
    private static String deletion(InsertValues insert, Tables.Table table) {
        List<String> columns = insert.columns().isEmpty() ? table.columns() : insert.columns();
        List<Integer> places = table.key().stream().map(columns::indexOf).toList();
        if (places.isEmpty() || places.contains(-1)) {
            return null;
        }
        String keys = insert.values().stream()
                .map(row -> places.stream().map(row::get).collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.joining(", "));
        return "DELETE FROM " + insert.table() + " WHERE (" + String.join(", ", table.key()) + ") IN (" + keys + ")";
    }
}
