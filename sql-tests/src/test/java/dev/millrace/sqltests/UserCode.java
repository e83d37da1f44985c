package dev.millrace.sqltests;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Makes jars of the example projects, as their users would. */
final class UserCode {

    private UserCode() {}

    /** @param example a folder below {@code docs/examples} */
    static Path jar(String example, Path folder) throws IOException {
        Path sources = Path.of("../docs/examples", example, "src/main/java");
        Path classes = Files.createDirectories(folder.resolve(example));
        List<String> arguments = new ArrayList<>(List.of(
                "-cp", System.getProperty("java.class.path"), "-proc:none", "-d", classes.toString()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
        }
        int exit = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertEquals(0, exit);
        Path jar = folder.resolve(example + ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(classes)) {
            files.filter(Files::isRegularFile).forEach(path -> {
                try {
                    out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
                    out.write(Files.readAllBytes(path));
                    out.closeEntry();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return jar;
    }
}
