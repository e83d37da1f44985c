package dev.millrace.cli.sql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The system around the shell: the folder that names of files begin at, and programs that are started there. */
final class Programs {
    private Path folder = Path.of("").toAbsolutePath();

    /** {@code \cd}: a JVM stays where it was started, so names are resolved here. */
    void enter(String name) throws IOException {
        Path next = folder.resolve(name).normalize();
        if (!Files.isDirectory(next)) {
            throw new NoSuchFileException(name);
        }
        folder = next;
    }

    Path path(String name) {
        return name.startsWith("~/") ? Path.of(System.getProperty("user.home")).resolve(name.substring(2))
                : folder.resolve(name);
    }

    /** A program whose output goes to this terminal, to be written to. */
    Process reading(String command) throws IOException {
        return builder(command).redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** A program whose output is to be read. */
    Process writing(String command) throws IOException {
        return builder(command).redirectInput(ProcessBuilder.Redirect.INHERIT).start();
    }

    private ProcessBuilder builder(String command) {
        return new ProcessBuilder("/bin/sh", "-c", command).directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** What a program says, without its last line break. */
    String output(String command) throws IOException {
        Process process = writing(command);
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        exitCode(process);
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    /** Runs a program on this terminal; answers its exit code. */
    int run(String command) throws IOException {
        return exitCode(builder(command).inheritIO().start());
    }

    static int exitCode(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
