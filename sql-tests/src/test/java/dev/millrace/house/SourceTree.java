package dev.millrace.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of this repository as text. */
final class SourceTree {
    private static final List<String> SKIPPED = List.of(
            "target", "node_modules", ".git", "millrace-data", ".idea", ".vscode");

    private SourceTree() {
    }

    /** The top of the repository: the folder that has bin/millrace. */
    static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.exists(at.resolve("bin/millrace"))) {
            at = at.getParent();
        }
        if (at == null) {
            throw new IllegalStateException("not inside the repository: " + Path.of("").toAbsolutePath());
        }
        return at;
    }

    /** One file: its path from the root with slashes, and its lines. */
    record Source(String path, List<String> lines) {
        boolean isMain() {
            return path.contains("/src/main/");
        }

        String text() {
            return String.join("\n", lines);
        }
    }

    /** All files with this ending; nothing that is built. */
    static List<Source> files(String ending) {
        Path root = root();
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(p -> p.toString().endsWith(ending) && Files.isRegularFile(p)
                    && !isSkipped(root.relativize(p)))
                    .sorted().map(p -> read(root, p)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSkipped(Path relative) {
        for (Path part : relative) {
            if (SKIPPED.contains(part.toString())) {
                return true;
            }
        }
        return false;
    }

    private static Source read(Path root, Path file) {
        try {
            String path = root.relativize(file).toString().replace('\\', '/');
            return new Source(path, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
