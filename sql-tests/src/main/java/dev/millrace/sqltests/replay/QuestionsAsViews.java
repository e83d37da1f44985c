package dev.millrace.sqltests.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.millrace.sqltests.script.Entry;

/**
 * Asks every question twice: ad hoc, and of a materialized view with the same query that was there before the data.
 * That both answer the same is the first law.
 */
final class QuestionsAsViews {
    private QuestionsAsViews() {
    }

    /** A view for each question whose order does not matter; it is asked after the question, then dropped. */
    static List<Entry> apply(List<Entry> entries) {
        List<Entry> told = new ArrayList<>();
        int count = 0;
        for (Entry entry : entries) {
            if (entry instanceof Entry.Query query && isWanted(query)) {
                String view = "slt_view_" + count++;
                String columns = IntStream.rangeClosed(1, query.types().length()).mapToObj(i -> "c" + i)
                        .collect(Collectors.joining(", "));
                String create = "CREATE MATERIALIZED VIEW " + view + " (" + columns + ") AS " + query.sql();
                told.add(new Entry.Statement(query.line(), "", create, new Entry.Outcome.Ok()));
                told.add(entry);
                told.add(new Entry.Query(query.line(), "", "SELECT * FROM " + view, query.types(), query.sort(), "",
                        query.expected()));
                told.add(new Entry.Statement(query.line(), "", "DROP MATERIALIZED VIEW " + view,
                        new Entry.Outcome.Ok()));
            } else {
                told.add(entry);
            }
        }
        return Reordering.creationsFirst(told);
    }

    private static boolean isWanted(Entry.Query query) {
        return Kind.of(query) == Kind.QUERY && (query.sort() != Entry.Sort.NONE || hasOneRow(query));
    }

    private static boolean hasOneRow(Entry.Query query) {
        int columns = query.types().length();
        return switch (query.expected()) {
            case Entry.Answer.Lines(List<String> lines, boolean oneValuePerLine) ->
                    lines.size() <= (oneValuePerLine ? columns : 1);
            case Entry.Answer.Hash(int values, String md5) -> values <= columns;
        };
    }
}
