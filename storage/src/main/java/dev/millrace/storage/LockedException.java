package dev.millrace.storage;

import java.io.IOException;
import java.nio.file.Path;

/** Somebody else holds a lock file. */
public final class LockedException extends IOException {
    private static final long serialVersionUID = 1;

    private final String owner;

    LockedException(Path file, String owner) {
        super(file + " is locked by " + (owner.isEmpty() ? "another process" : owner));
        this.owner = owner;
    }

    /** What the holder wrote about itself; empty if that could not be read. */
    public String owner() {
        return owner;
    }
}
