package dev.millrace.executor.connector.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * The files that a path means: one, or those that match a glob such as {@code /data/*.csv} or {@code /data/**}{@code
 * /part-*}. A split's name is the file's path from the folder before the first wildcard.
 *
 * @param pattern relative to the folder; null when the path is one file
 * @param isGrowing whether files may come later, so that none need be there now
 */
record SourceFiles(String path, Path folder, String single, PathMatcher pattern, boolean isGrowing) {

    private static final String WILDCARDS = "*?[{";

    static SourceFiles of(String path, boolean isGrowing) {
        try {
            int wildcard = 0;
            while (wildcard < path.length() && WILDCARDS.indexOf(path.charAt(wildcard)) < 0) {
                wildcard++;
            }
            if (wildcard == path.length()) {
                Path file = Path.of(path).toAbsolutePath().normalize();
                Path name = file.getFileName();
                return new SourceFiles(path, name == null ? file : file.getParent(), String.valueOf(name), null,
                        isGrowing);
            }
            int slash = path.lastIndexOf('/', wildcard);
            Path folder = Path.of(slash < 0 ? "." : path.substring(0, slash + 1)).toAbsolutePath().normalize();
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + path.substring(slash + 1));
            return new SourceFiles(path, folder, null, matcher, isGrowing);
        } catch (InvalidPathException | PatternSyntaxException e) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE, "invalid path \"" + path + "\"", e.getMessage() + ".", null, 0);
        }
    }

    Path resolve(String split) {
        return folder.resolve(split);
    }

    /** The splits there are, in order of their names. */
    List<String> list() throws IOException {
        if (pattern == null) {
            return Files.isRegularFile(resolve(single)) ? List.of(single) : List.of();
        }
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> pattern.matches(folder.relativize(file)) && Files.isRegularFile(file))
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Refuses files that are not there or cannot be read. */
    void check() {
        try {
            List<String> found = list();
            if (found.isEmpty() && !isGrowing) {
                throw new SqlException(SqlState.UNDEFINED_FILE, "no file matches \"" + path + "\"");
            }
            if (!Files.isDirectory(folder)) {
                throw new SqlException(SqlState.UNDEFINED_FILE, "folder \"" + folder + "\" does not exist");
            }
            for (String split : found) {
                if (!Files.isReadable(resolve(split))) {
                    throw new SqlException(
                            SqlState.INSUFFICIENT_PRIVILEGE, "file \"" + resolve(split) + "\" may not be read");
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    SqlException unreadable(IOException cause) {
        return new SqlException(
                SqlState.IO_ERROR, "could not read \"" + path + "\"", cause + ".", null, 0);
    }
}
