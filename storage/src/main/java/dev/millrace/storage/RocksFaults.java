package dev.millrace.storage;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Turns RocksDB's one exception into ours: damage, or a disk that does not do its work. */
final class RocksFaults {
    private RocksFaults() {}

    static IOException checked(String what, RocksDBException e) {
        String message = what + ": " + e.getMessage();
        Status status = e.getStatus();
        if (status != null && status.getSubCode() == Status.SubCode.NoSpace
                || DiskFullException.saysFull(e.getMessage())) {
            return new DiskFullException(message, e);
        }
        return e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption
                ? new CorruptionException(message, e)
                : new IOException(message, e);
    }

    static UncheckedIOException unchecked(String what, Exception e) {
        return new UncheckedIOException(switch (e) {
            case RocksDBException fault -> checked(what, fault);
            case IOException fault -> fault;
            default -> new IOException(what, e);
        });
    }
}
