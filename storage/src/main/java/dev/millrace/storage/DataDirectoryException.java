package dev.millrace.storage;

import java.io.IOException;

/** A data directory that this server must not open; the message tells its operator why and what to do. */
public final class DataDirectoryException extends IOException {
    private static final long serialVersionUID = 1;

    DataDirectoryException(String message) {
        super(message);
    }
}
