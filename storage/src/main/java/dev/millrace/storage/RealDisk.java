package dev.millrace.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The machine's own file system. */
public final class RealDisk implements Disk {
    /**
     * Lock files held by this process. A POSIX lock belongs to the process and is lost when it closes any descriptor of
     * the file, so a second attempt from here must be refused before it opens one.
     */
    private static final Set<Path> HELD_LOCKS = ConcurrentHashMap.newKeySet();

    @Override
    public DiskFile create(Path file) throws IOException {
        try {
            return new OpenFile(file, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            throw DiskFullException.orOther(e, file);
        }
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return new OpenFile(file, StandardOpenOption.WRITE);
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.delete(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Closeable lock(Path file, String owner) throws IOException {
        Path identity = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
        if (!HELD_LOCKS.add(identity)) {
            throw new LockedException(file, "this process");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                ByteBuffer text = ByteBuffer.allocate(256);
                channel.read(text, 0);
                throw new LockedException(
                        file, new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip());
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((owner + "\n").getBytes(StandardCharsets.UTF_8)), 0);
            FileChannel held = channel;
            return () -> {
                held.close();
                HELD_LOCKS.remove(identity);
            };
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            HELD_LOCKS.remove(identity);
            throw e;
        }
    }

    /**
     * A file that survives interrupts. A FileChannel closes itself when a thread in it is interrupted, which must not
     * cost us the log; all operations name their position, so they can be repeated on a channel opened anew.
     */
    private static final class OpenFile implements DiskFile {
        private final Path path;
        private FileChannel channel;
        private boolean isClosed;

        OpenFile(Path path, OpenOption mode) throws IOException {
            this.path = path;
            this.channel = FileChannel.open(path, mode, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }

        private interface Action<T> {
            T apply(FileChannel channel) throws IOException;
        }

        private <T> T run(Action<T> action) throws IOException {
            boolean wasInterrupted = false;
            try {
                while (true) {
                    FileChannel current = current();
                    try {
                        return action.apply(current);
                    } catch (ClosedByInterruptException e) {
                        wasInterrupted |= Thread.interrupted();
                        reopen(current, e);
                    } catch (ClosedChannelException e) {
                        reopen(current, e);
                    } catch (IOException e) {
                        throw DiskFullException.orOther(e, path);
                    }
                }
            } finally {
                if (wasInterrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private synchronized FileChannel current() {
            return channel;
        }

        @SuppressWarnings("ReferenceEquality")
        private synchronized void reopen(FileChannel broken, ClosedChannelException reason) throws IOException {
            if (isClosed) {
                throw reason;
            }
            if (channel == broken) {
                channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            }
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            int start = target.position();
            return run(file -> file.read(target.position(start), position));
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            int start = source.position();
            run(file -> {
                source.position(start);
                while (source.hasRemaining()) {
                    file.write(source, position + source.position() - start);
                }
                return null;
            });
        }

        @Override
        public void force(boolean metadata) throws IOException {
            run(file -> {
                file.force(metadata);
                return null;
            });
        }

        @Override
        public long length() throws IOException {
            return run(FileChannel::size);
        }

        @Override
        public void truncate(long length) throws IOException {
            run(file -> file.truncate(length));
        }

        @Override
        public synchronized void close() throws IOException {
            isClosed = true;
            channel.close();
        }
    }
}
