package dev.millrace.storage;

import java.io.IOException;
import java.nio.file.Path;

/** Bytes on disk are not those that were written. Retrying does not help, and guessing would answer wrongly. */
public final class CorruptionException extends IOException {
    private static final long serialVersionUID = 1;

    CorruptionException(Path file, long offset, String what) {
        super(file + " is corrupt at offset " + offset + ": " + what);
    }

    CorruptionException(String message, Throwable cause) {
        super(message, cause);
    }
}
