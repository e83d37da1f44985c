package dev.millrace.cli.sql;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is printed after a statement without rows, {@code INSERT 0 3} or {@code CREATE TABLE}. The server sends it, but
 * the driver keeps only the count, so it is made again from the statement's first words.
 */
final class CommandTag {
    private static final List<String> COUNTED = List.of("INSERT", "UPDATE", "DELETE", "MERGE", "COPY", "FETCH", "MOVE");
    private static final List<String> NOISE =
            List.of("OR", "REPLACE", "TEMP", "TEMPORARY", "UNLOGGED", "UNIQUE", "RECURSIVE");

    private CommandTag() {
    }

    static String of(String sql, long count) {
        List<String> words = Stream.of(withoutComments(sql).split("[^\\w]+", 12)).filter(w -> !w.isEmpty())
                .map(w -> w.toUpperCase(Locale.ROOT)).toList();
        String first = words.isEmpty() ? "" : words.getFirst();
        if (COUNTED.contains(first)) {
            return first + (first.equals("INSERT") ? " 0 " : " ") + Math.max(0, count);
        }
        return switch (first) {
            case "CREATE", "DROP", "ALTER", "REFRESH" -> object(words);
            case "START" -> "START TRANSACTION";
            case "END" -> "COMMIT";
            case "ABORT" -> "ROLLBACK";
            case "DEALLOCATE", "DISCARD" -> words.stream().limit(2).collect(Collectors.joining(" "));
            case "TRUNCATE" -> "TRUNCATE TABLE";
            default -> first;
        };
    }

    private static String object(List<String> words) {
        List<String> telling = words.stream().filter(w -> !NOISE.contains(w)).toList();
        boolean isLong = telling.size() > 1 && telling.get(1).equals("MATERIALIZED");
        return telling.stream().limit(isLong ? 3 : 2).collect(Collectors.joining(" "));
    }

    static String withoutComments(String sql) {
        return sql.replaceAll("(?s)/\\*.*?\\*/", " ").replaceAll("--[^\n]*", " ").strip();
    }
}
