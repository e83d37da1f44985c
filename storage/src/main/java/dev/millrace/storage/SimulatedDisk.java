package dev.millrace.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A disk in memory that can fail, fill up and lose power, deterministically, for simulations.
 *
 * <p>It is as unkind as POSIX allows. What was written but not forced is lost by {@link #crash()}; with a seed an
 * arbitrary part of it survives, whole operations or single sectors out of order. Names behave alike: a file created
 * but never followed by {@link #forceDirectory} is gone. A failed force drops the dirty data for good although reads
 * still show it, and a later force succeeds, as Linux does it. Thread-safe.
 */
public final class SimulatedDisk implements Disk {
    private final Set<Path> directories = new HashSet<>();
    private final Map<Path, SimulatedFile> files = new TreeMap<>();
    private final Map<Path, SimulatedFile> durableFiles = new TreeMap<>();
    private final List<NameChange> unforcedNames = new ArrayList<>();
    private final Set<Path> locks = new HashSet<>();

    private long capacityBytes = Long.MAX_VALUE;
    private long operations;
    private long failingOperation = -1;
    private long lastOperation = Long.MAX_VALUE;
    private int crashes;

    /** A change of one name that is not durable yet; {@code file} is null when the name went away. */
    private record NameChange(Path path, SimulatedFile file) {}

    /** How many writes, forces and other changes were tried so far: the n of the methods below counts these. */
    public synchronized long operations() {
        return operations;
    }

    /** The n-th change from now (1 = the next) fails, once; a write then leaves half of its bytes behind. */
    public synchronized void failAfter(long n) {
        failingOperation = operations + n;
    }

    /** Power goes out at the n-th change from now: it and every call after it fail until {@link #crash()}. */
    public synchronized void losePowerAfter(long n) {
        lastOperation = operations + n - 1;
    }

    /** The disk is full once its files hold so many bytes. */
    public synchronized void limitCapacity(long bytes) {
        capacityBytes = bytes;
    }

    /** Power comes back, and only what was forced is there. Open files and locks of before are dead. */
    public void crash() {
        crash(null);
    }

    /** Like {@link #crash()}, but a part of the unforced data, chosen by the seed, survives too. */
    public void crash(long seed) {
        crash(new SplittableRandom(seed));
    }

    private synchronized void crash(SplittableRandom random) {
        crashes++;
        lastOperation = Long.MAX_VALUE;
        failingOperation = -1;
        locks.clear();
        int survivors = random == null ? 0 : random.nextInt(unforcedNames.size() + 1);
        for (NameChange change : unforcedNames.subList(0, survivors)) {
            apply(durableFiles, change);
        }
        unforcedNames.clear();
        files.clear();
        files.putAll(durableFiles);
        for (SimulatedFile file : files.values()) {
            file.crash(random);
        }
    }

    /** Damages a byte where it lies, as a failing medium would. */
    public synchronized void flipBit(Path file, long offset) throws IOException {
        find(file).flipBit(offset);
    }

    private static void apply(Map<Path, SimulatedFile> names, NameChange change) {
        if (change.file() == null) {
            names.remove(change.path());
        } else {
            names.put(change.path(), change.file());
        }
    }

    private void changeName(Path path, SimulatedFile file) {
        NameChange change = new NameChange(path, file);
        apply(files, change);
        unforcedNames.add(change);
    }

    private SimulatedFile find(Path file) throws IOException {
        SimulatedFile found = files.get(normal(file));
        if (found == null) {
            throw new NoSuchFileException(file.toString());
        }
        return found;
    }

    private static Path normal(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private void checkPower() throws IOException {
        if (operations > lastOperation) {
            throw new IOException("simulated loss of power");
        }
    }

    /** Counts a change; true if it is the one that has to fail. */
    private boolean isFailing() {
        operations++;
        return operations == failingOperation || operations > lastOperation;
    }

    private void change(String what) throws IOException {
        checkPower();
        if (isFailing()) {
            throw new IOException("simulated failure: " + what);
        }
    }

    @Override
    public synchronized DiskFile create(Path file) throws IOException {
        change("create " + file);
        if (exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        if (!exists(normal(file).getParent())) {
            throw new NoSuchFileException(file.toString());
        }
        SimulatedFile created = new SimulatedFile();
        changeName(normal(file), created);
        return new OpenFile(created, file);
    }

    @Override
    public synchronized DiskFile open(Path file) throws IOException {
        checkPower();
        return new OpenFile(find(file), file);
    }

    @Override
    public synchronized boolean exists(Path path) {
        return files.containsKey(normal(path)) || directories.contains(normal(path));
    }

    @Override
    public synchronized List<String> list(Path directory) throws IOException {
        checkPower();
        if (!directories.contains(normal(directory))) {
            throw new NoSuchFileException(directory.toString());
        }
        Set<String> names = new TreeSet<>();
        for (Set<Path> paths : List.of(files.keySet(), directories)) {
            for (Path path : paths) {
                if (normal(directory).equals(path.getParent())) {
                    names.add(path.getFileName().toString());
                }
            }
        }
        return List.copyOf(names);
    }

    /** Directories are durable at once: they are made when a data directory is created, and again if missing. */
    @Override
    public synchronized void createDirectories(Path directory) throws IOException {
        checkPower();
        for (Path path = normal(directory); path != null; path = path.getParent()) {
            directories.add(path);
        }
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        change("delete " + file);
        find(file);
        changeName(normal(file), null);
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        change("rename " + from);
        SimulatedFile file = find(from);
        changeName(normal(to), file);
        changeName(normal(from), null);
    }

    @Override
    public synchronized void forceDirectory(Path directory) throws IOException {
        change("force " + directory);
        unforcedNames.removeIf(change -> {
            boolean isInside = change.path().getParent().equals(normal(directory));
            if (isInside) {
                apply(durableFiles, change);
            }
            return isInside;
        });
    }

    @Override
    public synchronized Closeable lock(Path file, String owner) throws IOException {
        checkPower();
        Path path = normal(file);
        if (!locks.add(path)) {
            throw new LockedException(file, owner);
        }
        int crashesBefore = crashes;
        return () -> unlock(path, crashesBefore);
    }

    private synchronized void unlock(Path path, int crashesBefore) {
        if (crashes == crashesBefore) {
            locks.remove(path);
        }
    }

    private long usedBytes() {
        return files.values().stream().mapToLong(SimulatedFile::length).sum();
    }

    private final class OpenFile implements DiskFile {
        private final SimulatedFile file;
        private final Path path;
        private final int crashesBefore = crashes;
        private boolean isClosed;

        OpenFile(SimulatedFile file, Path path) {
            this.file = file;
            this.path = path;
        }

        private void checkOpen() throws IOException {
            checkPower();
            if (isClosed || crashes != crashesBefore) {
                throw new IOException(path + " is closed");
            }
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                checkOpen();
                return file.read(target, position);
            }
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                checkOpen();
                boolean isFailing = isFailing();
                byte[] bytes = new byte[source.remaining()];
                source.get(bytes);
                long growth = Math.max(0, position + bytes.length - file.length());
                long missing = growth - Math.max(0, capacityBytes - usedBytes());
                if (isFailing || missing > 0) {
                    int part = isFailing ? bytes.length / 2 : (int) Math.max(0, bytes.length - missing);
                    file.write(Arrays.copyOf(bytes, part), position);
                    throw new IOException(isFailing ? "simulated failure: write " + path : "No space left on device");
                }
                file.write(bytes, position);
            }
        }

        @Override
        public void force(boolean metadata) throws IOException {
            synchronized (SimulatedDisk.this) {
                checkOpen();
                if (isFailing()) {
                    if (operations <= lastOperation) {
                        file.loseUnforced();
                    }
                    throw new IOException("simulated failure: force " + path);
                }
                file.force();
            }
        }

        @Override
        public long length() throws IOException {
            synchronized (SimulatedDisk.this) {
                checkOpen();
                return file.length();
            }
        }

        @Override
        public void truncate(long length) throws IOException {
            synchronized (SimulatedDisk.this) {
                checkOpen();
                change("truncate " + path);
                file.truncate(length);
            }
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
