package dev.millrace.planner.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/**
 * Text tests: a statement, a line {@code ----}, what is expected, an empty line. With the system property {@code
 * millrace.accept} the answers are written into the files instead of being compared; they are then to be read by hand.
 */
final class Scripts {

    private static final String SEPARATOR = "----";

    private Scripts() {}

    static void check(String folder, UnaryOperator<String> answer) throws IOException {
        Path root = Path.of("src/test/resources", folder);
        List<Path> files;
        try (Stream<Path> all = Files.list(root)) {
            files = all.sorted().toList();
        }
        assertFalse(files.isEmpty(), "no scripts in " + root);
        for (Path file : files) {
            String written = Files.readString(file);
            String answered = answered(written, answer);
            if (System.getProperty("millrace.accept") != null) {
                Files.writeString(file, answered);
            } else {
                assertEquals(written, answered, file.toString());
            }
        }
    }

    /** Tells each statement of a folder, whatever is expected of it. */
    static void each(String folder, Consumer<String> taken) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("src/test/resources", folder))) {
            for (Path file : all.sorted().toList()) {
                answered(Files.readString(file), sql -> {
                    taken.accept(sql);
                    return "";
                });
            }
        }
    }

    private static String answered(String script, UnaryOperator<String> answer) {
        StringBuilder out = new StringBuilder();
        List<String> statement = new ArrayList<>();
        boolean isExpectation = false;
        for (String line : script.split("\n")) {
            if (line.equals(SEPARATOR)) {
                isExpectation = true;
            } else if (line.isEmpty()) {
                flush(statement, answer, out);
                isExpectation = false;
            } else if (line.startsWith("#")) {
                out.append(line).append('\n');
            } else if (!isExpectation) {
                statement.add(line);
            }
        }
        flush(statement, answer, out);
        return out.toString();
    }

    private static void flush(List<String> statement, UnaryOperator<String> answer, StringBuilder out) {
        if (statement.isEmpty()) {
            if (!out.isEmpty()) {
                out.append('\n');
            }
            return;
        }
        String sql = String.join("\n", statement);
        out.append(sql).append('\n').append(SEPARATOR).append('\n').append(answer.apply(sql)).append("\n\n");
        statement.clear();
    }
}
