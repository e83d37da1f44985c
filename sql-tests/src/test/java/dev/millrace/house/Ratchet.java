package dev.millrace.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Exceptions from a rule, counted by file, in {@code tidy/ratchet.txt}: lines of rule, path and count. The count may
 * fall and never rise; once a file keeps the rule its line has to go, so that it cannot come back.
 */
final class Ratchet {
    private static final Path FILE = SourceTree.root().resolve("sql-tests/src/test/resources/tidy/ratchet.txt");

    private Ratchet() {
    }

    /**
     * Fails when a file has more faults than it is allowed, or is allowed more than it has.
     *
     * @param found faults by file; what is counted depends on the rule
     * @param wish  what the rule asks for, for the message
     */
    static void check(String rule, Map<String, Integer> found, String wish) {
        Map<String, Integer> allowed = allowed(rule);
        StringBuilder faults = new StringBuilder();
        found.forEach((path, count) -> {
            int most = allowed.getOrDefault(path, 0);
            if (count > most) {
                faults.append("  ").append(path).append(": ").append(count);
                faults.append(most == 0 ? "" : " (allowed: " + most + ")").append('\n');
            }
        });
        allowed.forEach((path, most) -> {
            if (!found.containsKey(path)) {
                faults.append("  ").append(path).append(" keeps the rule now: remove its line '").append(rule);
                faults.append("' from ratchet.txt\n");
            }
        });
        assertTrue(faults.isEmpty(), () -> rule + ": " + wish + "\n" + faults);
    }

    private static Map<String, Integer> allowed(String rule) {
        Map<String, Integer> allowed = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(FILE)) {
                String[] words = line.strip().split("\\s+");
                if (words.length == 3 && words[0].equals(rule)) {
                    allowed.put(words[1], Integer.parseInt(words[2]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return allowed;
    }

    /** Faults of all files by path, those without any left out. */
    static Map<String, Integer> count(List<SourceTree.Source> sources, Counter counter) {
        Map<String, Integer> found = new TreeMap<>();
        for (SourceTree.Source source : sources) {
            int count = counter.count(source);
            if (count > 0) {
                found.put(source.path(), count);
            }
        }
        return found;
    }

    /** Counts the faults of one file. */
    @FunctionalInterface
    interface Counter {
        int count(SourceTree.Source source);
    }
}
