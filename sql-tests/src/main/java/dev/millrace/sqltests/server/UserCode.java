package dev.millrace.sqltests.server;

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

/** Makes jars of the example projects, as their users would. */
public final class UserCode {

    private UserCode() {}

    /** @param example a folder below {@code docs/examples} */
    public static Path jar(String example, Path folder) throws IOException {
        Path home = Path.of(System.getProperty("millrace.home", ".."));
        Path sources = home.resolve("docs/examples").resolve(example).resolve("src/main/java");
        Path classes = Files.createDirectories(folder.resolve(example));
        List<String> arguments = new ArrayList<>(List.of(
                "-cp", System.getProperty("millrace.server.classpath", System.getProperty("java.class.path")),
                "-proc:none", "-d", classes.toString()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
        }
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IOException("the example " + example + " does not compile");
        }
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
