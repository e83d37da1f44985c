package dev.millrace.server.statement;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** A file of the server in the place of the client that COPY reads from or writes to. */
final class CopyFile {

    private static final int CHUNK_BYTES = 1 << 16;
    private static final String UNDEFINED_FILE = "58P01";
    private static final String INVALID_NAME = "42602";
    private static final String IO_ERROR = "58030";

    private CopyFile() {}

    /** Only who may do so gets here to know which files there are. */
    static void checkRead(Execution run) {
        check(Role.READ_SERVER_FILES, "from", run);
    }

    static void checkWrite(Execution run) {
        check(Role.WRITE_SERVER_FILES, "to", run);
    }

    private static void check(long role, String direction, Execution run) {
        if (!run.session().authority().actsAs(role)) {
            String name = run.catalog().snapshot().roles().name(role);
            throw RoleNames.denied("must be superuser or have privileges of the " + name + " role to COPY " + direction
                            + " a file")
                    .withHint("Anyone can COPY to stdout or from stdin. psql's \\copy command also works for anyone.");
        }
    }

    /** COPY FROM. A relative path begins at the directory in which the server was started. */
    static Outcome read(String file, Outcome.CopyIn copy, Execution run) {
        try (InputStream in = Files.newInputStream(path(file))) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                run.cancellation().check();
                copy.sink().accept(Arrays.copyOf(chunk, length));
            }
            return new Outcome.Done("COPY " + copy.sink().finish());
        } catch (IOException e) {
            throw failed(file, "reading", e)
                    .withHint("COPY FROM instructs the server process to read a file. You may want a "
                            + "client-side facility such as psql's \\copy.");
        }
    }

    /** COPY TO. What is there under that name is replaced. */
    static Outcome write(String file, Outcome.CopyOut copy, Execution run) throws InterruptedException {
        if (!path(file).isAbsolute()) {
            throw new SqlException(INVALID_NAME, "relative path not allowed for COPY to file");
        }
        try (Outcome.CopyStream stream = copy.stream();
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(path(file)), CHUNK_BYTES)) {
            for (List<byte[]> rows = stream.next(); rows != null; rows = stream.next()) {
                run.cancellation().check();
                for (byte[] row : rows) {
                    out.write(row);
                }
            }
            return new Outcome.Done("COPY " + stream.rows());
        } catch (IOException e) {
            throw failed(file, "writing", e)
                    .withHint("COPY TO instructs the server process to write a file. You may want a "
                            + "client-side facility such as psql's \\copy.");
        }
    }

    private static Path path(String file) {
        Path path;
        try {
            path = Path.of(file);
        } catch (InvalidPathException e) {
            throw new SqlException(UNDEFINED_FILE, "could not open file \"" + file + "\": " + e.getReason());
        }
        if (Files.isDirectory(path)) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + file + "\" is a directory");
        }
        return path;
    }

    private static SqlException failed(String file, String what, IOException e) {
        String opening = "could not open file \"" + file + "\" for " + what + ": ";
        return switch (e) {
            case NoSuchFileException _ -> new SqlException(UNDEFINED_FILE, opening + "No such file or directory");
            case AccessDeniedException _ ->
                new SqlException(SqlState.INSUFFICIENT_PRIVILEGE, opening + "Permission denied");
            default -> new SqlException(IO_ERROR, "could not copy file \"" + file + "\": " + e.getMessage());
        };
    }
}
