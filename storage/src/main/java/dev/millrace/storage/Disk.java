package dev.millrace.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The few things that the commit log asks of a file system, so that a simulation can stand in for it.
 *
 * <p>The promises are POSIX's, no more: what was written survives a crash only after {@link DiskFile#force}; a created,
 * renamed or deleted name only after {@link #forceDirectory}.
 */
public interface Disk {
    /** Creates an empty file, open for reading and writing; {@code FileAlreadyExistsException} if the name is taken. */
    DiskFile create(Path file) throws IOException;

    /** Opens an existing file for reading and writing; {@code NoSuchFileException} if there is none. */
    DiskFile open(Path file) throws IOException;

    boolean exists(Path path);

    /** The names (not paths) of the files and directories in a directory, sorted. */
    List<String> list(Path directory) throws IOException;

    void createDirectories(Path directory) throws IOException;

    /** Removes a file; {@code NoSuchFileException} if there is none. */
    void delete(Path file) throws IOException;

    /** Gives a file another name in the same directory, atomically replacing a file that has it already. */
    void rename(Path from, Path to) throws IOException;

    /** Makes all creations, renames and deletions in a directory durable. */
    void forceDirectory(Path directory) throws IOException;

    /**
     * Takes the file as a lock that no other process can hold at the same time and that dies with this one; writes
     * {@code owner} into it for people to read.
     *
     * @throws LockedException if somebody holds it, with what that owner wrote
     */
    Closeable lock(Path file, String owner) throws IOException;

    /** The whole content of a small file. */
    default byte[] readAll(Path path) throws IOException {
        try (DiskFile file = open(path)) {
            ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(file.length()));
            while (content.hasRemaining()) {
                if (file.read(content, content.position()) < 0) {
                    throw new CorruptionException(path, content.position(), "the file ends before its length");
                }
            }
            return content.array();
        }
    }

    /** Creates or replaces a small file so that after a crash it has either its old or its new content. */
    default void writeAtomically(Path path, byte[] content) throws IOException {
        Path draft = path.resolveSibling(path.getFileName() + ".new");
        if (exists(draft)) {
            delete(draft);
        }
        try (DiskFile file = create(draft)) {
            file.write(ByteBuffer.wrap(content), 0);
            file.force(true);
        }
        rename(draft, path);
        forceDirectory(path.toAbsolutePath().getParent());
    }
}
