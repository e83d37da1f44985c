package dev.millrace.storage;

import java.io.IOException;

/**
 * The commit log met an fsync error earlier and refuses everything since: what the disk holds is unknown until a
 * restart reads it.
 */
public final class LogPoisonedException extends IOException {
    private static final long serialVersionUID = 1;

    LogPoisonedException(IOException cause) {
        super("the commit log cannot be used any more, because writing it failed: " + cause.getMessage(), cause);
    }
}
