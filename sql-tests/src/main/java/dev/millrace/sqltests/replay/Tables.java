package dev.millrace.sqltests.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.millrace.sqltests.script.Entry;

/**
 * What is known of a script's tables from the text of the statements so far: columns, keys, and which are still empty.
 */
final class Tables {
    private static final Set<String> CONSTRAINTS =
            Set.of("primary", "unique", "constraint", "foreign", "check", "watermark");

    /** A table: its columns in order, and those of its key. */
    record Table(List<String> columns, List<String> key) {
    }

    private final Map<String, Table> tables = new HashMap<>();
    private final Set<String> empty = new HashSet<>();

    Table get(String name) {
        return tables.get(name);
    }

    boolean isEmpty(String name) {
        return empty.contains(name);
    }

    /** Takes note of one more entry. */
    void note(Entry entry) {
        if (entry instanceof Entry.Statement statement && !(statement.expected() instanceof Entry.Outcome.Failure)) {
            SqlWords words = SqlWords.of(statement.sql());
            if (words.startsWith("create", "table") && words.word(3).equals("(")) {
                tables.put(words.word(2), parse(words));
                empty.add(words.word(2));
            } else {
                empty.removeAll(words.mentioned());
                if (words.startsWith("drop")) {
                    tables.keySet().removeAll(words.mentioned());
                }
            }
        } else if (entry instanceof Entry.Query query) {
            if (SqlWords.of(query.sql()).startsWith("insert")) {
                empty.removeAll(SqlWords.of(query.sql()).mentioned());
            }
        }
    }

    private static Table parse(SqlWords words) {
        List<String> columns = new ArrayList<>();
        List<String> key = new ArrayList<>();
        int depth = 0;
        boolean isStart = false;
        for (int at = 3; at < words.words().size(); at++) {
            String word = words.word(at);
            depth += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
            if (depth == 0) {
                break;
            }
            if (isStart && !CONSTRAINTS.contains(word)) {
                columns.add(word);
            }
            isStart = depth == 1 && (word.equals(",") || word.equals("("));
            if (word.equals("primary") && words.word(at + 1).equals("key")) {
                if (words.word(at + 2).equals("(")) {
                    for (int k = at + 3; !words.word(k).equals(")") && k < words.words().size(); k++) {
                        if (!words.word(k).equals(",")) {
                            key.add(words.word(k));
                        }
                    }
                } else {
                    key.add(columns.getLast());
                }
            }
        }
        return new Table(List.copyOf(columns), List.copyOf(key));
    }
}
