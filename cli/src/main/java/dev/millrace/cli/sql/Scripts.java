package dev.millrace.cli.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that are run, by -f, {@code \i} and {@code \ir}, and the data of COPY that lie in them. */
final class Scripts {
    private static final int DEPTH_MAX = 32;

    private final Session session;
    private int depth;
    private Path folder = Path.of("");
    private BufferedReader standardInput;

    Scripts(Session session) {
        this.session = session;
    }

    /** Runs a file to its end, or to its first error when ON_ERROR_STOP is set. Answers an exit code. */
    int run(String name) {
        if (depth == DEPTH_MAX) {
            session.complain("files include each other too deeply");
            return Session.FATAL;
        }
        Path outer = folder;
        depth++;
        try {
            if (name.equals("-")) {
                return run(standardInput(), "<stdin>");
            }
            Path file = session.output().programs().path(name);
            try (BufferedReader reader = Files.newBufferedReader(file)) {
                folder = file.getParent() == null ? Path.of("") : file.getParent();
                return run(reader, name);
            }
        } catch (IOException e) {
            session.output().complain((session.isInteractive() ? ""
                    : session.place().isEmpty() ? "millrace: error: " : session.place() + "error: ") + reason(name, e));
            return Session.FATAL;
        } finally {
            depth--;
            folder = outer;
        }
    }

    static String reason(String name, IOException e) {
        return name + ": " + (e instanceof NoSuchFileException ? "No such file or directory" : e.getMessage());
    }

    /** {@code \ir}: a name beside the file that names it. */
    String beside(String name) {
        return Path.of(name).isAbsolute() ? name : folder.resolve(name).toString();
    }

    private int run(BufferedReader reader, String name) throws IOException {
        try {
            return session.runInput(new Input(session, () -> line(reader), name));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String line(BufferedReader reader) {
        try {
            return reader.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One reader for all: what it has read ahead would be lost to another. */
    BufferedReader standardInput() {
        if (standardInput == null) {
            standardInput = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        }
        return standardInput;
    }

    /** The lines up to {@code \.} or the end, as they come: data may be larger than memory. */
    InputStream data(Input.Lines lines) {
        return new Data(lines);
    }

    /** Lines as bytes. */
    private static final class Data extends InputStream {
        private final Input.Lines lines;
        private byte[] bytes = new byte[0];
        private int at;
        private boolean isAtEnd;

        Data(Input.Lines lines) {
            this.lines = lines;
        }

        private boolean isMore() {
            if (at == bytes.length && !isAtEnd) {
                String line = lines.next();
                isAtEnd = line == null || line.equals("\\.");
                bytes = isAtEnd ? new byte[0] : (line + "\n").getBytes(StandardCharsets.UTF_8);
                at = 0;
            }
            return !isAtEnd;
        }

        @Override
        public int read() {
            return isMore() ? bytes[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (length == 0 || !isMore()) {
                return length == 0 ? 0 : -1;
            }
            int count = Math.min(length, bytes.length - at);
            System.arraycopy(bytes, at, into, offset, count);
            at += count;
            return count;
        }
    }
}
