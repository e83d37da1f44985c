package dev.millrace.executor.engine;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.storage.DiskFullException;
import dev.millrace.storage.LogPoisonedException;

/** What a client is told when the disk does not do its work. */
final class DiskFaults {

    private DiskFaults() {}

    /** For a transaction of which nothing has happened; {@code what} as in "could not write the log". */
    static SqlException refusal(String what, Throwable why) {
        String detail = "Nothing of the transaction was applied.";
        if (isFull(why)) {
            return new SqlException(
                    SqlState.DISK_FULL, what + ": no space left on device", detail,
                    "Free disk space and try again; the server needs no restart.", 0);
        }
        String hint = isPoisoned(why)
                ? "The server answers queries; restart it to write again, once the disk is well."
                : "See the server's log.";
        return new SqlException(SqlState.IO_ERROR, what + ": " + why.getMessage(), detail, hint, 0);
    }

    private static boolean isFull(Throwable why) {
        for (Throwable cause = why; cause != null; cause = cause.getCause()) {
            if (cause instanceof LogPoisonedException) {
                return false;
            }
            if (cause instanceof DiskFullException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPoisoned(Throwable why) {
        for (Throwable cause = why; cause != null; cause = cause.getCause()) {
            if (cause instanceof LogPoisonedException) {
                return true;
            }
        }
        return false;
    }
}
