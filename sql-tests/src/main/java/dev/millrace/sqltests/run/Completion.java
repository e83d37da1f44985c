package dev.millrace.sqltests.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a server's answers into a script, in the place of what it expects: a new script is written without answers,
 * completed from PostgreSQL, and read by its author before it is kept.
 */
public final class Completion {
    private Completion() {
    }

    /** Replaces the lines after {@code ----} of every query the report has an answer to. */
    public static void write(Path file, Report report) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> completed = new ArrayList<>();
        int at = 0;
        while (at < lines.size()) {
            List<String> answer = report.answers().get(at + 1);
            if (answer == null) {
                completed.add(lines.get(at++));
                continue;
            }
            while (at < lines.size() && !lines.get(at).isBlank() && !lines.get(at).strip().equals("----")) {
                completed.add(lines.get(at++));
            }
            while (at < lines.size() && !lines.get(at).isBlank()) {
                at++;
            }
            completed.add("----");
            completed.addAll(answer);
        }
        Files.write(file, completed);
    }
}
