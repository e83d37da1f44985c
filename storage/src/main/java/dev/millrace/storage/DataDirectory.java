package dev.millrace.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The directory that holds everything one server must remember, opened by one server at a time.
 *
 * <p>{@code format-version} says which layout lies here, so that an older server never misreads a newer one's files;
 * {@code lock} is held while open; {@code log/} is the {@link CommitLog}'s and {@code state/} the {@link StateStore}'s.
 */
public final class DataDirectory implements Closeable {
    /** The layout this code writes. Raise it with every change that older code would misread. */
    static final int FORMAT_VERSION = 1;

    private static final String VERSION_FILE = "format-version";
    private static final String LOCK_FILE = "lock";
    private static final String LOG_DIRECTORY = "log";
    private static final String STATE_DIRECTORY = "state";

    /** What a creation interrupted half-way may leave behind. */
    private static final Set<String> DRAFT_NAMES = Set.of(LOCK_FILE, VERSION_FILE + ".new");

    private final Disk disk;
    private final Path path;
    private final Closeable lock;

    private DataDirectory(Disk disk, Path path, Closeable lock) {
        this.disk = disk;
        this.path = path;
        this.lock = lock;
    }

    /** Opens a data directory on the machine's disk, creating it if it does not exist or is empty. */
    public static DataDirectory open(Path path) throws IOException {
        return open(new RealDisk(), path);
    }

    /**
     * Opens a data directory, creating it if it does not exist or is empty.
     *
     * @throws DataDirectoryException if another server has it open, it holds something else, or its format is newer
     */
    public static DataDirectory open(Disk disk, Path path) throws IOException {
        disk.createDirectories(path);
        boolean isNew = !disk.exists(path.resolve(VERSION_FILE));
        if (isNew) {
            checkEmpty(disk, path);
        }
        Closeable lock = lock(disk, path);
        try {
            if (isNew) {
                String version = FORMAT_VERSION + "\n";
                disk.writeAtomically(path.resolve(VERSION_FILE), version.getBytes(StandardCharsets.US_ASCII));
            } else {
                checkVersion(disk, path);
            }
            disk.createDirectories(path.resolve(LOG_DIRECTORY));
            disk.createDirectories(path.resolve(STATE_DIRECTORY));
            disk.forceDirectory(path);
            return new DataDirectory(disk, path, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static void checkEmpty(Disk disk, Path path) throws IOException {
        List<String> names = disk.list(path);
        Set<String> foreign = new HashSet<>(names);
        foreign.removeAll(DRAFT_NAMES);
        if (!foreign.isEmpty()) {
            throw new DataDirectoryException(
                    path + " is not a Millrace data directory: it has no file " + VERSION_FILE
                            + " but other files; choose an empty or new directory");
        }
    }

    private static Closeable lock(Disk disk, Path path) throws IOException {
        try {
            return disk.lock(path.resolve(LOCK_FILE), "process " + ProcessHandle.current().pid());
        } catch (LockedException e) {
            String owner = e.owner().isEmpty() ? "" : " (" + e.owner() + ")";
            throw new DataDirectoryException(
                    "data directory " + path + " is in use by another server" + owner
                            + "; stop it, or choose another directory");
        }
    }

    private static void checkVersion(Disk disk, Path path) throws IOException {
        Path file = path.resolve(VERSION_FILE);
        String text = new String(disk.readAll(file), StandardCharsets.US_ASCII).strip();
        int version;
        try {
            version = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new CorruptionException(file, 0, "expected a version number, found \"" + text + "\"");
        }
        if (version > FORMAT_VERSION) {
            throw new DataDirectoryException(
                    "data directory " + path + " has format " + version + ", but this version of Millrace knows only "
                            + FORMAT_VERSION + "; start it with the version that wrote it, or a newer one");
        }
        if (version < 1) {
            throw new CorruptionException(file, 0, "there is no format version " + version);
        }
    }

    public Disk disk() {
        return disk;
    }

    public Path path() {
        return path;
    }

    /** Where the commit log lies. */
    public Path log() {
        return path.resolve(LOG_DIRECTORY);
    }

    /** Where the state store lies. */
    public Path state() {
        return path.resolve(STATE_DIRECTORY);
    }

    /** Lets another server open the directory; close the log and the state store before. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
